using System.Globalization;
using Dapper;

namespace Digest.Storage;

/// <summary>What happened on each of some days, counted from rows; days are whatever the caller says they are.</summary>
internal sealed class DayFigures(Database database)
{
    /// <summary>Zones differ from UTC by a multiple of a quarter of an hour, so a slot is wholly in one day.</summary>
    const long Slot = 15 * 60 * 1000;

    /// <param name="bounds">When the days begin, and when the last is over.</param>
    public Task<IReadOnlyList<Day>> TellAsync(IReadOnlyList<DateTimeOffset> bounds, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Day>>(db =>
    {
        var at = new { from = bounds[0].Ms(), until = bounds[^1].Ms(), Slot };
        var mails = Sort(bounds, db.Query<Count>("""
            SELECT ended_at / @Slot AS slot, CASE WHEN kind = 'issue' AND state = 'skipped' THEN 'empty' ELSE state END AS what, COUNT(*) AS n
            FROM deliveries WHERE ended_at >= @from AND ended_at < @until GROUP BY 1, 2
            """, at));
        var events = Sort(bounds, db.Query<Count>("""
            SELECT at / @Slot AS slot, event AS what, COUNT(*) AS n FROM consents WHERE at >= @from AND at < @until GROUP BY 1, 2
            """, at));
        var bounces = Sort(bounds, db.Query<Count>("SELECT at / @Slot AS slot, kind AS what, COUNT(*) AS n FROM bounces WHERE at >= @from AND at < @until GROUP BY 1, 2", at));
        var papers = Sort(bounds, db.Query<Count>("""
            SELECT first_listed_at / @Slot AS slot, 'listed' AS what, COUNT(*) AS n FROM papers WHERE first_listed_at >= @from AND first_listed_at < @until GROUP BY 1
            """, at));
        return
        [
            .. Enumerable.Range(0, bounds.Count - 1).Select(day => new Day(
                mails[day], events[day].GetValueOrDefault("confirmed") + events[day].GetValueOrDefault("added") + events[day].GetValueOrDefault("returned"),
                events[day].GetValueOrDefault("left"), bounces[day].GetValueOrDefault("complaint"), bounces[day].GetValueOrDefault("failed"),
                papers[day].GetValueOrDefault("listed"))),
        ];
    }, ct);

    /// <summary>Failed mails of a time by the code of the reply, the most first.</summary>
    public Task<IReadOnlyList<(string Code, long Mails)>> FailedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<(string, long)>>(db =>
        [
            .. db.Query<(string? Code, long Mails)>("""
                SELECT SUBSTR(reason, 1, 3), COUNT(*) FROM deliveries WHERE ended_at >= @from AND ended_at < @until AND state = 'failed' GROUP BY 1
                """, new { from = from.Ms(), until = until.Ms() })
                .GroupBy(row => int.TryParse(row.Code, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? row.Code! : "", StringComparer.Ordinal)
                .Select(group => (group.Key, group.Sum(row => row.Mails))).OrderByDescending(row => row.Item2).ThenBy(row => row.Key, StringComparer.Ordinal),
        ], ct);

    /// <summary>The failed mails of a time, the first so many.</summary>
    public Task<IReadOnlyList<FailedMail>> FailuresAsync(DateTimeOffset from, DateTimeOffset until, int most, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<FailedMail>>(db => db.Query<FailedMail>("""
            SELECT d.id, d.kind, d.about, d.subscriber, s.address, d.ended_at, d.attempts, d.relay, d.reply
            FROM deliveries d JOIN subscribers s ON s.id = d.subscriber
            WHERE d.ended_at >= @from AND d.ended_at < @until AND d.state = 'failed' ORDER BY d.ended_at, d.id LIMIT @most
            """, new { from = from.Ms(), until = until.Ms(), most }).AsList(), ct);

    static Dictionary<string, long>[] Sort(IReadOnlyList<DateTimeOffset> bounds, IEnumerable<Count> counts)
    {
        var days = new Dictionary<string, long>[bounds.Count - 1];
        for (var day = 0; day < days.Length; day++)
            days[day] = new(StringComparer.Ordinal);
        var starts = bounds.Select(b => b.Ms()).ToList();
        foreach (var count in counts)
        {
            var at = starts.BinarySearch(count.Slot * Slot);
            // Where a time begins within a slot, which no zone's day does, its first slot counts for its first day.
            var day = days[Math.Clamp(at >= 0 ? at : ~at - 1, 0, days.Length - 1)];
            day[count.What] = day.GetValueOrDefault(count.What) + count.N;
        }
        return days;
    }

    /// <param name="Mails">Ended that day, by state; "empty" are issues that had nothing to say.</param>
    /// <param name="Joined">Confirmed, added or returned.</param>
    internal sealed record Day(IReadOnlyDictionary<string, long> Mails, long Joined, long Left, long Complaints, long Bounced, long Papers)
    {
        public long Of(string state) => Mails.GetValueOrDefault(state);
    }

    sealed record Count
    {
        public long Slot { get; init; }
        public string What { get; init; } = "";
        public long N { get; init; }
    }
}

internal sealed record FailedMail
{
    public long Id { get; init; }
    public string Kind { get; init; } = "";
    public string About { get; init; } = "";
    public long Subscriber { get; init; }
    public string Address { get; init; } = "";
    public long EndedAt { get; init; }
    public int Attempts { get; init; }
    public string? Relay { get; init; }
    public string? Reply { get; init; }

    public DateTimeOffset Ended => EndedAt.Instant();
}
