using Dapper;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Long tables a page at a time, by key: a page costs the same wherever it is.</summary>
internal sealed class Registers(Database database)
{
    /// <summary>States of mails that can be looked for; "owed" are all that have not ended.</summary>
    public static IReadOnlyList<string> MailStates { get; } = ["owed", "sent", "failed", "in_doubt", "expired", "suppressed", "skipped"];

    const string Mails = """
        SELECT d.id, d.kind, d.about, d.state, d.reason, d.planned_at, d.ended_at, d.subscriber, s.address
        FROM deliveries d JOIN subscribers s ON s.id = d.subscriber
        """;

    const string SuppressedAddresses = $"""
        SELECT p.address_hash, p.strength, p.reason, p.since, s.id, s.address FROM suppressions p
        LEFT JOIN subscribers s ON s.id = (SELECT MAX(o.id) FROM subscribers o WHERE o.address_hash = p.address_hash AND NOT o.{Erasure.IsErasedRow})
        """;

    /// <summary>Subscribers in the order they came, after the one numbered <paramref name="after"/>; the erased are not among them.</summary>
    /// <param name="part">A part of the address in any case, or empty.</param>
    public Task<IReadOnlyList<Subscriber>> SubscribersAsync(string part, SubscriberState? state, long after, int most, CancellationToken ct)
    {
        var wanted = EmailAddress.TryParse(part, out var whole, out _) ? whole.Identity : part.Trim().ToLowerInvariant();
        return database.ReadAsync(db => SubscriberStore.Query(db, $"""
            id > @after {(state is null ? "" : "AND state = @state")} {(wanted.Length == 0 ? "" : whole is null ? "AND identity LIKE @like ESCAPE '!'" : "AND identity = @wanted")}
              AND NOT {Erasure.IsErasedRow} ORDER BY id LIMIT @most
            """, new { after, most, wanted, state = state is { } s ? Rows.Word(s) : "", like = $"%{Literal(wanted)}%" }), ct);
    }

    /// <summary>Mails, the newest first, before a place in that order.</summary>
    /// <param name="state">One of <see cref="MailStates"/>; null for all.</param>
    /// <param name="day">Planned on that day, UTC; null for any.</param>
    public Task<IReadOnlyList<MailLine>> MailsAsync(string? state, DateOnly? day, MailPlace? before, int most, CancellationToken ct)
    {
        if (state is not null && !MailStates.Contains(state, StringComparer.Ordinal))
            throw new ArgumentException($"There is no state {state}.", nameof(state));
        // Written out, so that the indexes of few states are used.
        var where = state switch { null => "1 = 1", "owed" => "d.ended_at IS NULL", _ => $"d.state = '{state}'" };
        // The page begins at the index's own place, however many are before it.
        var at = before?.PlannedAt.Ms() ?? long.MaxValue;
        var from = day is { } date ? new DateTimeOffset(date, default, TimeSpan.Zero) : (DateTimeOffset?)null;
        return database.ReadAsync<IReadOnlyList<MailLine>>(db =>
        [
            .. db.Query<MailRow>($"""
                {Mails} WHERE {where} AND d.planned_at >= @from AND d.planned_at <= @until AND (d.planned_at < @at OR d.id < @id)
                ORDER BY d.planned_at DESC, d.id DESC LIMIT @most
                """, new
            {
                from = from?.Ms() ?? 0, until = Math.Min(from?.AddDays(1).Ms() - 1 ?? long.MaxValue, at), at, id = before?.Id ?? long.MaxValue, most,
            }).Select(row => row.Tell()),
        ], ct);
    }

    /// <summary>Whose mail that is, and what it is about; null for none.</summary>
    public Task<MailLine?> MailAsync(long id, CancellationToken ct) =>
        database.ReadAsync(db => db.QuerySingleOrDefault<MailRow>($"{Mails} WHERE d.id = @id", new { id })?.Tell(), ct);

