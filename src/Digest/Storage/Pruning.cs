using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Digest.Storage;

/// <summary>Forgets what has served its time, in small batches so that nothing else waits long. Consents and suppressions
/// stay for ever, though not where a consent came from; papers and editions unless Storage:KeepPapersDays says how long.</summary>
internal sealed partial class Pruning(Database database, StorageOptions options, TimeProvider time, ILogger<Pruning> log)
{
    const int BatchSize = 500, EditionsAtOnce = 5;

    /// <summary>A paper is a candidate for a week, and readers are given up to a month of editions.</summary>
    static readonly TimeSpan ShownFor = TimeSpan.FromDays(45);

    /// <summary>How far back it is looked for what is no more needed as shown; what was missed goes with its issue.</summary>
    static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>Sign-ups nobody confirmed, and the addresses that came with them.</summary>
    static readonly TimeSpan Unconfirmed = TimeSpan.FromDays(7);

    /// <summary>Answers that hosts can be asked for changes of: longer than any day is young or asked for once more.</summary>
    static readonly TimeSpan AnswersFor = TimeSpan.FromDays(45);

    /// <summary>What operators did is asked about later than what was mailed.</summary>
    static readonly TimeSpan AuditFor = TimeSpan.FromDays(730);

    static readonly TimeSpan SignUpsCounted = TimeSpan.FromDays(31);

