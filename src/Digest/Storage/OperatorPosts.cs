using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>What the people who run the service are to be told: planned once, claimed under a lease and a fence like readers' mails, and kept
/// until it has an end.</summary>
internal sealed class OperatorPosts(Database database)
{
    static OperatorPosts() => Rows.Touch();

    /// <summary>Plans what was not planned yet.</summary>
    /// <returns>False: there is something about this already, from here or another node.</returns>
    public Task<bool> PlanAsync(OperatorPost post, CancellationToken ct) => database.WriteAsync(db =>
    {
        database.Dialect.LockName(db, post.About);
        if (db.ExecuteScalar<long?>("SELECT id FROM operator_posts WHERE about = @About LIMIT 1", new { post.About }) is not null)
            return false;
        Add(db, post);
        return true;
    }, ct);

    internal static void Add(DbConnection db, OperatorPost post)
    {
        foreach (var (way, address, content) in post.To)
            db.Execute("""
                INSERT INTO operator_posts (about, way, address, message_id, content, planned_at, expires_at, state, attempts, doubted, fence, next_attempt_at)
                VALUES (@About, @way, @address, @MessageId, @content, @plannedAt, @expiresAt, 'queued', 0, 0, 0, @plannedAt)
                ON CONFLICT (about, way, address) DO NOTHING
                """, new { post.About, way, address, post.MessageId, content, plannedAt = post.PlannedAt.Ms(), expiresAt = post.ExpiresAt.Ms() });
    }

    public Task<bool> IsPlannedAsync(string about, CancellationToken ct) => database.ReadAsync(db =>
        db.ExecuteScalar<long?>("SELECT id FROM operator_posts WHERE about = @about LIMIT 1", new { about }) is not null, ct);

