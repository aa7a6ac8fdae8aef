using Digest.Gathering.Sources;
using Digest.Papers;
using Digest.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Digest.Gathering;

/// <summary>Takes in what sources and files tell, in batches that are whole or not at all; told again, nothing changes.</summary>
internal sealed partial class Gatherer(
    IEnumerable<IPaperSource> sources, Catalogue catalogue, TimeProvider time, IOptions<GatheringOptions> options,
    ILogger<Gatherer> log)
{
    const int BatchSize = 200;

    public IReadOnlyList<string> SourceNames => [.. sources.Select(s => s.Name)];

    /// <summary>Takes in files, each detected by its content. Good records count, whatever stands around them.</summary>
    public async Task<GatherCounts> GatherFilesAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        var counts = new GatherCounts();
        foreach (var path in paths)
        {
            counts = await TakeInAsync(counts, PaperFiles.ReadAsync(path, time.GetUtcNow(), ct), onDay: null, ct);
            LogFile(Path.GetFileName(path), counts.New, counts.Skipped.Count);
        }
        return counts;
    }

    /// <summary>Asks every source, or the named one, for the days it has not answered yet.</summary>
    /// <param name="range">Null: from the oldest unanswered day of the back-fill window to today, and today always.</param>
    public async Task<GatherCounts> GatherSourcesAsync(string? name, (DateOnly From, DateOnly To)? range, CancellationToken ct)
    {
        var counts = new GatherCounts();
        foreach (var source in sources.Where(s => name is null || s.Name == name))
        {
            var (from, to) = range ?? await UnansweredAsync(source.Name, ct);
            counts = await GatherSourceAsync(counts, source, from, to, ct);
        }
        return counts;
    }

    async Task<GatherCounts> GatherSourceAsync(
        GatherCounts before, IPaperSource source, DateOnly from, DateOnly to, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var open = new HashSet<DateOnly>();
        for (var day = from; day <= to; day = day.AddDays(1))
            open.Add(day);
        var after = await TakeInAsync(before, source.GatherAsync(new(from, to, now), ct), async day =>
        {
            open.Remove(day.Day);
            await catalogue.RecordFetchAsync(new(source.Name, day.Day, now, day.Papers, 0, null), ct);
        }, ct);
        var reason = after.Skipped.Skip(before.Skipped.Count).LastOrDefault()?.Reason ?? "the source gave no answer for this day";
        foreach (var day in open.Order())
            await catalogue.RecordFetchAsync(new(source.Name, day, now, 0, after.Skipped.Count - before.Skipped.Count, reason), ct);
        LogSource(source.Name, from, to, after.New - before.New, open.Count);
        return after with { UnansweredDays = after.UnansweredDays + open.Count };
    }

    async Task<GatherCounts> TakeInAsync(
        GatherCounts counts, IAsyncEnumerable<Gathered> gathered, Func<GatheredDay, Task>? onDay, CancellationToken ct)
    {
        var batch = new List<ListedPaper>(BatchSize);
        await foreach (var item in gathered.WithCancellation(ct))
        {
            switch (item)
            {
                case GatheredPaper paper:
                    batch.Add(paper.Listed);
                    if (batch.Count == BatchSize)
                        counts = await MergeAsync(counts, batch, ct);
                    break;
                case SkippedEntry skipped:
                    counts = counts with { Skipped = [.. counts.Skipped, skipped] };
                    LogSkipped(skipped.File, skipped.Position, skipped.Reason);
                    break;
                case GatheredRemoval removal:
                    counts = await MergeAsync(counts, batch, ct); // it may be about a paper told just before
                    await catalogue.WithdrawAsync(removal.Paper, RemovedAt(removal), time.GetUtcNow(), ct);
                    break;
                case GatheredDay day:
                    counts = await MergeAsync(counts, batch, ct); // a day counts as answered only when its papers are safe
                    if (onDay is not null)
                        await onDay(day);
                    break;
            }
        }
        return await MergeAsync(counts, batch, ct);
    }

    DateTimeOffset RemovedAt(GatheredRemoval removal) =>
        removal.On is { } day ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : time.GetUtcNow();

    async Task<GatherCounts> MergeAsync(GatherCounts counts, List<ListedPaper> batch, CancellationToken ct)
    {
        if (batch.Count == 0)
            return counts;
        var merged = await catalogue.MergeAsync([.. batch], time.GetUtcNow(), ct);
        var taken = batch.Count;
        batch.Clear();
        return counts with
        {
            New = counts.New + merged.New,
            Updated = counts.Updated + merged.Updated,
            Merged = counts.Merged + merged.Joined,
            Taken = counts.Taken + taken,
        };
    }

    /// <summary>Today's list grows until evening and its votes for days, so today and the day before are always asked.</summary>
    async Task<(DateOnly From, DateOnly To)> UnansweredAsync(string source, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var earliest = today.AddDays(-options.Value.BackfillDays);
        var answered = await catalogue.AnsweredDaysAsync(source, earliest, today, ct);
        var from = earliest;
        while (from < today.AddDays(-1) && answered.Contains(from))
            from = from.AddDays(1);
        return (from, today);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {File}: {New} new papers so far, {Skipped} entries skipped")]
    partial void LogFile(string file, int @new, int skipped);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Asked {Source} for {From} to {To}: {New} new papers, {Unanswered} days without an answer")]
    partial void LogSource(string source, DateOnly from, DateOnly to, int @new, int unanswered);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Skipped an entry of {File} at {Position}: {Reason}")]
    partial void LogSkipped(string file, string position, string reason);
}

/// <summary>What a gathering brought.</summary>
internal sealed record GatherCounts
{
    /// <summary>Works not known before.</summary>
    public int New { get; init; }

    /// <summary>Known works of which readers now see something else.</summary>
    public int Updated { get; init; }

    /// <summary>Known works that this source lists for the first time.</summary>
    public int Merged { get; init; }

    /// <summary>Listings taken in, known ones included.</summary>
    public int Taken { get; init; }

    /// <summary>Days that a source was asked for and did not answer to the end.</summary>
    public int UnansweredDays { get; init; }

    public IReadOnlyList<SkippedEntry> Skipped { get; init; } = [];
}