    /// <returns>How many rows were forgotten.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var keep = (now - TimeSpan.FromDays(options.KeepDays)).Ms();
        var rows = 0;
        rows += await EachAsync((db, most) => ForgetDeliveries(db, keep, most), ct);
        rows += await EachAsync((db, most) => ForgetIssues(db, keep, most), ct);
        rows += await EachAsync("DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE planned_at < @before LIMIT @most)", keep, ct);
        rows += await EachAsync((db, most) => ForgetShown(db, now - ShownFor, most), ct);
        rows += await EachAsync("""
            DELETE FROM sign_ups WHERE id IN (SELECT id FROM sign_ups WHERE asked_at < @before AND confirmed_at IS NULL LIMIT @most)
            """, (now - SignUpsCounted).Ms(), ct);
        // What was asked for goes with the week; that somebody asked is counted for the month.
        rows += await EachAsync("""
            UPDATE sign_ups SET interests = '[]', zone = ''
            WHERE id IN (SELECT id FROM sign_ups WHERE asked_at < @before AND confirmed_at IS NULL AND (interests <> '[]' OR zone <> '') LIMIT @most)
            """, (now - Unconfirmed).Ms(), ct);
        rows += await EachAsync((db, most) => ForgetUnconfirmed(db, (now - Unconfirmed).Ms(), most), ct);
        rows += await EachAsync("""
            UPDATE consents SET origin = NULL WHERE id IN (SELECT id FROM consents WHERE origin IS NOT NULL AND at < @before LIMIT @most)
            """, (now - TimeSpan.FromDays(options.KeepOriginDays)).Ms(), ct);
        rows += await EachAsync("DELETE FROM bounces WHERE id IN (SELECT id FROM bounces WHERE at < @before LIMIT @most)", keep, ct);
        rows += await EachAsync("DELETE FROM operator_posts WHERE id IN (SELECT id FROM operator_posts WHERE ended_at < @before LIMIT @most)", keep, ct);
        rows += await EachAsync("DELETE FROM alarms WHERE id IN (SELECT id FROM alarms WHERE ended_at < @before LIMIT @most)", keep, ct);
        rows += await EachAsync("DELETE FROM domain_failures WHERE (domain, at) IN (SELECT domain, at FROM domain_failures WHERE at < @before LIMIT @most)", keep, ct);
        rows += await EachAsync("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < @before LIMIT @most)", (now - AuditFor).Ms(), ct);
        rows += await EachAsync("DELETE FROM fetch_log WHERE id IN (SELECT id FROM fetch_log WHERE asked_at < @before LIMIT @most)", keep, ct);
        rows += await EachAsync("DELETE FROM http_validators WHERE address IN (SELECT address FROM http_validators WHERE kept_at < @before LIMIT @most)",
            (now - AnswersFor).Ms(), ct);
        if (options.KeepPapersDays > 0)
            rows += await ForgetPapersAsync(now - TimeSpan.FromDays(options.KeepPapersDays), ct);
        rows += await ThinSignalsAsync((now - TimeSpan.FromDays(7)).Ms(), ct);
        await database.SettleAsync(ct);
        if (rows > 0)
            LogPruned(rows);
        return rows;
    }

    async Task<int> ForgetPapersAsync(DateTimeOffset before, CancellationToken ct)
    {
        // Each holds some thousand papers.
        var rows = await EachAsync((db, _) => OldPapers.ForgetEditions(db, before, EditionsAtOnce), EditionsAtOnce, ct);
        var examples = await database.ReadAsync(OldPapers.Examples, ct);
        for (OldPapers.Last? last = null; ;)
        {
            var (gone, next) = await database.WriteAsync(db => OldPapers.ForgetPapers(db, before - OldPapers.LongestInEditions, examples, last, BatchSize), ct);
            rows += gone;
            if ((last = next) is null)
                return rows;
        }
    }

    Task<int> EachAsync(string sql, long before, CancellationToken ct) =>
        EachAsync((db, most) => db.Execute(sql, new { before, most }), ct);

    Task<int> EachAsync(Func<DbConnection, int, int> forget, CancellationToken ct) => EachAsync(forget, BatchSize, ct);

    /// <param name="forget">Forgets at most so many, and says how many it did.</param>
    async Task<int> EachAsync(Func<DbConnection, int, int> forget, int size, CancellationToken ct)
    {
        var total = 0;
        int gone;
        do
        {
            gone = await database.WriteAsync(db => forget(db, size), ct);
            total += gone;
        }
        while (gone == size);
        return total;
    }

    static int ForgetDeliveries(DbConnection db, long before, int most)
    {
        var ids = db.Query<long>("SELECT id FROM deliveries WHERE ended_at < @before LIMIT @most", new { before, most }).AsList();
        if (ids.Count == 0)
            return 0;
        db.Execute("DELETE FROM delivery_attempts WHERE delivery IN {=ids}", new { ids });
        return db.Execute("DELETE FROM deliveries WHERE id IN {=ids}", new { ids });
    }

    static int ForgetIssues(DbConnection db, long before, int most)
    {
        var ids = db.Query<long>("SELECT id FROM issues WHERE planned_at < @before LIMIT @most", new { before, most }).AsList();
        if (ids.Count == 0)
            return 0;
        db.Execute("DELETE FROM shown WHERE issue IN {=ids}", new { ids });
        db.Execute("DELETE FROM updates_shown WHERE issue IN {=ids}", new { ids });
        return db.Execute("DELETE FROM issues WHERE id IN {=ids}", new { ids });
    }

    // By the age of the issue, which is never greater than its papers': its index leads there, however many rows there are.
    static int ForgetShown(DbConnection db, DateTimeOffset before, int most)
    {
        var ids = db.Query<long>("""
            SELECT i.id FROM issues i WHERE i.planned_at < @before AND i.planned_at >= @from
              AND EXISTS (SELECT 1 FROM shown s WHERE s.issue = i.id) LIMIT @most
            """, new { before = before.Ms(), from = (before - LookBack).Ms(), most }).AsList();
        if (ids.Count == 0)
            return 0;
        db.Execute("DELETE FROM shown WHERE issue IN {=ids}", new { ids });
        db.Execute("DELETE FROM updates_shown WHERE issue IN {=ids}", new { ids });
        return ids.Count;
    }

    static int ForgetUnconfirmed(DbConnection db, long before, int most)
    {
        var ids = db.Query<long>("""
            SELECT s.id FROM subscribers s WHERE s.state = 'pending' AND s.confirmed_at IS NULL AND s.created_at < @before
              AND NOT EXISTS (SELECT 1 FROM sign_ups u WHERE u.subscriber = s.id AND u.asked_at >= @before)
              AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.subscriber = s.id AND d.ended_at IS NULL)
            LIMIT @most
            """, new { before, most }).AsList();
        if (ids.Count == 0)
            return 0;
        db.Execute("DELETE FROM delivery_attempts WHERE delivery IN (SELECT id FROM deliveries WHERE subscriber IN {=ids})", new { ids });
        db.Execute("DELETE FROM deliveries WHERE subscriber IN {=ids}", new { ids });
        db.Execute("DELETE FROM notices WHERE subscriber IN {=ids}", new { ids });
        db.Execute("DELETE FROM interests WHERE subscriber IN {=ids}", new { ids });
        db.Execute("DELETE FROM bounces WHERE subscriber IN {=ids}", new { ids });
        // They agreed to nothing, so there is nothing to prove.
        db.Execute("DELETE FROM consents WHERE subscriber IN {=ids}", new { ids });
        return db.Execute("DELETE FROM subscribers WHERE id IN {=ids}", new { ids });
    }

    /// <summary>After a week only growth from day to day matters: the last snapshot of each day stays. Some papers at a time.</summary>
    async Task<int> ThinSignalsAsync(long before, CancellationToken ct)
    {
        var (rows, newest) = (0, await database.ReadAsync(db => db.ExecuteScalar<long?>("SELECT MAX(paper) FROM paper_signals") ?? 0, ct));
        for (long from = 0; from <= newest; from += BatchSize)
            rows += await database.WriteAsync(db => db.Execute("""
                DELETE FROM paper_signals WHERE paper >= @from AND paper < @until AND taken_at < @before AND EXISTS (
                  SELECT 1 FROM paper_signals later WHERE later.paper = paper_signals.paper AND later.source = paper_signals.source
                    AND later.taken_at > paper_signals.taken_at AND later.taken_at / 86400000 = paper_signals.taken_at / 86400000)
                """, new { from, until = from + BatchSize, before }), ct);
        return rows;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Forgot {Rows} rows that have served their time")]
    partial void LogPruned(int rows);
}
