using System.Data.Common;
using Dapper;
using Digest.Bounces;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Counts the mailboxes of a domain that are said to be gone, and holds back what follows where <see cref="DomainBrake"/> says
/// that it is the domain's own fault.</summary>
internal static class DomainFailures
{
    /// <summary>A letter that went out so long ago and did not come back has arrived.</summary>
    static readonly TimeSpan Arrived = TimeSpan.FromDays(1);

    /// <summary>Which domain such a report may be held against: empty where no letter had come there before, so that a bought list pays
    /// for itself; and where it was said on an earlier day already, which is the evidence that was waited for.</summary>
    public static string Of(DbConnection db, long subscriber, string addressHash, string address, DateTimeOffset now)
    {
        if (!EmailAddress.TryParse(address, out var mail, out _))
            return "";
        return db.QuerySingle<int>("""
            SELECT CASE WHEN EXISTS (SELECT 1 FROM deliveries WHERE subscriber = @subscriber AND state = 'sent' AND ended_at < @since)
              AND NOT EXISTS (SELECT 1 FROM bounces WHERE address_hash = @addressHash AND cause = 'gone' AND weight > 0 AND at < @today AND forgiven_at IS NULL)
              THEN 1 ELSE 0 END
            """, new { subscriber, addressHash, since = (now - Arrived).Ms(), today = Today(now) }) == 1
            ? mail.Identity[(mail.Identity.LastIndexOf('@') + 1)..] : "";
    }

    /// <summary>Counts a report that was just written down; true when it is held back, and with the one that decides it all of that day.</summary>
    /// <param name="domain">Of <see cref="Of"/>; not empty.</param>
    public static bool Holds(DbConnection db, string domain, string addressHash, string report, DateTimeOffset now)
    {
        var day = new { domain, addressHash, report, today = Today(now), now = now.Ms(), DomainBrake.Weight };
        var isFirst = db.QuerySingle<int>("SELECT COUNT(*) FROM bounces WHERE address_hash = @addressHash AND domain = @domain AND at >= @today", day) == 1;
        var (gone, brakedAt) = db.QuerySingle<(int, long?)>($"""
            INSERT INTO domain_failures (domain, at, gone) VALUES (@domain, @today, 1)
            ON CONFLICT (domain, at) DO UPDATE SET gone = domain_failures.gone + {(isFirst ? 1 : 0)} RETURNING gone, braked_at
            """, day);
        if (brakedAt is not null)
            return db.Execute("UPDATE bounces SET weight = @Weight WHERE report = @report", day) == 1;
        if (!isFirst || !DomainBrake.IsWorthCounting(gone) || Readers(db, domain, gone) is var readers && !DomainBrake.IsDomainsFault(gone, readers))
            return false;
        db.Execute("UPDATE domain_failures SET braked_at = @now, readers = @readers WHERE domain = @domain AND at = @today",
            new { domain, readers, today = Today(now), now = now.Ms() });
        db.Execute("UPDATE bounces SET weight = @Weight WHERE domain = @domain AND at >= @today AND weight > @Weight", day);
        db.Execute("""
            DELETE FROM suppressions WHERE strength = 'soft' AND reason = @reason AND since >= @today
              AND address_hash IN (SELECT address_hash FROM bounces WHERE domain = @domain AND at >= @today)
            """, new { domain, today = Today(now), reason = Suppressed.Bounced });
        return true;
    }

    /// <summary>Domains that were taken for broken since an instant, the newest first.</summary>
    public static IReadOnlyList<BrakedDomain> Since(DbConnection db, DateTimeOffset since) =>
    [
        .. db.Query<(string Domain, long At, int Gone, int Readers)>("""
            SELECT domain, braked_at, gone, readers FROM domain_failures WHERE braked_at >= @since ORDER BY braked_at DESC, domain LIMIT 100
            """, new { since = since.Ms() }).Select(d => new BrakedDomain(d.Domain, d.At.Instant(), d.Gone, d.Readers)),
    ];

    static int Readers(DbConnection db, string domain, int gone) => db.QuerySingle<int>("""
        SELECT COUNT(*) FROM (SELECT 1 FROM subscribers
          WHERE REPLACE(identity, RTRIM(identity, REPLACE(identity, '@', '')), '') = @domain AND state IN ('active', 'paused') LIMIT @most) AS counted
        """, new { domain, most = DomainBrake.Enough(gone) });

    static long Today(DateTimeOffset now) => new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).Ms();
}

/// <summary>A domain that said of many readers on one day that they are gone.</summary>
/// <param name="Gone">How many by now.</param>
/// <param name="Readers">How many it had, when that was decided.</param>
internal sealed record BrakedDomain(string Domain, DateTimeOffset At, int Gone, int Readers);
