using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>
/// What a database that comes from a backup must not do. Between the backup and now mails went out that it knows nothing of, so
/// nothing that was owed then is sent, nobody is mailed before their next regular hour, and papers listed before now come in
/// nobody's issue. Numbers that were given out in between are passed over.
/// </summary>
internal static class SecondLife
{
    /// <summary>Numbers that links and return addresses of the lost time may name.</summary>
    const int Gap = 1_000_000;

    const int Batch = 1_000;

    /// <returns>How many mails were owed and are given up.</returns>
    public static int Begin(DbConnection db, DateTimeOffset madeAt, DateTimeOffset now)
    {
        var at = now.Ms();
        var givenUp = db.Execute("""
            UPDATE deliveries SET state = 'expired', reason = @reason, ended_at = @at, next_attempt_at = NULL, lease_until = NULL WHERE ended_at IS NULL
            """, new { at, reason = FormattableString.Invariant($"restored from a backup of {madeAt:yyyy-MM-dd HH:mm}Z: it may have been sent since") });
        db.Execute("UPDATE operator_posts SET state = 'expired', ended_at = @at, content = NULL WHERE ended_at IS NULL", new { at });
        givenUp += db.Execute("UPDATE notices SET planned_at = @at, recipient = NULL WHERE planned_at IS NULL", new { at });
        givenUp += db.Execute("DELETE FROM askings");
        db.Execute("""
            UPDATE moves SET new_address = NULL, shown = '', answered_at = COALESCE(answered_at, @at), ended = 'expired', ended_at = @at WHERE ended_at IS NULL
            """, new { at });
        foreach (var table in Numbers.Tables)
            db.Execute("UPDATE meta SET value = CAST(CAST(value AS BIGINT) + @Gap AS TEXT) WHERE name = @name", new { Gap, name = $"last:{table}" });
        db.Execute("INSERT INTO meta (name, value) VALUES ('restored', CAST(@at AS TEXT)) ON CONFLICT (name) DO UPDATE SET value = excluded.value", new { at });
        GoOn(db, now);
        return givenUp;
    }

    /// <summary>The instant before which papers were listed that nobody knows the readers of; null for a first life.</summary>
    public static DateTimeOffset? BeganAt(DbConnection db) =>
        db.QuerySingleOrDefault<long?>("SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'restored'").Instant();

    /// <summary>Everybody's issue is due at their next hour; pauses last as long as they were to.</summary>
    static void GoOn(DbConnection db, DateTimeOffset now)
    {
        for (long last = 0; ;)
        {
            var some = SubscriberStore.Query(db, "id > @last ORDER BY id LIMIT @Batch", new { last, Batch });
            if (some.Count == 0)
                return;
            foreach (var subscriber in some)
            {
                var isOver = subscriber.NextIssueAt is { } due && due <= now;
                var next = isOver ? subscriber.Preferences.Delivery.NextAfter(now).DueAt : subscriber.NextIssueAt;
                db.Execute("UPDATE subscribers SET covered_until = @at, next_issue_at = @next WHERE id = @Id",
                    new { subscriber.Id, at = now.Ms(), next = next.Ms() });
            }
            last = some[^1].Id;
        }
    }
}
