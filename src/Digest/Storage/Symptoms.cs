using Dapper;

namespace Digest.Storage;

/// <summary>What rows say of the service's health at an instant; each question is led by an index.</summary>
internal sealed class Symptoms(Database database)
{
    public Task<Read> ReadAsync(DateTimeOffset now, DateOnly editionDay, CancellationToken ct) => database.ReadAsync(db =>
    {
        var at = new { now = now.Ms(), hour = now.AddHours(-1).Ms(), day = now.AddDays(-1).Ms(), edition = editionDay.Iso() };
        var hour = db.QuerySingle<(long Ended, long Failed)>("""
            SELECT COUNT(*), COUNT(CASE WHEN state IN ('failed', 'in_doubt') THEN 1 END) FROM deliveries
            WHERE ended_at >= @hour AND state IN ('sent', 'failed', 'in_doubt')
            """, at);
        // In doubt and to be tried once more: no end yet.
        var doubted = db.QuerySingle<long>("SELECT COUNT(*) FROM deliveries WHERE state = 'in_doubt' AND ended_at IS NULL AND handed_off_at >= @hour", at);
        var due = db.QuerySingle<(long Mails, long? Oldest)>("SELECT COUNT(*), MIN(next_attempt_at) FROM deliveries WHERE state = 'queued' AND next_attempt_at <= @now", at);
        return new Read(
            hour.Ended + doubted, hour.Failed + doubted, due.Mails, due.Oldest.Instant(),
            db.QuerySingle<long>("SELECT COUNT(*) FROM deliveries WHERE ended_at >= @day AND state = 'sent'", at),
            db.QuerySingle<long>("SELECT COUNT(*) FROM bounces WHERE at >= @day AND kind = 'complaint'", at),
            db.ExecuteScalar<long?>("SELECT id FROM editions WHERE period = 'day' AND date = @edition", at) is not null,
            db.QuerySingle<string?>("SELECT MAX(date) FROM editions WHERE period = 'day' AND date < @edition", at)?.Date());
    }, ct);

    /// <param name="Tried">Mails that ended within the hour, or are in doubt since.</param>
    /// <param name="Failed">Those of them that failed or are in doubt.</param>
    /// <param name="OldestDue">When the mail was due that waits longest.</param>
    /// <param name="Sent">Within a day.</param>
    /// <param name="Complaints">Within a day.</param>
    /// <param name="HasEdition">Whether the day's edition is there.</param>
    /// <param name="LastEdition">The day of the newest before it; null for a service that had none yet.</param>
    internal sealed record Read(long Tried, long Failed, long Due, DateTimeOffset? OldestDue, long Sent, long Complaints, bool HasEdition, DateOnly? LastEdition);
}
