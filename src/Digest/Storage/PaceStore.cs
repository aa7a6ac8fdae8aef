using Dapper;
using Digest.Delivering;

namespace Digest.Storage;

/// <summary>Domains that asked for fewer mails; they are not asked again at full speed because a process was started anew.</summary>
internal sealed class PaceStore(Database database)
{
    public Task<IReadOnlyList<DomainPace>> ReadAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<DomainPace>>(db =>
        [.. db.Query<Row>("SELECT domain, per_minute, usual, slowed_at FROM domain_paces").Select(row => row.ToPace())], ct);

    /// <summary>Writes a pace down, unless another node wrote a newer one.</summary>
    public Task SaveAsync(DomainPace pace, CancellationToken ct) => database.WriteAsync(db => db.Execute("""
        INSERT INTO domain_paces (domain, per_minute, usual, slowed_at) VALUES (@Domain, @PerMinute, @Usual, @slowed)
        ON CONFLICT (domain) DO UPDATE SET per_minute = excluded.per_minute, usual = excluded.usual, slowed_at = excluded.slowed_at
        WHERE domain_paces.slowed_at < excluded.slowed_at
        """, new { pace.Domain, pace.PerMinute, pace.Usual, slowed = pace.SlowedAt.Ms() }), ct);

    /// <summary>Forgets paces that are over, as they were read.</summary>
    public Task ForgetAsync(IReadOnlyList<DomainPace> over, CancellationToken ct) => database.WriteAsync(db => over.Sum(pace => db.Execute(
        "DELETE FROM domain_paces WHERE domain = @Domain AND slowed_at = @slowed", new { pace.Domain, slowed = pace.SlowedAt.Ms() })), ct);

    sealed record Row
    {
        public string Domain { get; init; } = "";
        public double PerMinute { get; init; }
        public double Usual { get; init; }
        public long SlowedAt { get; init; }

        public DomainPace ToPace() => new(Domain, PerMinute, Usual, SlowedAt.Instant());
    }
}