    /// <summary>Sets right what dead processes and time left behind: what was not handed over goes again, what may have been taken is in
    /// doubt and goes once more, what is too late expires.</summary>
    public Task<int> SweepAsync(DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        var at = new { now = now.Ms() };
        return db.Execute($"""
            UPDATE operator_posts SET state = 'queued', fence = fence + 1, lease_until = NULL, next_attempt_at = @now
            WHERE state = 'claimed' AND lease_until <= {database.Dialect.LeaseClock}
            """, at) + db.Execute($"""
            UPDATE operator_posts SET state = 'in_doubt', fence = fence + 1, lease_until = NULL, ended_at = @now, content = NULL,
              reply = 'the process that held it is gone, twice; the relay may have it'
            WHERE state = 'handed_off' AND doubted = 1 AND lease_until <= {database.Dialect.LeaseClock}
            """, at) + db.Execute($"""
            UPDATE operator_posts SET state = 'queued', doubted = 1, fence = fence + 1, lease_until = NULL, next_attempt_at = @now
            WHERE state = 'handed_off' AND lease_until <= {database.Dialect.LeaseClock}
            """, at) + db.Execute("""
            UPDATE operator_posts SET state = CASE WHEN doubted = 1 THEN 'in_doubt' ELSE 'expired' END, ended_at = @now, content = NULL
            WHERE state = 'queued' AND expires_at <= @now
            """, at);
    }, ct);

    /// <summary>Takes one that is due; null when none is.</summary>
    /// <param name="ways">The ways that are open now.</param>
    public Task<Claimed?> ClaimAsync(IReadOnlyList<string> ways, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => database.WriteAsync(db =>
    {
        var at = new { now = now.Ms(), lease = (long)lease.TotalMilliseconds, mail = ways.Contains("mail", StringComparer.Ordinal) ? 1 : 0,
            hook = ways.Contains("webhook", StringComparer.Ordinal) ? 1 : 0 };
        var id = db.ExecuteScalar<long?>($"""
            SELECT id FROM operator_posts WHERE state = 'queued' AND ended_at IS NULL AND next_attempt_at <= @now AND expires_at > @now
              AND ((way = 'mail' AND @mail = 1) OR (way = 'webhook' AND @hook = 1))
            ORDER BY next_attempt_at, id LIMIT 1 {database.Dialect.SkipLocked}
            """, at);
        return id is null ? null : db.QuerySingleOrDefault<Claimed>($"""
            UPDATE operator_posts SET state = 'claimed', fence = fence + 1, attempts = attempts + 1, lease_until = {database.Dialect.LeaseClock} + @lease
            WHERE id = @id AND state = 'queued'
            RETURNING id, about, way, address, message_id, content, attempts, fence, doubted, relay
            """, new { id, at.now, at.lease });
    }, ct);

    /// <summary>The last moment before it may be taken.</summary>
    /// <returns>False: somebody else has it now.</returns>
    public Task<bool> HandOverAsync(Claimed post, string? relay, CancellationToken ct) => database.WriteAsync(db => db.Execute("""
        UPDATE operator_posts SET state = 'handed_off', relay = COALESCE(@relay, relay) WHERE id = @Id AND fence = @Fence AND state = 'claimed'
        """, new { post.Id, post.Fence, relay }) == 1, ct);

    /// <param name="next">When it is tried again; null for an end.</param>
    /// <param name="counts">False: nothing was tried.</param>
    public Task<bool> FinishAsync(Claimed post, string state, string? reply, DateTimeOffset? next, DateTimeOffset now, CancellationToken ct, bool counts = true,
        bool doubted = false) =>
        database.WriteAsync(db => db.Execute("""
            UPDATE operator_posts SET state = @state, reply = COALESCE(@reply, reply), next_attempt_at = @next, lease_until = NULL, ended_at = @ended,
              doubted = CASE WHEN @doubted = 1 THEN 1 ELSE doubted END, attempts = attempts - @uncounted, content = CASE WHEN @over = 1 THEN NULL ELSE content END
            WHERE id = @Id AND fence = @Fence AND state IN ('claimed', 'handed_off')
            """, new
        {
            post.Id,
            post.Fence,
            state,
            reply,
            next = next.Ms(),
            ended = next is null ? now.Ms() : (long?)null,
            over = next is null ? 1 : 0,
            uncounted = counts ? 0 : 1,
            doubted = doubted ? 1 : 0,
        }) == 1, ct);

    /// <summary>What became of what was planned about something; its beginning is enough ("report:").</summary>
    public Task<IReadOnlyList<Fate>> TellAsync(string about, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Fate>>(db =>
    [
        .. db.Query<FateRow>("""
            SELECT about, way, address, state, attempts, planned_at, next_attempt_at, ended_at, reply FROM operator_posts
            WHERE SUBSTR(about, 1, @length) = @about ORDER BY planned_at DESC, id LIMIT @most
            """, new { about, length = about.Length, most }).Select(row => row.ToFate()),
    ], ct);

    internal sealed record Claimed
    {
        public long Id { get; init; }
        public string About { get; init; } = "";
        public string Way { get; init; } = "";
        public string Address { get; init; } = "";
        public string MessageId { get; init; } = "";
        public byte[] Content { get; init; } = [];
        public int Attempts { get; init; }
        public long Fence { get; init; }
        public int Doubted { get; init; }
        public string? Relay { get; init; }
    }

    /// <param name="State">As of readers' mails: "queued", "sent", "failed", "expired", "in_doubt"…</param>
    internal sealed record Fate(
        string About, string Way, string Address, string State, int Attempts, DateTimeOffset PlannedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? EndedAt, string? Reply);

    sealed record FateRow
    {
        public string About { get; init; } = "";
        public string Way { get; init; } = "";
        public string Address { get; init; } = "";
        public string State { get; init; } = "";
        public int Attempts { get; init; }
        public long PlannedAt { get; init; }
        public long? NextAttemptAt { get; init; }
        public long? EndedAt { get; init; }
        public string? Reply { get; init; }

        public Fate ToFate() => new(About, Way, Address, State, Attempts, PlannedAt.Instant(), EndedAt is null ? NextAttemptAt.Instant() : null, EndedAt.Instant(), Reply);
    }
}

/// <param name="About">"report:2026-07-16", "alarms:12.1".</param>
/// <param name="To">By which way ("mail", "webhook"), to whom, and the very bytes.</param>
internal sealed record OperatorPost(
    string About, string MessageId, DateTimeOffset PlannedAt, DateTimeOffset ExpiresAt, IReadOnlyList<(string Way, string Address, byte[] Content)> To);
