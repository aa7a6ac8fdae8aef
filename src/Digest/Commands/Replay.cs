using Digest.Gathering;
using Digest.Ranking;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Commands;

/// <summary>Recorded days lived through again: each day's files are taken in when their day has come, its edition is made at its
/// hour, and nothing later is known to it. All in a folder of its own that is gone afterwards.</summary>
internal static class Replay
{
    public static async Task<int> RunAsync(
        Launcher launcher, Launch launch, DirectoryInfo folder, DateOnly from, DateOnly to, bool json, CancellationToken ct)
    {
        using var data = new ScratchFolder();
        var clock = new StandingClock(Midnight(from));
        var scratch = launch with
        {
            Clock = clock,
            Overrides = new Dictionary<string, string?>(launch.Overrides, StringComparer.Ordinal)
            {
                ["Storage:DataFolder"] = data.Path,
                ["Storage:ConnectionString"] = "",
                ["Keys:File"] = null,
            },
        };
        return await launcher.RunAsync(scratch, async (services, token) =>
        {
            var files = Files(folder, from, to);
            var hour = services.GetRequiredService<RankingOptions>().EditionTime;
            var days = new List<object>();
            for (var day = from; day <= to; day = day.AddDays(1))
            {
                clock.Now = Midnight(day) + hour.ToTimeSpan();
                var counts = await services.GetRequiredService<Gatherer>().GatherFilesAsync(files[day], token);
                foreach (var skipped in counts.Skipped)
                    await Console.Error.WriteLineAsync($"digest: {skipped.File}, {skipped.Position}: {skipped.Reason}");
                var edition = await services.GetRequiredService<EditionRun>().RunAsync(day, token);
                if (!json)
                {
                    Print.Line($"{day:yyyy-MM-dd}: {edition.Papers.Count} papers, {files[day].Count()} file{Words.S(files[day].Count())} that day");
                    EditionCommand.TellFirst(edition);
                }
                days.Add(new { date = day, files = files[day].Count(), papers = edition.Papers.Count, first = EditionCommand.First(edition) });
            }
            if (json)
                Print.Json(new { days });
            return Exit.Done;
        }, ct);
    }

    /// <summary>By the day their names begin with; several of a day in the order of their names.</summary>
    static ILookup<DateOnly, string> Files(DirectoryInfo folder, DateOnly from, DateOnly to)
    {
        if (!folder.Exists)
            throw new UsageException($"there is no folder {folder.FullName}.");
        var files = folder.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => (File: f, Day: Day(f.Name))).Where(f => f.Day >= from && f.Day <= to)
            .ToLookup(f => f.Day!.Value, f => f.File.FullName);
        return files.Count > 0 ? files : throw new UsageException(
            $"{folder.FullName} holds no files of these days; their names begin with the day, as in {from:yyyy-MM-dd}.json.");
    }

    static DateOnly? Day(string name) => name.Length >= 10
        && CalendarDay.TryRead(name[..10], out var day) ? day : null;

    static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>Stands still at each day's hour, so that a replay says the same every time.</summary>
    sealed class StandingClock(DateTimeOffset at) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = at;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
