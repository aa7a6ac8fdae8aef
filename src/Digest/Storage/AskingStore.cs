using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What was typed at the door, until it is answered: <see cref="SubscriptionStore.SignUpAsync"/> takes it from here.</summary>
internal sealed class AskingStore(Database database)
{
    /// <summary>Writes down what was typed at the door.</summary>
    public Task NoteAsync(Asking asking, CancellationToken ct) => database.WriteAsync(db => db.Execute("""
        INSERT INTO askings (address, interests, zone, locale, wording, asked_at, origin)
        VALUES (@Address, @interests, @Zone, @Locale, @Wording, @at, @origin)
        """, new
    {
        asking.Address, interests = Rows.ToJson(asking.Interests), asking.Zone, asking.Locale, asking.Wording, at = asking.AskedAt.Ms(), origin = asking.Origin ?? "",
    }), ct);

    /// <summary>What was typed and is not answered yet, oldest first.</summary>
    public Task<IReadOnlyList<Asking>> AskedAsync(int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Asking>>(db =>
        [.. db.Query<AskingRow>("SELECT * FROM askings ORDER BY id LIMIT @most", new { most })
            .Select(row => new Asking(row.Id, row.Address, Rows.FromJson<IReadOnlyList<Interest>>(row.Interests), row.Zone, row.Locale, row.Wording, row.AskedAt.Instant())
            {
                Origin = row.Origin.Length > 0 ? row.Origin : null,
            })], ct);

    sealed record AskingRow
    {
        public long Id { get; init; }
        public string Address { get; init; } = "";
        public string Interests { get; init; } = "[]";
        public string Zone { get; init; } = "";
        public string Locale { get; init; } = "";
        public string Wording { get; init; } = "";
        public long AskedAt { get; init; }
        public string Origin { get; init; } = "";
    }
}
