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
        foreach (var row in from.Query<SuppressionRow>(
            "SELECT address_hash AS AddressHash, strength AS Strength, reason AS Reason, evidence AS Evidence, since AS Since FROM suppressions", buffered: false))
            to.Execute("""
                INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES (@AddressHash, @Strength, @Reason, @Evidence, @Since)
                ON CONFLICT (address_hash) DO UPDATE SET strength = excluded.strength, reason = excluded.reason, evidence = excluded.evidence, since = excluded.since
                """, row);
        // First of all, so that what follows finds people under the address that it is about.
        var ended = CarryMoves(from, to);
        foreach (var hash in from.Query<string>("SELECT address_hash FROM subscribers WHERE state = 'left'", buffered: false))
            ended += End(to, hash);
        // Erased there, erased here: all that is left of them is the hash, under which they stay unmailed.
        foreach (var hash in from.Query<string>($"SELECT address_hash FROM subscribers WHERE {Erasure.IsErasedRow}", buffered: false).ToList())
            while (SubscriberStore.Find(to, $"address_hash = @hash AND NOT {Erasure.IsErasedRow}", new { hash }) is { } known)
                Erasure.Forget(to, known, now);
        return ended;
    }

    static int End(DbConnection to, string hash) =>
        to.Execute("UPDATE subscribers SET state = 'left', next_issue_at = NULL WHERE address_hash = @hash AND state <> 'left'", new { hash });

    /// <summary>Whoever took their letters to another address has left the old one, by which alone the older database knows them.</summary>
    static int CarryMoves(DbConnection from, DbConnection to)
    {
        if (from.QuerySingle<int>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'moves'") == 0)
            return 0;
        var known = Moves(to).ToHashSet();
        var moves = Moves(from).Where(move => !known.Contains(move)).ToList();
        var ended = 0;
        foreach (var old in moves.Select(move => move.Old).Distinct(StringComparer.Ordinal))
            // Who reads at the old address again wants letters there.
            if (Find(from, old) is not { State: "active" or "paused" })
                ended += Follow(from, to, old, moves.Aggregate(old, (at, move) => move.Old == at ? move.New : at));
        return ended;
    }

    static IEnumerable<(string Old, string New, long At)> Moves(DbConnection db) =>
        db.Query<(string, string, long)>("SELECT old_hash, new_hash, ended_at FROM moves WHERE ended = 'moved' ORDER BY ended_at, id");

    static int Follow(DbConnection from, DbConnection to, string old, string present)
    {
        // One mailbox is one subscriber: where the copy knows the new address as somebody's, they are that.
        if (Find(from, present) is not { } there || to.QuerySingle<int>("SELECT COUNT(*) FROM subscribers WHERE identity = @Identity", there) > 0)
            return End(to, old);
        to.Execute(there.IsErased == 1 ? "UPDATE subscribers SET address_hash = @present WHERE address_hash = @old" : """
            UPDATE subscribers SET address = @Address, identity = @Identity, address_hash = @present, token_version = @TokenVersion, life_version = @LifeVersion
            WHERE address_hash = @old
            """, new { there.Address, there.Identity, present, there.TokenVersion, there.LifeVersion, old });
        return 0;
    }

    static Row? Find(DbConnection from, string hash) => from.QueryFirstOrDefault<Row>($"""
        SELECT address AS Address, identity AS Identity, state AS State, token_version AS TokenVersion, life_version AS LifeVersion,
          CASE WHEN {Erasure.IsErasedRow} THEN 1 ELSE 0 END AS IsErased
        FROM subscribers WHERE address_hash = @hash ORDER BY id DESC LIMIT 1
        """, new { hash });

    sealed record SuppressionRow(string AddressHash, string Strength, string Reason, string Evidence, long Since);

    sealed record Row(string Address, string Identity, string State, long TokenVersion, long LifeVersion, long IsErased);
}
