using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Addresses that must not be mailed, by their keyed hash.</summary>
internal static class Suppressions
{
    /// <summary>Null for an address that may be mailed.</summary>
    public static Suppressed? Find(DbConnection db, string addressHash) =>
        db.QuerySingleOrDefault<(string? Strength, string Reason, long Since)>(
            "SELECT strength, reason, since FROM suppressions WHERE address_hash = @addressHash", new { addressHash }) is ({ } strength, var reason, var since)
            ? new(strength, reason, since.Instant()) : null;

    public static bool IsNever(DbConnection db, string addressHash) => Find(db, addressHash)?.Strength == "never";

    /// <summary>For who shows that the mailbox takes mail: by a link that came there.</summary>
    public static void LiftSoft(DbConnection db, string addressHash, DateTimeOffset now)
    {
        db.Execute("DELETE FROM suppressions WHERE address_hash = @addressHash AND strength = 'soft'", new { addressHash });
        BounceStore.Forgive(db, addressHash, now);
    }

    /// <summary>For who asked afresh and confirmed: all but "never" is past.</summary>
    public static void Lift(DbConnection db, string addressHash, DateTimeOffset now)
    {
        db.Execute("DELETE FROM suppressions WHERE address_hash = @addressHash AND strength <> 'never'", new { addressHash });
        BounceStore.Forgive(db, addressHash, now);
    }

    /// <summary>Suppresses an address that bounced or complained; one that is suppressed as firmly already stays as it is.</summary>
    public static void Add(DbConnection db, string addressHash, string strength, string reason, string evidence, DateTimeOffset now) => db.Execute("""
        INSERT INTO suppressions (address_hash, strength, reason, evidence, since)
        VALUES (@addressHash, @strength, @reason, @evidence, @at)
        ON CONFLICT (address_hash) DO UPDATE SET strength = excluded.strength, reason = excluded.reason, evidence = excluded.evidence, since = excluded.since
        WHERE suppressions.strength = 'soft' AND excluded.strength = 'complaint'
        """, new { addressHash, strength, reason, evidence, at = now.Ms() });

    /// <summary>The owner of the address says: never again, whoever asks.</summary>
    /// <returns>False when that is so already.</returns>
    public static bool Never(DbConnection db, string addressHash, Consent consent) => db.Execute("""
        INSERT INTO suppressions (address_hash, strength, reason, evidence, since)
        VALUES (@addressHash, 'never', 'asked by the owner', @channel, @at)
        ON CONFLICT (address_hash) DO UPDATE SET strength = 'never' WHERE suppressions.strength <> 'never'
        """, new { addressHash, channel = consent.Channel, at = consent.At.Ms() }) == 1;
}
