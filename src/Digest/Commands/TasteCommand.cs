using System.CommandLine;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>What somebody said of papers and muted, for the operator: told, and taken back on their word.</summary>
internal static class TasteCommand
{
    public static Command Create(Launcher launcher)
    {
        var who = new Argument<string>("ADDRESS") { Description = "A subscriber's e-mail address." };
        var unsay = new Option<string?>("--unsay")
        {
            Description = "Take back more or less of this paper: its number, arXiv number or DOI.",
            HelpName = "PAPER",
        };
        var unmuteAuthor = new Option<string?>("--unmute-author") { Description = "Let papers by this author come again, as it is listed.", HelpName = "NAME" };
        var unmuteWords = new Option<string?>("--unmute-words") { Description = "Let papers with these words come again, as they are listed.", HelpName = "WORDS" };
        var command = new Command("taste", "Tell what a subscriber wants more and less of and never again, or take it back.")
        {
            who, unsay, unmuteAuthor, unmuteWords, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var reader = await services.GetRequiredService<SubscriberStore>().RequireAsync(parsed.GetValue(who)!, token);
            var tastes = services.GetRequiredService<TasteStore>();
            if (parsed.GetValue(unsay) is { } paper)
            {
                var number = await services.GetRequiredService<PaperStory>().ResolveAsync(paper, token)
                    ?? throw new RefusalException($"There is no paper {paper}; digest papers find WORDS lists papers.");
                await RequireAsync(tastes.UnsayAsync(reader.Id, number, token), reader, paper);
            }
            if (parsed.GetValue(unmuteAuthor) is { } author)
                await RequireAsync(tastes.UnmuteAsync(reader.Id, MuteKind.Author, author, token), reader, author);
            if (parsed.GetValue(unmuteWords) is { } words)
                await RequireAsync(tastes.UnmuteAsync(reader.Id, MuteKind.Words, words, token), reader, words);
            await TellAsync(services, reader, parsed.GetValue(DigestCommand.Json), token);
            return Exit.Done;
        }, ct));
        return command;
    }

    static async Task RequireAsync(Task<bool> change, Subscriber reader, string what)
    {
        if (!await change)
            throw new RefusalException($"{reader.Address} said nothing of {what}; digest taste {reader.Address} lists what was said.");
    }

    static async Task TellAsync(IServiceProvider services, Subscriber reader, bool asJson, CancellationToken ct)
    {
        var taste = (await services.GetRequiredService<SubscriberStore>().FindAsync(reader.Id, ct))!.Taste;
        var titles = await services.GetRequiredService<Catalogue>().TitlesAsync([.. taste.Feedback.Select(f => f.Paper)], ct);
        string? Interest(long? id) => reader.Preferences.Interests.FirstOrDefault(i => i.Id == id)?.Name;
        if (asJson)
        {
            Print.Json(new
            {
                address = reader.Address.Text,
                feedback = taste.Feedback.Select(f => new { f.Paper, title = titles[f.Paper], f.Verdict, interest = Interest(f.Interest), f.At }),
                mutes = taste.Mutes,
            });
            return;
        }
        if (taste == Taste.None)
            Print.Line($"{reader.Address} said nothing so far");
        foreach (var said in taste.Feedback)
            Print.Line($"{said.At:yyyy-MM-dd HH:mm}Z  {said.Verdict.ToString().ToLowerInvariant()} like paper {said.Paper}, {titles[said.Paper]}{(Interest(said.Interest) is { } name ? $" (under {name})" : "")}");
        foreach (var mute in taste.Mutes)
            Print.Line($"{mute.At:yyyy-MM-dd HH:mm}Z  nothing {(mute.Kind == MuteKind.Author ? "by" : "that says")} {mute.What}");
    }
}