    /// <summary>The newest mails to somebody.</summary>
    public Task<IReadOnlyList<MailLine>> MailsOfAsync(long subscriber, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<MailLine>>(db =>
        [.. db.Query<MailRow>($"{Mails} WHERE d.subscriber = @subscriber ORDER BY d.id DESC LIMIT @most", new { subscriber, most }).Select(row => row.Tell())], ct);

    /// <summary>Addresses that are not mailed, the newest first, before a place in that order.</summary>
    public Task<IReadOnlyList<SuppressionLine>> SuppressionsAsync(SuppressionPlace? before, int most, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<SuppressionLine>>(db =>
        [
            .. db.Query<SuppressionRow>($"""
                {SuppressedAddresses} WHERE p.since <= @since AND (p.since < @since OR p.address_hash < @hash)
                ORDER BY p.since DESC, p.address_hash DESC LIMIT @most
                """, new { since = before?.Since.Ms() ?? long.MaxValue, hash = before?.AddressHash ?? "", most }).Select(row => row.Tell()),
        ], ct);

    /// <summary>Null for an address that may be mailed.</summary>
    public Task<SuppressionLine?> SuppressionAsync(string addressHash, CancellationToken ct) =>
        database.ReadAsync(db => db.QuerySingleOrDefault<SuppressionRow>($"{SuppressedAddresses} WHERE p.address_hash = @addressHash", new { addressHash })?.Tell(), ct);

    /// <summary>Editions, the one prepared last first, before that number.</summary>
    public Task<IReadOnlyList<EditionLine>> EditionsAsync(long before, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<EditionLine>>(db =>
    [
        .. db.Query<(long Id, string Period, string Date, long PreparedAt, long Papers, string Sources)>("""
            SELECT e.id, e.period, e.date, e.prepared_at, (SELECT COUNT(*) FROM edition_papers p WHERE p.edition = e.id), e.sources
            FROM editions e WHERE e.id < @before ORDER BY e.id DESC LIMIT @most
            """, new { before, most })
        .Select(e => new EditionLine(e.Id, Rows.FromWord<Period>(e.Period), e.Date.Date(), e.PreparedAt.Instant(), e.Papers,
            Rows.FromJson<IReadOnlyList<SourceAnswer>>(e.Sources))),
    ], ct);

    static string Literal(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    sealed record MailRow
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public string About { get; init; } = "";
        public string State { get; init; } = "";
        public string? Reason { get; init; }
        public long PlannedAt { get; init; }
        public long? EndedAt { get; init; }
        public long Subscriber { get; init; }
        public string Address { get; init; } = "";

        public MailLine Tell() => new(Id, Kind, About, State, Reason, PlannedAt.Instant(), EndedAt.Instant(), Subscriber, Address);
    }

    sealed record SuppressionRow
    {
        public string AddressHash { get; init; } = "";
        public string Strength { get; init; } = "";
        public string Reason { get; init; } = "";
        public long Since { get; init; }
        public long? Id { get; init; }
        public string? Address { get; init; }

        public SuppressionLine Tell() => new(AddressHash, new(Strength, Reason, Since.Instant()), Id, Address);
    }
}

internal sealed record MailLine(
    long Id, string Kind, string About, string State, string? Reason, DateTimeOffset PlannedAt, DateTimeOffset? EndedAt, long Subscriber, string Address)
{
    public MailPlace Place => new(PlannedAt, Id);
}

/// <summary>A mail's place among all.</summary>
internal sealed record MailPlace(DateTimeOffset PlannedAt, long Id);

/// <param name="Subscriber">Null where nobody has the address now.</param>
internal sealed record SuppressionLine(string AddressHash, Suppressed Suppressed, long? Subscriber, string? Address)
{
    public SuppressionPlace Place => new(Suppressed.Since, AddressHash);
}

internal sealed record SuppressionPlace(DateTimeOffset Since, string AddressHash);

internal sealed record EditionLine(long Id, Period Period, DateOnly Date, DateTimeOffset PreparedAt, long Papers, IReadOnlyList<SourceAnswer> Sources);
