using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>The day's edition.</summary>
internal static class EditionCommand
{
    const int Shown = 10;

    public static Command Create(Launcher launcher)
    {
        var date = DigestCommand.DateOption("--date", "The edition's day, by UTC, today or earlier; today without it.");
        var command = new Command("edition", "Rank the papers of the last week into the day's edition. Again, it changes nothing.")
        {
            date, DigestCommand.Json,
        };
        command.SetAction((parsed, ct) => launcher.RunAsync(parsed.Launch(), async (services, token) =>
        {
            var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
            // An edition is made once: one of a day to come would stay without that day's papers.
            if (parsed.GetValue(date) > today)
                throw new UsageException($"--date is later than today, {today:yyyy-MM-dd}; an edition is made when its day has come.");
            var edition = await services.GetRequiredService<EditionRun>().RunAsync(parsed.GetValue(date), token);
            if (parsed.GetValue(DigestCommand.Json))
            {
                Print.Json(new
                {
                    date = edition.Date,
                    papers = edition.Papers.Count,
                    sources = edition.Sources.Select(s => new { s.Source, s.State, s.Papers, s.Reason }),
                });
                return Exit.Done;
            }
            Print.Line($"Edition of {edition.Date:yyyy-MM-dd}: {edition.Papers.Count} papers");
            foreach (var source in edition.Sources)
                Print.Line($"  {source.Source}: {Words.Of(source)}");
            foreach (var ranked in edition.Papers.Take(Shown))
                Print.Line($"{ranked.Rank,4}. {ranked.Paper.Title} ({Words.Why(ranked)})");
            return Exit.Done;
        }, ct));
        return command;
    }
}
