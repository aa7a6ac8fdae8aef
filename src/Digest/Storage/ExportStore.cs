using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Subscribers as a table tells them, page by page; of the erased there is nothing to tell.</summary>
internal sealed class ExportStore(Database database)
{
    /// <param name="state">Only these; null for all.</param>
    /// <param name="after">The number of the last one of the page before; 0 for the first.</param>
    public Task<IReadOnlyList<Exported>> PageAsync(SubscriberState? state, long after, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Exported>>(db =>
    {
        var page = SubscriberStore.Query(db, $"""
            id > @after AND (@state = '' OR state = @state) AND NOT {Erasure.IsErasedRow} ORDER BY id LIMIT @most
            """, new { after, most, state = state is { } only ? Rows.Word(only) : "" });
        var letters = db.QueryByIds<(long Subscriber, long At)>("""
            SELECT subscriber, MAX(ended_at) FROM deliveries WHERE kind = 'issue' AND state = 'sent' AND subscriber IN {=ids} GROUP BY subscriber
            """, page.Select(s => s.Id)).ToDictionary(l => l.Subscriber, l => l.At.Instant());
        return [.. page.Select(s => new Exported(s, letters.TryGetValue(s.Id, out var at) ? at : null))];
    }, ct);
}

/// <param name="LastLetter">When the last issue was sent, of those that are still known.</param>
internal sealed record Exported(Subscriber Subscriber, DateTimeOffset? LastLetter);
