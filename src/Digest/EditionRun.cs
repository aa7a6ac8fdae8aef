using Digest.Papers;
using Digest.Ranking;
using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest;

/// <summary>Once a day, and once after a week and a month are over: the listed papers → ranked → the edition, saved once for
/// everybody.</summary>
internal sealed partial class EditionRun(
    Catalogue catalogue, FetchStore fetches, EditionStore editions, Ranker ranker, RankingOptions options, TimeProvider time, ILogger<EditionRun> log)
{
    /// <summary>Prepares the edition of a day; one that is there already is returned as it is.</summary>
    /// <param name="date">Null: today's, by UTC.</param>
    public Task<Edition> RunAsync(DateOnly? date, CancellationToken ct) => RunAsync(Period.Day, date ?? Today, ct);

    /// <summary>Prepares the edition of a period; one that is there already is returned as it is.</summary>
    /// <param name="date">A day of the period; a week or a month must be over.</param>
    public async Task<Edition> RunAsync(Period period, DateOnly date, CancellationToken ct)
    {
        if (await editions.FindAsync(period, date, ct) is { } present)
            return present;
        var ranked = await RankAsync(period, date, time.GetUtcNow(), ct);
        var isNew = await editions.SaveAsync(ranked, ct);
        var saved = await editions.FindAsync(period, date, ct)
            ?? throw new InvalidOperationException($"The edition of the {period} of {date} was not saved.");
        if (isNew)
            LogPrepared(period, saved.Date, saved.Papers.Count, saved.Sources.Count(s => s.State != SourceState.Ok));
        return saved;
    }

    /// <summary>Prepares what is due once the hour has come: today's edition, and that of the last week and the last month;
    /// before, and when they are there, does nothing.</summary>
    public async Task RunWhenDueAsync(CancellationToken ct)
    {
        if (TimeOnly.FromDateTime(time.GetUtcNow().UtcDateTime) < options.EditionTime)
            return;
        if (!await editions.ExistsAsync(Period.Day, Today, ct))
            await RunAsync(Period.Day, Today, ct);
        foreach (var period in new[] { Period.Week, Period.Month })
        {
            var closed = period.LastClosed(Today);
            // A service that was not there yet has nothing to say of it.
            if (!await editions.ExistsAsync(period, closed, ct) && (await ListedAsync(period, closed, ct)).Count > 0)
                await RunAsync(period, closed, ct);
        }
    }

    DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    async Task<Edition> RankAsync(Period period, DateOnly date, DateTimeOffset now, CancellationToken ct)
    {
        var known = Known(period, date);
        var at = now < known ? now : known;
        var candidates = (await ListedAsync(period, date, ct)).Select(l => new Candidate(
            l.Paper,
            [.. l.Signals.Select(s => new Snapshot(s.Source, s.Signal))],
            [.. l.Listings.Select(x => new Listing(x.Source, x.ListedAt, x.Place, x.Submitter))]));
        var answers = await fetches.AnswersForAsync(period.LastDay(date), ct);
        return ranker.Rank(period, date, at, [.. candidates], answers) with { PreparedAt = now };
    }

    Task<IReadOnlyList<Catalogue.Listed>> ListedAsync(Period period, DateOnly date, CancellationToken ct)
    {
        var (first, last) = ranker.Span(period, date);
        return catalogue.ListedBetweenAsync(Midnight(first), Midnight(last.AddDays(1)), Known(period, date), ct);
    }

    /// <summary>What comes later is not known to an edition, however late it is made: nothing after its day; for a week or a
    /// month, nothing after the hour of the next day at which it is due.</summary>
    DateTimeOffset Known(Period period, DateOnly date)
    {
        var over = Midnight(period.LastDay(date).AddDays(1));
        return period == Period.Day ? over : over + options.EditionTime.ToTimeSpan();
    }

    static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Prepared the edition of the {Period} of {Date:yyyy-MM-dd}: {Papers} papers, {Missing} sources without a list")]
    partial void LogPrepared(Period period, DateOnly date, int papers, int missing);
}
