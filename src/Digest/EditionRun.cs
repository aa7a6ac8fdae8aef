using Digest.Papers;
using Digest.Ranking;
using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest;

/// <summary>Once a day: the listed papers of the last week → ranked → the edition, saved once for everybody.</summary>
internal sealed partial class EditionRun(
    Catalogue catalogue, FetchStore fetches, EditionStore editions, Ranker ranker, RankingOptions options, TimeProvider time, ILogger<EditionRun> log)
{
    /// <summary>Prepares the edition of a date; one that is there already is returned as it is.</summary>
    /// <param name="date">Null: today's, by UTC.</param>
    public async Task<Edition> RunAsync(DateOnly? date, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var day = date ?? DateOnly.FromDateTime(now.UtcDateTime);
        if (await editions.FindAsync(day, ct) is { } present)
            return present;
        var ranked = await RankAsync(day, now, ct);
        var isNew = await editions.SaveAsync(ranked, ct);
        var saved = await editions.FindAsync(day, ct) ?? throw new InvalidOperationException($"The edition of {day} was not saved.");
        if (isNew)
            LogPrepared(day, saved.Papers.Count, saved.Sources.Count(s => s.State != SourceState.Ok));
        return saved;
    }

    /// <summary>Prepares today's edition once its hour has come; before, and when it is there, does nothing.</summary>
    public async Task RunWhenDueAsync(CancellationToken ct)
    {
        if (TimeOnly.FromDateTime(time.GetUtcNow().UtcDateTime) >= options.EditionTime)
            await RunAsync(date: null, ct);
    }

    /// <summary>The edition as it would be made now, unsaved.</summary>
    public async Task<Edition> RankAsync(DateOnly day, DateTimeOffset now, CancellationToken ct)
    {
        var until = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var listed = await catalogue.ListedBetweenAsync(until.AddDays(-options.WindowDays), until, ct);
        var candidates = listed.Select(l => new Candidate(
            l.Paper,
            [.. l.Signals.Select(s => new Snapshot(s.Source, s.Signal))],
            [.. l.Listings.Select(x => new Listing(x.Source, x.ListedAt, x.Place))]));
        var ranked = ranker.Rank(day, now < until ? now : until, [.. candidates], await fetches.AnswersForAsync(day, ct));
        return ranked with { PreparedAt = now };
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Prepared the edition of {Date}: {Papers} papers, {Missing} sources without a list")]
    partial void LogPrepared(DateOnly date, int papers, int missing);
}
