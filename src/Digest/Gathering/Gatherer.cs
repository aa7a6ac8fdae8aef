using Digest.Gathering.Sources;
using Digest.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Digest.Gathering;

/// <summary>Takes in what sources and files tell. What was answered stands in rows, so a gathering that was interrupted goes
/// on where it stopped; told again, nothing changes.</summary>
internal sealed partial class Gatherer(
    IEnumerable<IPaperSource> sources, Catalogue catalogue, FetchStore fetches, TimeProvider time, IOptions<GatheringOptions> options,
    ILogger<Gatherer> log)
{
    /// <summary>The sources that are asked, and whether each was tried against the live service.</summary>
    public IReadOnlyList<(string Name, bool IsVerified)> Sources => [.. sources.Select(s => (s.Name, s.IsVerified))];

    public Task<GatherCounts> GatherFilesAsync(IEnumerable<string> paths, CancellationToken ct) => GatherFilesAsync(paths, null, ct);

    /// <summary>Takes in files, each detected by its content. Good records count, whatever stands around them.</summary>
    public async Task<GatherCounts> GatherFilesAsync(
        IEnumerable<string> paths, IProgress<GatherStep>? progress, CancellationToken ct)
    {
        var counts = new GatherCounts();
        foreach (var path in paths)
        {
            var intake = new Intake("", catalogue, fetches, time, time.GetUtcNow());
            await TakeAllAsync(intake, PaperFiles.ReadAsync(path, time.GetUtcNow(), ct), null, ct);
            await intake.EndFileAsync(Path.GetFileName(path), ct);
            counts += intake.Counts;
            progress?.Report(new(intake.Source, Path.GetFileName(path), 1, 1, intake.Counts.Taken, intake.Counts.New, null));
            LogFile(Path.GetFileName(path), intake.Counts.New, intake.Counts.Skipped.Count);
        }
        return counts;
    }

    /// <summary>Asks the sources for the days that they have not answered to the end, and those that count votes for the
    /// young ones once more.</summary>
    public async Task<GatherCounts> GatherSourcesAsync(GatherOrder order, CancellationToken ct)
    {
        var counts = new GatherCounts();
        foreach (var source in sources.Where(s => order.Source is null || s.Name == order.Source))
            counts += await GatherSourceAsync(source, order, ct);
        return counts;
    }

    async Task<GatherCounts> GatherSourceAsync(IPaperSource source, GatherOrder order, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var (from, to) = order.Range ?? (today.AddDays(-options.Value.BackfillDays), today);
        var days = await DaysAsync(source, from, to, today, order.Again, ct);
        if (days.Count == 0)
            return new GatherCounts();
        var range = new GatherRange(days[0], days[^1], now)
        {
            Days = days,
            Kept = order.Again ? new Dictionary<string, KeptAnswer>(StringComparer.Ordinal) : await fetches.KeptAsync(source.Name, ct),
        };
        var intake = new Intake(source.Name, catalogue, fetches, time, now) { KeepAnswersFrom = today.AddDays(-options.Value.BackfillDays) };
        var open = days.ToHashSet();
        await TakeAllAsync(intake, source.GatherAsync(range, ct), item =>
        {
            if ((item is GatheredDay day ? day.Day : item is LateDay late ? late.Day : (DateOnly?)null) is not { } told)
                return;
            open.Remove(told);
            Tell(intake, days.Count - open.Count, days.Count, order.Progress);
        }, ct);
        await intake.FlushAsync(ct);
        foreach (var day in open.Order())
        {
            await intake.MissAsync(day, ct);
            Tell(intake, days.Count, days.Count, order.Progress);
        }
        LogSource(source.Name, from, to, intake.Counts.New, open.Count);
        return intake.Counts;
    }

    async Task<IReadOnlyList<DateOnly>> DaysAsync(
        IPaperSource source, DateOnly from, DateOnly to, DateOnly today, bool again, CancellationToken ct) =>
        again ? new GatherRange(from, to, default).Days : DaysToAsk.Of(from, to, today,
            await fetches.AnsweredAsync(source.Name, from, to, ct), source.ListsGrow, source.CountsVotes ? options.Value.YoungDays : 0);

    async Task TakeAllAsync(Intake intake, IAsyncEnumerable<Gathered> gathered, Action<Gathered>? taken, CancellationToken ct)
    {
        await foreach (var item in gathered.WithCancellation(ct))
        {
            await intake.TakeAsync(item, ct);
            if (item is SkippedEntry skipped)
                LogSkipped(skipped.File, skipped.Position, skipped.Reason);
            taken?.Invoke(item);
        }
    }

    static void Tell(Intake intake, int done, int of, IProgress<GatherStep>? progress)
    {
        if (intake.Last is { } last)
            progress?.Report(last with { Done = done, Of = of });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {File}: {New} new papers, {Skipped} entries skipped")]
    partial void LogFile(string file, int @new, int skipped);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Asked {Source} for {From:yyyy-MM-dd} to {To:yyyy-MM-dd}: {New} new papers, {Unanswered} days without an answer")]
    partial void LogSource(string source, DateOnly from, DateOnly to, int @new, int unanswered);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Skipped an entry of {File} at {Position}: {Reason}")]
    partial void LogSkipped(string file, string position, string reason);
}
