using System.Globalization;
using Dapper;

namespace Digest.Storage;

/// <summary>Counts of what stands in rows, for who watches the service: the same whichever node is asked, and after a restart.</summary>
internal sealed class Figures(Database database)
{
    public Task<Counted> CountAsync(DateTimeOffset now, CancellationToken ct) => database.ReadAsync(db =>
    {
        var at = new { now = now.Ms(), day = now.AddDays(-1).Ms() };
        var due = db.QuerySingle<(long Mails, long? Oldest)>("""
            SELECT COUNT(*), MIN(planned_at) FROM deliveries WHERE state = 'queued' AND next_attempt_at <= @now
            """, at);
        // Apart, because the one reads an index and the other rows, of which few failed.
        var ended = db.Query<(string Kind, string State, long Mails)>("SELECT kind, state, COUNT(*) FROM deliveries WHERE ended_at >= @day GROUP BY 1, 2", at).ToList();
        var failed = db.Query<(string? Reason, long Mails)>("""
            SELECT SUBSTR(reason, 1, 3), COUNT(*) FROM deliveries WHERE ended_at >= @day AND state = 'failed' GROUP BY 1
            """, at).ToList();
        var owed = db.QuerySingle<(long Mails, long? Oldest)>("SELECT COUNT(*), MIN(planned_at) FROM deliveries WHERE ended_at IS NULL");
        return new Counted(
            due.Mails, due.Oldest.Instant() is { } oldest ? now - oldest : TimeSpan.Zero,
            owed.Mails,
            db.QuerySingle<long>("SELECT COUNT(*) FROM deliveries WHERE state = 'in_doubt'"),
            Sum(ended.Select(e => (e.State, e.Mails))),
            Sum(failed.Select(f => (int.TryParse(f.Reason, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? f.Reason! : "other", f.Mails))),
            ended.Where(e => e is { Kind: "issue", State: "skipped" }).Sum(e => e.Mails),
            db.Query<(string, long)>("SELECT state, COUNT(*) FROM subscribers GROUP BY state").ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal),
            db.Query<(string, long)>("SELECT reason, COUNT(*) FROM suppressions GROUP BY reason").ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal),
            db.Query<(string Source, long At)>("SELECT source, MAX(answered_at) FROM fetch_log WHERE error IS NULL AND answered_at IS NOT NULL GROUP BY source")
                .ToDictionary(s => s.Source, s => now - s.At.Instant(), StringComparer.Ordinal),
            database.Dialect.SizeOf(db))
        {
            OldestOwed = owed.Oldest.Instant() is { } first ? now - first : TimeSpan.Zero,
        };
    }, ct);

    static Dictionary<string, long> Sum(IEnumerable<(string Of, long Mails)> counts) =>
        counts.GroupBy(c => c.Of, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Mails), StringComparer.Ordinal);

    /// <param name="Due">Mails that could leave now.</param>
    /// <param name="OldestDue">How long ago the oldest of them was planned.</param>
    /// <param name="Owed">Mails without an end, due or not.</param>
    /// <param name="Ended">Mails that ended within a day, by state.</param>
    /// <param name="Failed">Of these the failed ones, by the code of the reply.</param>
    /// <param name="Empty">Issues of that day that had nothing to say.</param>
    /// <param name="Answered">How long ago each source answered last.</param>
    internal sealed record Counted(
        long Due, TimeSpan OldestDue, long Owed, long InDoubt, IReadOnlyDictionary<string, long> Ended, IReadOnlyDictionary<string, long> Failed, long Empty,
        IReadOnlyDictionary<string, long> Subscribers, IReadOnlyDictionary<string, long> Suppressions, IReadOnlyDictionary<string, TimeSpan> Answered, long Bytes)
    {
        /// <summary>How long ago the oldest mail without an end was planned.</summary>
        public TimeSpan OldestOwed { get; init; }
    }
}
