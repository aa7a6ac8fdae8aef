using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>People who agreed elsewhere, many in one transaction. Nothing is done to anybody who is known in whatever way.</summary>
internal sealed class ImportStore(Database database)
{
    /// <summary>Adds those who are strangers; of each what became of them, in the same order.</summary>
    public Task<IReadOnlyList<Taken>> AddAsync(IReadOnlyList<Subscriber> people, Consent consent, CancellationToken ct) => database.WriteAsync(db =>
    {
        // In one order everywhere, or two imports at once would wait for each other.
        foreach (var identity in people.Select(p => p.Address.Identity).Order(StringComparer.Ordinal))
            database.Dialect.LockName(db, $"address:{identity}");
        var taken = Look(db, people);
        foreach (var (person, found) in people.Zip(taken))
            if (found == Taken.Added)
            {
                var id = SubscriberStore.Insert(db, person);
                WantedStore.Want(db, person.Preferences.Interests, consent.At);
                SubscriptionStore.AddConsent(db, id, person.AddressHash, consent);
            }
        return taken;
    }, ct);

    /// <summary>What would become of them; nothing is written.</summary>
    public Task<IReadOnlyList<Taken>> LookAsync(IReadOnlyList<Subscriber> people, CancellationToken ct) => database.ReadAsync(db => Look(db, people), ct);

    static IReadOnlyList<Taken> Look(DbConnection db, IReadOnlyList<Subscriber> people) => [.. people.Select(person =>
    {
        var state = db.QuerySingleOrDefault<string?>("SELECT state FROM subscribers WHERE identity = @Identity", new { person.Address.Identity });
        if (state is not null and not "left")
            return state == "pending" ? Taken.Pending : Taken.Here;
        return Suppressions.Find(db, person.AddressHash) switch
        {
            { Strength: "never" } => Taken.Never,
            { Strength: "complaint" } => Taken.Complained,
            { Reason: "erased" } => Taken.Erased,
            { } => Taken.Bounced,
            null => state is null ? Taken.Added : Taken.Left,
        };
    })];
}

/// <summary>What became of a person who was to be taken over.</summary>
internal enum Taken
{
    Added,

    /// <summary>A subscriber already, active or paused.</summary>
    Here,

    /// <summary>Asked at the page, and has yet to confirm.</summary>
    Pending,
    Left,
    Never,
    Complained,
    Erased,
    Bounced,
}
