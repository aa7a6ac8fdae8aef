using Dapper;

namespace Digest.Storage;

/// <summary>Turns that all nodes share: one row each, held under a lease and a fence, with the time of the last request and
/// the rest that was asked for.</summary>
internal sealed class TurnStore(Database database)
{
    /// <summary>A lease that has longer to go than any lease lasts was written by a clock that was put back since.</summary>
    static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(20);

    /// <summary>How the turn stands; a row is made for one that nobody had yet.</summary>
    public async Task<Standing> ReadAsync(string name, DateTimeOffset now, CancellationToken ct) =>
        await FindAsync(name, now, ct) ?? await MakeAsync(name, now, ct);

    /// <summary>Takes the turn if it is free and stands as it was read. Committed before it returns.</summary>
    /// <returns>The fence that <see cref="EndAsync"/> repeats; null when somebody else was faster.</returns>
    public Task<long?> TakeAsync(string name, long fence, TimeSpan lease, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(db => db.Execute($"""
            UPDATE polite_turns SET fence = fence + 1, lease_until = {Clock} + @lease, asked_at = {Clock}
            WHERE name = @name AND fence = @fence
              AND (lease_until IS NULL OR lease_until <= {Clock} OR lease_until > {Clock} + @longest)
            """, new { name, fence, lease = Ms(lease), longest = Ms(LongestLease), now = now.Ms() }) == 1 ? fence + 1 : (long?)null, ct);

    /// <summary>Gives the turn back; the interval to the next one begins now. What the host said of resting counts even if
    /// the turn was lost meanwhile.</summary>
    /// <param name="rest">Null: nothing was said, and what was said before stands.</param>
    /// <returns>False: the lease had run out, and somebody else took the turn.</returns>
    public Task<bool> EndAsync(string name, long fence, Rest? rest, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            if (rest is not null)
                db.Execute($"UPDATE polite_turns SET rest_until = {Clock} + @wait, refusals = @Refusals WHERE name = @name",
                    new { name, wait = Ms(rest.Wait), rest.Refusals, now = now.Ms() });
            // The fence moves on here too: who read the row before must read it again.
            return db.Execute($"""
                UPDATE polite_turns SET fence = fence + 1, lease_until = NULL, asked_at = {Clock} WHERE name = @name AND fence = @fence
                """, new { name, fence, now = now.Ms() }) == 1;
        }, ct);

    string Clock => database.Dialect.LeaseClock;

    static long Ms(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    Task<Standing?> FindAsync(string name, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(db =>
        db.QuerySingleOrDefault<TurnRow>($"""
            SELECT fence, lease_until, asked_at, rest_until, refusals, {Clock} AS clock FROM polite_turns WHERE name = @name
            """, new { name, now = now.Ms() })?.ToStanding(), ct);

    async Task<Standing> MakeAsync(string name, DateTimeOffset now, CancellationToken ct)
    {
        await database.WriteAsync(db => db.Execute(
            "INSERT INTO polite_turns (name, fence, refusals) VALUES (@name, 0, 0) ON CONFLICT (name) DO NOTHING", new { name }), ct);
        return await FindAsync(name, now, ct) ?? throw new InvalidOperationException($"The turn {name} was not made.");
    }

    /// <param name="Held">For how long somebody may still have it; zero when it is free.</param>
    /// <param name="Since">Since the last request, and at least since the end of its answer; null when there was none.</param>
    /// <param name="Rest">What is left of the rest that was asked for.</param>
    /// <param name="Refusals">In a row.</param>
    internal sealed record Standing(long Fence, TimeSpan Held, TimeSpan? Since, TimeSpan Rest, int Refusals);

    /// <param name="Wait">Zero after an answer.</param>
    internal sealed record Rest(TimeSpan Wait, int Refusals);

    sealed record TurnRow
    {
        public long Fence { get; init; }
        public long? LeaseUntil { get; init; }
        public long? AskedAt { get; init; }
        public long? RestUntil { get; init; }
        public int Refusals { get; init; }
        public long Clock { get; init; }

        public Standing ToStanding()
        {
            var held = Until(LeaseUntil);
            return new(Fence, held > LongestLease ? TimeSpan.Zero : held,
                AskedAt is { } asked ? TimeSpan.FromMilliseconds(Clock - asked) : null, Until(RestUntil), Refusals);
        }

        TimeSpan Until(long? instant) => instant > Clock ? TimeSpan.FromMilliseconds(instant.Value - Clock) : TimeSpan.Zero;
    }
}
