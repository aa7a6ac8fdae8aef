using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Changes of what a subscriber follows, each whole or not at all. They are preferences: no consent is written.</summary>
internal sealed class InterestStore(Database database)
{
    /// <summary>Adds the interests behind those that are there; all of them or none.</summary>
    public Task<InterestChange> AddAsync(long subscriber, IReadOnlyList<Interest> interests, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(subscriber, (db, present) =>
        {
            if (present.Count + interests.Count > Interest.MostInterests)
                return InterestChange.TooMany;
            if (interests.Any(i => IsTaken(present, i)) || interests.DistinctBy(i => i.Name, StringComparer.OrdinalIgnoreCase).Count() < interests.Count)
                return InterestChange.NameTaken;
            var last = db.QuerySingle<int?>("SELECT MAX(position) FROM interests WHERE subscriber = @subscriber", new { subscriber });
            SubscriberStore.AddInterests(db, subscriber, interests, from: (last ?? -1) + 1);
            WantedStore.Want(db, interests, now);
            return InterestChange.Done;
        }, ct);

    /// <summary>Puts the interest in the place of the one with its number.</summary>
    public Task<InterestChange> ReplaceAsync(long subscriber, Interest interest, DateTimeOffset now, CancellationToken ct) =>
        ChangeAsync(subscriber, (db, present) =>
        {
            if (!present.Any(i => i.Id == interest.Id))
                return InterestChange.Gone;
            if (IsTaken(present, interest))
                return InterestChange.NameTaken;
            db.Execute("""
                UPDATE interests SET name = @Name, text = @Text, criteria = @criteria, weight = @Weight, slots = @Slots, threshold = @Threshold
                WHERE id = @Id AND subscriber = @subscriber
                """, new
            {
                interest.Id,
                subscriber,
                interest.Name,
                interest.Text,
                criteria = InterestCriteria.Written(interest),
                interest.Weight,
                interest.Slots,
                interest.Threshold,
            });
            WantedStore.Want(db, [interest], now);
            return InterestChange.Done;
        }, ct);

    public Task<InterestChange> RemoveAsync(long subscriber, long interest, CancellationToken ct) => ChangeAsync(subscriber, (db, _) =>
        db.Execute("DELETE FROM interests WHERE id = @interest AND subscriber = @subscriber", new { subscriber, interest }) == 1
            ? InterestChange.Done : InterestChange.Gone, ct);

    /// <summary>Puts an interest at a place among the others, from 0; places beyond the ends are the ends.</summary>
    public Task<InterestChange> MoveAsync(long subscriber, long interest, int to, CancellationToken ct) => ChangeAsync(subscriber, (db, present) =>
    {
        if (present.FirstOrDefault(i => i.Id == interest) is not { } moved)
            return InterestChange.Gone;
        var order = present.Where(i => i.Id != interest).ToList();
        order.Insert(Math.Clamp(to, 0, order.Count), moved);
        foreach (var (position, one) in order.Index())
            db.Execute("UPDATE interests SET position = @position WHERE id = @Id", new { one.Id, position });
        return InterestChange.Done;
    }, ct);

    Task<InterestChange> ChangeAsync(long subscriber, Func<DbConnection, IReadOnlyList<Interest>, InterestChange> change, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            // Two that add at once count each other's.
            database.Dialect.LockName(db, FormattableString.Invariant($"interests:{subscriber}"));
            return SubscriberStore.Find(db, "id = @subscriber", new { subscriber }) is { } found
                ? change(db, found.Preferences.Interests) : InterestChange.Gone;
        }, ct);

    static bool IsTaken(IReadOnlyList<Interest> present, Interest interest) =>
        present.Any(i => i.Id != interest.Id && i.Name.Equals(interest.Name, StringComparison.OrdinalIgnoreCase));
}

internal enum InterestChange
{
    Done,

    /// <summary>The subscriber would have more than a subscriber may.</summary>
    TooMany,

    /// <summary>Another interest of theirs has the name.</summary>
    NameTaken,

    /// <summary>There is no such interest, or no such subscriber.</summary>
    Gone,
}
