using System.CommandLine;
using Digest.Papers;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>The edition of a day, a week or a month; and past days lived through again.</summary>
internal static class EditionCommand
{
    const int Shown = 10;

    public static Command Create(Launcher launcher)
    {
        var date = DigestCommand.DateOption("--date",
            "A day of the edition's period, by UTC; today without it, or the last week or month that is over.");
        var period = new Option<Period>("--period")
        {
            Description = "day (what was listed in the last week), week (Monday to Sunday) or month; the last two when they are over.",
            HelpName = "PERIOD",
        };
        var replay = new Option<DirectoryInfo?>("--replay")
        {
            Description = "Live recorded lists of this folder through again, files named by their day (2026-06-01.json), and print each "
                + "day's first papers. Needs --from and --to; changes nothing that is stored.",
            HelpName = "FOLDER",
        };
        var from = DigestCommand.DateOption("--from", "First day of a replay.");
        var to = DigestCommand.DateOption("--to", "Last day of a replay.");
        var command = new Command("edition", "Rank the listed papers into the edition of a day, a week or a month. Again, it changes nothing.")
        {
            date, period, replay, from, to, DigestCommand.Json,
        };
        command.Validators.Add(typed =>
        {
            var isReplay = typed.GetValue(replay) is not null;
            if (isReplay && !(typed.GetValue(from) <= typed.GetValue(to)))
                typed.AddError("--replay needs --from and --to, the first no later than the last.");
            if (isReplay && (typed.GetValue(date) is not null || typed.GetValue(period) != Period.Day))
                typed.AddError("--replay goes by days, --from one --to another; --date and --period do not go with it.");
            if (!isReplay && (typed.GetValue(from) ?? typed.GetValue(to)) is not null)
                typed.AddError("--from and --to go with --replay; a single day is --date.");
        });
        command.SetAction((parsed, ct) => parsed.GetValue(replay) is { } folder
            ? Replay.RunAsync(launcher, parsed.Launch(), folder, parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value,
                parsed.GetValue(DigestCommand.Json), ct)
            : launcher.RunAsync(parsed.Launch(), async (services, token) =>
            {
                var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
                var asked = parsed.GetValue(period);
                var edition = await services.GetRequiredService<EditionRun>().RunAsync(asked, Day(asked, parsed.GetValue(date), today), token);
                Tell(edition, parsed.GetValue(DigestCommand.Json));
                return Exit.Done;
            }, ct));
        return command;
    }

    /// <summary>An edition is made once: one of a day to come would stay without that day's papers, one of a week under way
    /// without those of its end.</summary>
    static DateOnly Day(Period period, DateOnly? date, DateOnly today) => period switch
    {
        Period.Day when date > today =>
            throw new UsageException($"--date is later than today, {today:yyyy-MM-dd}; an edition is made when its day has come."),
        Period.Day => date ?? today,
        _ when date is { } day && period.LastDay(day) >= today =>
            throw new UsageException($"the {period.ToString().ToLowerInvariant()} of {day:yyyy-MM-dd} ends on {period.LastDay(day):yyyy-MM-dd}; its edition is made when it is over."),
        _ => date ?? period.LastClosed(today),
    };

    static void Tell(Edition edition, bool json)
    {
        if (json)
        {
            Print.Json(new
            {
                edition.Period,
                date = edition.Date,
                papers = edition.Papers.Count,
                sources = edition.Sources.Select(s => new { s.Source, s.State, s.Papers, s.Reason }),
                first = First(edition),
            });
            return;
        }
        var of = edition.Period == Period.Day ? "" : $"the {edition.Period.ToString().ToLowerInvariant()} from ";
        Print.Line($"Edition of {of}{edition.Date:yyyy-MM-dd}: {edition.Papers.Count} papers");
        foreach (var source in edition.Sources.Where(_ => edition.Period == Period.Day)) // what they answered is about a day
            Print.Line($"  {source.Source}: {Words.Of(source)}");
        TellFirst(edition);
    }

    /// <summary>The first papers with their reasons, for a document.</summary>
    public static IEnumerable<object> First(Edition edition) => edition.Papers.Take(Shown).Select(ranked => new
    {
        ranked.Rank,
        paper = ranked.Paper.Ids.Select(id => id.ToString()).FirstOrDefault(),
        ranked.Paper.Title,
        ranked.Score,
        reasons = new[] { ranked.Reason, ranked.Also }.OfType<RankReason>(),
        why = Words.Why(ranked),
        ranked.Signal?.Upvotes,
    });

    public static void TellFirst(Edition edition)
    {
        foreach (var ranked in edition.Papers.Take(Shown))
            Print.Line($"{ranked.Rank,4}. {ranked.Paper.Title} ({Words.Why(ranked)})");
    }
}
