using System.CommandLine;
using Digest.Matching;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Looks for papers by words, as the search page does.</summary>
internal static class SearchCommand
{
    const int PapersShown = 30;

    public static Command Create(Launcher launcher)
    {
        var words = new Argument<string>("WORDS") { Description = "What to look for: words, names of authors, subject codes." };
        var days = new Option<int?>("--days")
        {
            Description = "Among papers first listed in the last so many days, 0 for all; Matching:SearchDays without it.", HelpName = "N",
        };
        var command = new Command("search", "Find papers in the catalogue by words, the best first.") { words, days, DigestCommand.Json };
        command.Validators.Add(typed =>
        {
            if (typed.GetValue(days) is < 0 or > 36500)
                typed.AddError("--days must be 0 to 36500.");
            if (string.IsNullOrWhiteSpace(typed.GetValue(words)))
                typed.AddError("WORDS are empty; say what to look for.");
            if (typed.GetValue(words)?.Length > Interest.LongestText)
                typed.AddError($"WORDS are more than {Interest.LongestText} characters; a few telling ones find more.");
        });
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var query = PaperText.Line(parsed.GetValue(words)!, Interest.LongestText);
            var since = parsed.GetValue(days) ?? services.GetRequiredService<MatchingOptions>().SearchDays;
            var search = await services.GetRequiredService<SearchShelf>().MakeAsync(since, token);
            var found = search.Find(query, PapersShown).ToDictionary(f => f.Paper, f => f.Score);
            var papers = await services.GetRequiredService<Catalogue>().FindAsync([.. found.Keys], token);
            var links = services.GetRequiredService<Links>();
            if (parsed.GetValue(DigestCommand.Json))
                Print.Json(new
                {
                    query, days = since, papers = search.Papers,
                    found = papers.Select(p => new
                    {
                        paper = p.Ids.Select(id => id.ToString()).FirstOrDefault(), p.Title, p.Authors, p.PublishedAt, score = found[p.Id], url = links.Paper(p),
                    }),
                });
            else
                Tell(papers, search.Papers, links);
            return Exit.Done;
        }, ct));
        return command;
    }

    static void Tell(IReadOnlyList<Paper> papers, int searched, Links links)
    {
        if (papers.Count == 0)
            Print.Line($"None of {searched} papers is about this.");
        foreach (var paper in papers)
        {
            Print.Line($"{paper.Title}");
            var authors = paper.Authors.Count > 3 ? $"{string.Join(", ", paper.Authors.Take(3))}, …" : string.Join(", ", paper.Authors);
            Print.Line($"    {authors}{(authors.Length > 0 ? " · " : "")}{paper.PublishedAt ?? paper.FirstListedAt:yyyy-MM-dd} · {links.Paper(paper)}");
        }
    }
}
