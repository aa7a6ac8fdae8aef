using Dapper;

namespace Digest.Storage;

/// <summary>Who of the operators changed what. A line is written before the change is tried and completed after it, so that
/// nothing changes without one, whatever breaks between.</summary>
internal sealed class Audit(Database database, TimeProvider time)
{
    /// <param name="subscriber">Whom it is about; 0 for nobody.</param>
    /// <returns>The line's number.</returns>
    public Task<long> BeginAsync(string who, string what, long subscriber, CancellationToken ct) => database.WriteAsync(db => db.QuerySingle<long>("""
        INSERT INTO audit (at, who, what, subscriber, outcome) VALUES (@at, @who, @what, @subscriber, '') RETURNING id
        """, new { at = time.GetUtcNow().Ms(), who, what, subscriber }), ct);

    /// <param name="subscriber">Whom it turned out to be about, when that was not known; else null.</param>
    public Task EndAsync(long line, string outcome, long? subscriber, CancellationToken ct) => database.WriteAsync(db => db.Execute(
        "UPDATE audit SET outcome = @outcome, subscriber = COALESCE(CAST(@subscriber AS BIGINT), subscriber) WHERE id = @line", new { line, outcome, subscriber }), ct);

    /// <summary>The newest lines before the one numbered <paramref name="before"/>.</summary>
    /// <param name="subscriber">About this one only; null for all.</param>
    public Task<IReadOnlyList<Line>> PageAsync(long before, long? subscriber, int most, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<Line>>(db => [.. db.Query<(long Id, long At, string Who, string What, long Subscriber, string Outcome)>($"""
            SELECT id, at, who, what, subscriber, outcome FROM audit
            WHERE id < @before {(subscriber is null ? "" : "AND subscriber = @subscriber")} ORDER BY id DESC LIMIT @most
            """, new { before, subscriber, most }).Select(l => new Line(l.Id, l.At.Instant(), l.Who, l.What, l.Subscriber, l.Outcome))], ct);

    /// <param name="Subscriber">0 for nobody, or somebody who was erased since.</param>
    /// <param name="Outcome">Empty when it was not finished.</param>
    internal sealed record Line(long Id, DateTimeOffset At, string Who, string What, long Subscriber, string Outcome);
}
