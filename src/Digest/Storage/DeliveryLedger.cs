using System.Data.Common;
using Dapper;
using Digest.Delivering;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>
/// The rows of the promise: claiming with lease and fence, hand-over, outcome, and what becomes of rows whose process died.
/// Every update repeats the fence of the claim, so that one who lost it changes nothing and learns so.
/// </summary>
internal sealed class DeliveryLedger(Database database)
{
    const int ExpireBatch = 500;

    /// <summary>Claims up to <paramref name="most"/> mails that are due, asking the right to mail again for each; those
    /// that lost it are ended here. Committed before it returns.</summary>
    public Task<Claim> ClaimAsync(int most, DateTimeOffset now, TimeSpan lease, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            var due = db.Query<DueRow>($"""
                SELECT d.id, d.kind, d.doubted, s.state, sup.strength
                FROM deliveries d
                JOIN subscribers s ON s.id = d.subscriber
                LEFT JOIN suppressions sup ON sup.address_hash = COALESCE(d.recipient_hash, s.address_hash)
                WHERE d.state = 'queued' AND d.next_attempt_at <= @now AND d.expires_at > @now
                ORDER BY d.urgent DESC, d.next_attempt_at, d.id
                LIMIT @most {SkipLockedDeliveries}
                """, new { now = now.Ms(), most }).AsList();

            var allowed = new List<long>(due.Count);
            var ended = new List<DeliveryState>();
            foreach (var row in due)
            {
                var refusal = RightToMail.Refuse(
                    Rows.FromWord<MailKind>(row.Kind),
                    Rows.FromWord<SubscriberState>(row.State),
                    row.Strength is null ? Suppression.None : Rows.FromWord<Suppression>(row.Strength));
                if (refusal is null)
                    allowed.Add(row.Id);
                else if (row.Doubted == 1)
                    ended.Add(End(db, row.Id, DeliveryState.InDoubt, $"in doubt, and not sent once more: {refusal.Reason}", now));
                else
                    ended.Add(End(db, row.Id, refusal.End, refusal.Reason, now));
            }
            return new Claim(due.Count, Take(db, allowed, now, lease), ended);
        }, ct);

    /// <summary>Records that the mail is about to be its relay's. False: the claim was lost, and the dot must not be sent.</summary>
    /// <param name="lease">Begins anew: nobody takes the mail for doubtful while its answer may still come.</param>
    public async Task<bool> HandOverAsync(
        Delivery delivery, string sha256, DateTimeOffset now, TimeSpan lease, CancellationToken ct) =>
        await database.WriteAsync(db => db.Execute($"""
            UPDATE deliveries SET state = 'handed_off', handed_off_at = @now, sha256 = @sha256, relay = @Relay,
              lease_until = {database.Dialect.LeaseClock} + @lease
            WHERE id = @Id AND fence = @Fence AND state = 'claimed'
            """, new { delivery.Id, delivery.Fence, delivery.Relay, sha256, now = now.Ms(), lease = (long)lease.TotalMilliseconds }), ct) == 1;

    /// <summary>Records an attempt and what follows from it. False: the claim was lost meanwhile; the attempt is written
    /// down all the same, as evidence.</summary>
    /// <param name="next">The state it goes to, from <see cref="Courier"/>.</param>
    /// <param name="nextAttemptAt">When it is tried again; null for an end.</param>
    public Task<bool> FinishAsync(
        Delivery delivery, DeliveryOutcome outcome, DeliveryState next, DateTimeOffset? nextAttemptAt,
        DateTimeOffset startedAt, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            AddAttempt(db, delivery.Id, delivery.Attempts, startedAt, now, outcome);
            var ended = nextAttemptAt is null ? now : (DateTimeOffset?)null;
            var mine = db.Execute("""
                UPDATE deliveries SET state = @state, reply = @reply, next_attempt_at = @nextAttemptAt, ended_at = @ended,
                  relay = COALESCE(@Relay, relay), lease_until = NULL, reason = CASE WHEN @state = 'failed' THEN @reply ELSE reason END
                WHERE id = @Id AND fence = @Fence AND state IN ('claimed', 'handed_off')
                """, new
            {
                delivery.Id,
                delivery.Fence,
                state = next.Word(),
                reply = outcome.Reply,
                outcome.Relay,
                nextAttemptAt = nextAttemptAt.Ms(),
                ended = ended.Ms(),
            }) == 1;
            if (mine && next == DeliveryState.Failed && !delivery.IsDoubted)
                GiveBack(db, delivery.Id);
            if (mine && outcome is { Kind: OutcomeKind.RecipientRefused, Phase: "rcpt" })
                BounceStore.CountRefusal(db, delivery, outcome.Reply, now);
            return mine;
        }, ct);

    /// <summary>Puts claimed mails that were not begun back into the queue; such a claim was no attempt.</summary>
    /// <param name="next">When they may be claimed again.</param>
    public Task<int> ReleaseAsync(IReadOnlyList<Delivery> deliveries, DateTimeOffset next, CancellationToken ct) =>
        database.WriteAsync(db => deliveries.Sum(d => db.Execute("""
            UPDATE deliveries SET state = 'queued', next_attempt_at = @next, lease_until = NULL, attempts = attempts - 1
            WHERE id = @Id AND fence = @Fence AND state = 'claimed'
            """, new { d.Id, d.Fence, next = next.Ms() })), ct);

    /// <summary>Sets right what dead processes and time left behind: rows under expired leases, doubts that may be tried
    /// once more, mails that are too late.</summary>
    /// <param name="retryDoubts">The policy: try a mail in doubt once more, or hold it.</param>
    /// <param name="doubtWait">How long after its hand-over it is tried again.</param>
    public async Task<Swept> SweepAsync(DateTimeOffset now, bool retryDoubts, TimeSpan doubtWait, CancellationToken ct)
    {
        var (abandoned, doubted) = await database.WriteAsync(db =>
        {
            var held = TakeFromTheDead(db, now, retryDoubts, doubtWait);
            db.Execute(retryDoubts
                ? "UPDATE deliveries SET state = 'queued', doubted = 1 WHERE state = 'in_doubt' AND next_attempt_at <= @now"
                : "UPDATE deliveries SET next_attempt_at = NULL, ended_at = @now WHERE state = 'in_doubt' AND next_attempt_at IS NOT NULL",
                new { now = now.Ms() });
            // An address that is not the subscriber's own is kept as long as its mail needs it.
            db.Execute("UPDATE deliveries SET recipient = NULL WHERE recipient IS NOT NULL AND ended_at IS NOT NULL");
            return held;
        }, ct);
        var (expired, seen) = (0, ExpireBatch);
        while (seen == ExpireBatch)
        {
            (seen, var ended) = await database.WriteAsync(db => Expire(db, now), ct);
            expired += ended;
        }
        return new Swept(abandoned, doubted, expired);
    }

    /// <summary>A delivery as it stands, for looking at.</summary>
    public Task<Delivery?> FindAsync(long subscriber, string about, CancellationToken ct) => database.ReadAsync(db =>
        db.QuerySingleOrDefault<DeliveryRow>("""
            SELECT d.*, COALESCE(d.recipient, s.address) AS address FROM deliveries d JOIN subscribers s ON s.id = d.subscriber
            WHERE d.subscriber = @subscriber AND d.about = @about
            """, new { subscriber, about })?.ToDelivery(), ct);

    /// <summary>Whether a claim would find anything.</summary>
    public Task<bool> AnyDueAsync(DateTimeOffset now, CancellationToken ct) => database.ReadAsync(db => db.ExecuteScalar<long?>("""
        SELECT id FROM deliveries WHERE state = 'queued' AND next_attempt_at <= @now AND expires_at > @now LIMIT 1
        """, new { now = now.Ms() }) is not null, ct);

    /// <summary>How many mails are owed and unsent, and the instant the oldest was due.</summary>
    public Task<Owed> OwedAsync(CancellationToken ct) => database.ReadAsync(db =>
        db.QuerySingle<OwedRow>("""
            SELECT COUNT(*) AS mails, MIN(planned_at) AS oldest FROM deliveries WHERE ended_at IS NULL
            """).ToOwed(), ct);

    // Claims lock deliveries only: the subscriber's row belongs to whoever is changing it.
    string SkipLockedDeliveries => database.Dialect.SkipLocked.Replace("UPDATE", "UPDATE OF d", StringComparison.Ordinal);

    List<Delivery> Take(DbConnection db, List<long> ids, DateTimeOffset now, TimeSpan lease)
    {
        if (ids.Count == 0)
            return [];
        db.Execute($$"""
            UPDATE deliveries SET state = 'claimed', fence = fence + 1, attempts = attempts + 1,
              lease_until = {{database.Dialect.LeaseClock}} + @lease
            WHERE id IN {=ids} AND state = 'queued'
            """, new { ids, now = now.Ms(), lease = (long)lease.TotalMilliseconds });
        return [.. db.Query<DeliveryRow>("""
            SELECT d.*, COALESCE(d.recipient, s.address) AS address FROM deliveries d JOIN subscribers s ON s.id = d.subscriber
            WHERE d.id IN {=ids} ORDER BY d.id
            """, new { ids }).Select(row => row.ToDelivery())];
    }

    /// <summary>Rows under leases that ran out: what was not handed over goes again, the rest is in doubt.</summary>
    (int Abandoned, int InDoubt) TakeFromTheDead(DbConnection db, DateTimeOffset now, bool retryDoubts, TimeSpan doubtWait)
    {
        var held = db.Query<HeldRow>($"""
            SELECT id, attempts, state, doubted, lease_until, handed_off_at FROM deliveries
            WHERE lease_until <= {database.Dialect.LeaseClock} AND state IN ('claimed', 'handed_off')
            {database.Dialect.SkipLocked}
            """, new { now = now.Ms() }).AsList();
        foreach (var row in held)
        {
            var isDoubtful = row.State == "handed_off";
            var again = !isDoubtful ? now : retryDoubts && row.Doubted == 0 ? row.HandedOffAt.Instant() + doubtWait : null;
            db.Execute("""
                UPDATE deliveries SET state = @state, lease_until = NULL, fence = fence + 1, next_attempt_at = @again, ended_at = @ended
                WHERE id = @Id
                """, new
            {
                row.Id,
                state = (isDoubtful ? DeliveryState.InDoubt : DeliveryState.Queued).Word(),
                again = again.Ms(),
                ended = again is null ? now.Ms() : (long?)null,
            });
            AddAttempt(db, row.Id, row.Attempts, row.LeaseUntil.Instant(), now, isDoubtful
                ? new(OutcomeKind.InDoubt, "final_dot", "the process that held it is gone; the relay may have it")
                : new(OutcomeKind.TryLater, "claimed", "the process that held it is gone; certainly not sent"));
        }
        var doubted = held.Count(row => row.State == "handed_off");
        return (held.Count - doubted, doubted);
    }

    /// <summary>How many were too late, and how many of them ended as expired.</summary>
    (int Seen, int Expired) Expire(DbConnection db, DateTimeOffset now)
    {
        var late = db.Query<HeldRow>($"""
            SELECT id, doubted FROM deliveries WHERE state = 'queued' AND expires_at <= @now
            LIMIT @ExpireBatch {database.Dialect.SkipLocked}
            """, new { now = now.Ms(), ExpireBatch }).AsList();
        foreach (var row in late)
            if (row.Doubted == 1)
                End(db, row.Id, DeliveryState.InDoubt, "in doubt, and too late to be sent once more", now);
            else
                End(db, row.Id, DeliveryState.Expired, "not sent before the next one was due", now);
        return (late.Count, late.Count(row => row.Doubted == 0));
    }

    static DeliveryState End(DbConnection db, long id, DeliveryState state, string reason, DateTimeOffset now)
    {
        db.Execute("""
            UPDATE deliveries SET state = @state, reason = @reason, ended_at = @now, next_attempt_at = NULL, lease_until = NULL
            WHERE id = @id AND state = 'queued'
            """, new { id, state = state.Word(), reason, now = now.Ms() });
        // What may have been read counts as shown.
        if (state != DeliveryState.InDoubt)
            GiveBack(db, id);
        return state;
    }

    /// <summary>An issue that reached nobody showed nothing: its papers may come again, its editions count as unread.</summary>
    static void GiveBack(DbConnection db, long delivery)
    {
        const string issue = """
            SELECT i.id FROM issues i JOIN deliveries d
              ON d.subscriber = i.subscriber AND d.kind = 'issue' AND d.about = 'issue:' || i.local_date
            WHERE d.id = @delivery
            """;
        db.Execute($"DELETE FROM shown WHERE issue IN ({issue})", new { delivery });
        db.Execute($"DELETE FROM updates_shown WHERE issue IN ({issue})", new { delivery });
        db.Execute($"""
            UPDATE subscribers SET covered_until = (SELECT covered_from FROM issues WHERE id IN ({issue}))
            WHERE EXISTS (SELECT 1 FROM issues WHERE issues.id IN ({issue})
              AND issues.subscriber = subscribers.id AND issues.covered_until = subscribers.covered_until)
              AND id = (SELECT subscriber FROM deliveries WHERE id = @delivery)
            """, new { delivery });
    }

    static void AddAttempt(
        DbConnection db, long delivery, int n, DateTimeOffset startedAt, DateTimeOffset endedAt, DeliveryOutcome outcome) =>
        db.Execute("""
            INSERT INTO delivery_attempts (delivery, n, started_at, ended_at, phase, outcome, reply, relay)
            VALUES (@delivery, @n, @startedAt, @endedAt, @phase, @outcome, @reply, @Relay)
            ON CONFLICT (delivery, n) DO NOTHING
            """, new
        {
            delivery,
            n,
            startedAt = startedAt.Ms(),
            endedAt = endedAt.Ms(),
            phase = outcome.Phase,
            outcome = Rows.Word(outcome.Kind),
            reply = outcome.Reply,
            outcome.Relay,
        });

    /// <param name="Seen">How many due mails were looked at; fewer than asked for means the queue is empty.</param>
    /// <param name="Mails">Those that are now this process's to send.</param>
    /// <param name="Ended">The ends of those that lost the right to be sent.</param>
    internal sealed record Claim(int Seen, IReadOnlyList<Delivery> Mails, IReadOnlyList<DeliveryState> Ended);

    internal sealed record Swept(int Abandoned, int InDoubt, int Expired);

    internal sealed record Owed(long Mails, DateTimeOffset? Oldest);

    sealed record DueRow
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public string State { get; init; } = "";
        public string? Strength { get; init; }
        public int Doubted { get; init; }
    }

    sealed record HeldRow
    {
        public long Id { get; init; }
        public int Attempts { get; init; }
        public string State { get; init; } = "";
        public int Doubted { get; init; }
        public long LeaseUntil { get; init; }
        public long? HandedOffAt { get; init; }
    }

    sealed record OwedRow
    {
        public long Mails { get; init; }
        public long? Oldest { get; init; }
        public Owed ToOwed() => new(Mails, Oldest.Instant());
    }
}
