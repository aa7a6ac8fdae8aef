using Dapper;
using Digest.Composing;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>Tells from the ledger what happened to somebody's mails, and when.</summary>
internal sealed class DeliveryStory(Database database)
{
    /// <summary>A subscriber's deliveries, newest first, each with its attempts.</summary>
    /// <param name="about">Only this one ("issue:2026-07-17"); null for the last <paramref name="most"/>.</param>
    public Task<IReadOnlyList<Told>> TellAsync(long subscriber, string? about, int most, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<Told>>(db =>
        {
            var deliveries = db.Query<Row>("""
                SELECT id, kind, about, state, reason, reply, planned_at, handed_off_at, ended_at, next_attempt_at, expires_at,
                  message_id, sha256, doubted, (
                    SELECT e.sources FROM issues i JOIN editions e ON e.period = 'day' AND e.prepared_at = i.covered_until
                    WHERE i.subscriber = deliveries.subscriber AND 'issue:' || i.local_date = deliveries.about
                    ORDER BY e.id DESC LIMIT 1) AS sources
                FROM deliveries WHERE subscriber = @subscriber AND (@about = '' OR about = @about)
                ORDER BY planned_at DESC, id DESC LIMIT @most
                """, new { subscriber, about = about ?? "", most }).AsList();
            var attempts = db.QueryByIds<AttemptRow>("""
                SELECT delivery, n, started_at, ended_at, phase, outcome, reply, relay FROM delivery_attempts
                WHERE delivery IN {=ids} ORDER BY delivery, n
                """, deliveries.Select(d => d.Id)).ToLookup(a => a.Delivery);
            var news = db.Query<(string About, string Sections)>("""
                SELECT 'issue:' || local_date, sections FROM issues WHERE subscriber = @subscriber AND sections LIKE '%"updates":%'
                """, new { subscriber }).ToLookup(
                    row => row.About, row => Rows.FromJson<IReadOnlyList<SavedSection>>(row.Sections).SelectMany(s => s.Updates ?? []),
                    StringComparer.Ordinal);
            return [.. deliveries.Select(d => new Told(
                d.Kind, d.About, d.State, d.Reason, d.Reply, d.MessageId, d.Sha256, d.Doubted == 1, d.PlannedAt.Instant(),
                d.HandedOffAt.Instant(), d.EndedAt.Instant(), d.NextAttemptAt.Instant(), d.ExpiresAt.Instant(),
                d.Sources is null ? [] : Rows.FromJson<IReadOnlyList<SourceAnswer>>(d.Sources),
                [.. attempts[d.Id].Select(a => new Attempt(
                    a.N, a.StartedAt.Instant(), a.EndedAt.Instant(), a.Phase, a.Outcome, a.Reply, a.Relay))],
                [.. news[d.About].SelectMany(updates => updates)]))];
        }, ct);

    /// <summary>What was agreed and ended, in order.</summary>
    public Task<IReadOnlyList<ConsentTold>> ConsentsAsync(long subscriber, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<ConsentTold>>(db => [.. db.Query<ConsentRow>(
                "SELECT at, event, channel FROM consents WHERE subscriber = @subscriber ORDER BY id", new { subscriber })
            .Select(row => new ConsentTold(row.At.Instant(), row.Event, row.Channel))], ct);

    /// <param name="Sources">For an issue: what each source answered for the newest edition it was composed from.</param>
    /// <param name="News">About papers the reader had received, that this issue told.</param>
    internal sealed record Told(
        string Kind, string About, string State, string? Reason, string? Reply, string MessageId, string? Sha256, bool WasDoubted,
        DateTimeOffset PlannedAt, DateTimeOffset? HandedOffAt, DateTimeOffset? EndedAt, DateTimeOffset? NextAttemptAt,
        DateTimeOffset ExpiresAt, IReadOnlyList<SourceAnswer> Sources, IReadOnlyList<Attempt> Attempts, IReadOnlyList<Update> News);

    internal sealed record Attempt(
        int N, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Phase, string Outcome, string? Reply, string? Relay);

    internal sealed record ConsentTold(DateTimeOffset At, string Event, string Channel);

    sealed record Row
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public string About { get; init; } = "";
        public string State { get; init; } = "";
        public string? Reason { get; init; }
        public string? Reply { get; init; }
        public string MessageId { get; init; } = "";
        public string? Sha256 { get; init; }
        public int Doubted { get; init; }
        public long PlannedAt { get; init; }
        public long? HandedOffAt { get; init; }
        public long? EndedAt { get; init; }
        public long? NextAttemptAt { get; init; }
        public long ExpiresAt { get; init; }
        public string? Sources { get; init; }
    }

    sealed record AttemptRow
    {
        public long Delivery { get; init; }
        public int N { get; init; }
        public long StartedAt { get; init; }
        public long EndedAt { get; init; }
        public string Phase { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string? Reply { get; init; }
        public string? Relay { get; init; }
    }

    sealed record ConsentRow
    {
        public long At { get; init; }
        public string Event { get; init; } = "";
        public string Channel { get; init; } = "";
    }
}
