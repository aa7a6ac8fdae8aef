using System.CommandLine;
using Digest.Papers;
using Digest.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>The catalogue's papers, for the operator: find, show, and set right which are one work.</summary>
internal static class PapersCommand
{
    const int MostFound = 20;

    public static Command Create(Launcher launcher) => new("papers", "Find and show papers; merge two that are one work, split one that is two.")
    {
        Find(launcher), Show(launcher), Merge(launcher), Split(launcher),
    };

    static Command Find(Launcher launcher)
    {
        var text = new Argument<string[]>("TEXT") { Description = "Words of a title, or a number in any spelling.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("find", "List papers by title or number, newest first.") { text, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var found = await services.GetRequiredService<PaperStory>().FindAsync(string.Join(' ', parsed.GetValue(text)!), MostFound, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(found.Select(p => new { p.Id, p.Title, authors = p.Authors.Take(3), p.FirstListedAt, keys = p.Ids.Select(id => id.ToString()) }));
            else if (found.Count == 0)
                await Console.Error.WriteLineAsync("digest: no paper is known by that.");
            else
                foreach (var paper in found)
                    Print.Line($"{paper.Id,6}  {paper.FirstListedAt:yyyy-MM-dd}  {Number(paper),-24}  {PaperText.Line(paper.Title, 80)}");
            return found.Count == 0 ? Exit.Failed : Exit.Done;
        }, ct));
        return command;
    }

    static Command Show(Launcher launcher)
    {
        var id = Id();
        var command = new Command("show", "Show a paper: its keys and how they are known, listings, revisions, news, merges.") { id, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var story = services.GetRequiredService<PaperStory>();
            var told = (await story.TellAsync(await story.RequireAsync(parsed.GetValue(id)!, token), token))!;
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(Document(told));
            else
                Tell(told);
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Merge(Launcher launcher)
    {
        var (into, from) = (Id("INTO"), Id("FROM"));
        var command = new Command("merge", "Make two papers one; the first stands for both. split takes it back.") { into, from, DigestCommand.Json };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var story = services.GetRequiredService<PaperStory>();
            var head = await story.RequireAsync(parsed.GetValue(into)!, token);
            var member = await story.RequireAsync(parsed.GetValue(from)!, token);
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var merged = await services.GetRequiredService<PaperUnions>().MergeAsync(head, member, now, token);
            var told = (await story.TellAsync(head, token))!;
            var stands = told.MergedInto ?? head;
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { merged, paper = stands });
            else
                Print.Line(merged ? $"{member} is now part of {stands}; digest papers split {stands} takes it back"
                    : (FormattableString)$"They are one already: {stands}");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Command Split(Launcher launcher)
    {
        var id = Id();
        var keys = new Argument<string[]>("KEY")
        {
            Description = "Keys of the work that is another (see papers show); none to take back the paper's only merge.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("split", "Take a merge back, or make a paper of its own of some keys. Nothing joins the two again but papers merge.")
        {
            id, keys, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var story = services.GetRequiredService<PaperStory>();
            var unions = services.GetRequiredService<PaperUnions>();
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var paper = (await story.TellAsync(await story.RequireAsync(parsed.GetValue(id)!, token), token))!;
            if (paper.MergedInto is { } head)
                paper = (await story.TellAsync(head, token))!;
            var (merge, off) = PaperSplit.Plan(paper, parsed.GetValue(keys) ?? []);
            var other = merge?.Member ?? await unions.SplitOffAsync(paper.Paper.Id, off, now, token);
            if (merge is not null)
                await unions.UndoAsync(merge.Id, now, token);
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new { papers = new[] { paper.Paper.Id, other } });
            else
                Print.Line($"{paper.Paper.Id} and {other} are two papers now, and stay so until digest papers merge says otherwise");
            return Exit.Done;
        }, ct));
        return command;
    }

    static Argument<string> Id(string name = "ID") => new(name)
    {
        Description = "The catalogue's number, or an arXiv number, DOI or OpenReview address in any spelling.",
    };

    /// <summary>The paper of a number, or an error that says there is none.</summary>
    static async Task<long> RequireAsync(this PaperStory story, string text, CancellationToken ct) =>
        await story.ResolveAsync(text, ct) ?? throw new RefusalException($"No paper is known as {text}; digest papers find looks by title.");

    static void Tell(PaperStory.Told told)
    {
        var paper = told.Paper;
        Print.Line($"{paper.Id}: {paper.Title}");
        if (told.MergedInto is { } head)
            Print.Line($"  is part of {head}");
        if (paper.Authors.Count > 0)
            Print.Line($"  {string.Join(", ", paper.Authors.Take(3))}{(paper.Authors.Count > 3 ? $", … and {paper.Authors.Count - 3} more" : "")}");
        Print.Line($"  first listed {paper.FirstListedAt:yyyy-MM-dd}{(paper.Version > 0 ? $", version {paper.Version}" : "")}{(paper.WithdrawnAt is { } at ? $", withdrawn {at:yyyy-MM-dd}" : "")}");
        foreach (var key in told.Keys)
            Print.Line($"  key       {key.Name}  since {key.Since:yyyy-MM-dd}  ({key.Evidence}{Of(key.Paper)})");
        foreach (var listing in told.Listings)
            Print.Line($"  listed    {listing.ListedAt:yyyy-MM-dd}  {listing.Source} as {listing.Name}{(listing.Place > 0 ? $", place {listing.Place}" : "")}{Of(listing.Paper)}");
        foreach (var revision in told.Revisions)
            Print.Line($"  revision  {revision.Number}  {(revision.Version > 0 ? $"version {revision.Version}  " : "")}{revision.Title}");
        foreach (var news in told.News)
            Print.Line($"  news      {news.At:yyyy-MM-dd HH:mm}Z  {news.Kind.ToString().ToLowerInvariant()} {news.Detail}");
        foreach (var merge in told.Merges)
            Print.Line($"  merge     {merge.At:yyyy-MM-dd HH:mm}Z  {merge.Member} into {merge.Head} by {merge.By}: {merge.Evidence}{(merge.EndedAt is { } end ? $"; split {end:yyyy-MM-dd HH:mm}Z" : "")}");
        if (told.Apart.Count > 0)
            Print.Line($"  is not    {string.Join(", ", told.Apart)}");

        string Of(long owner) => owner == paper.Id ? "" : $", of {owner}";
    }

    static object Document(PaperStory.Told told) => new
    {
        told.Paper.Id,
        told.MergedInto,
        told.Paper.Title,
        told.Paper.Authors,
        told.Paper.Version,
        told.Paper.FirstListedAt,
        told.Paper.WithdrawnAt,
        keys = told.Keys.Select(k => new { key = k.Name, k.Paper, k.Evidence, k.Since }),
        listings = told.Listings.Select(l => new { l.Source, sourceId = l.Name, l.ListedAt, l.Place, l.Paper }),
        told.Revisions,
        told.News,
        told.Merges,
        told.Apart,
    };

    static string Number(Paper paper) => paper.Ids.OrderByDescending(id => id.Scheme == PaperId.Arxiv).ThenByDescending(id => id.IsIdentifying)
        .Select(id => id.IsIdentifying ? id.ToString() : "").FirstOrDefault() ?? "";
}
