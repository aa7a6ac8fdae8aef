using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>Who asked not to be mailed, as one database knows it, carried into another that is older: of all that a backup forgets
/// this is the worst to forget.</summary>
internal static class Leavings
{
    /// <param name="from">The database that gives way; of any schema that has the two tables.</param>
    /// <param name="to">The restored one.</param>
    /// <returns>How many subscribers of <paramref name="to"/> are no longer mailed.</returns>
    public static int Carry(DbConnection from, DbConnection to, DateTimeOffset now)
    {
        foreach (var row in from.Query<SuppressionRow>("SELECT address_hash AS AddressHash, strength AS Strength, reason AS Reason, evidence AS Evidence, since AS Since FROM suppressions", buffered: false))
            to.Execute("""
                INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES (@AddressHash, @Strength, @Reason, @Evidence, @Since)
                ON CONFLICT (address_hash) DO UPDATE SET strength = excluded.strength, reason = excluded.reason, evidence = excluded.evidence, since = excluded.since
                """, row);
        var ended = 0;
        foreach (var hash in from.Query<string>("SELECT address_hash FROM subscribers WHERE state = 'left'", buffered: false))
            ended += to.Execute("UPDATE subscribers SET state = 'left', next_issue_at = NULL WHERE address_hash = @hash AND state <> 'left'", new { hash });
        // Erased there, erased here: all that is left of them is the hash, under which they stay unmailed.
        foreach (var hash in from.Query<string>($"SELECT address_hash FROM subscribers WHERE {Erasure.IsErasedRow}", buffered: false).ToList())
            if (SubscriberStore.Find(to, $"address_hash = @hash AND NOT {Erasure.IsErasedRow}", new { hash }) is { } known)
                Erasure.Forget(to, known, now);
        return ended;
    }

    sealed record SuppressionRow(string AddressHash, string Strength, string Reason, string Evidence, long Since);
}
