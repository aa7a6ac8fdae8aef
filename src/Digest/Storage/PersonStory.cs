using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;

namespace Digest.Storage;

/// <summary>All that is kept about one person, table by table and as it is kept: whatever a table learns to keep of them is
/// told without anybody thinking of it.</summary>
internal sealed class PersonStory(Database database)
{
    /// <summary>Every table that knows of a subscriber, and how.</summary>
    static readonly (string Table, string Where)[] Tables =
    [
        ("subscribers", "id = @id"),
        ("interests", "subscriber = @id ORDER BY position"),
        ("feedback", "subscriber = @id ORDER BY at, paper"),
        ("mutes", "subscriber = @id ORDER BY at, kind, what"),
        ("sign_ups", "subscriber = @id ORDER BY id"),
        ("moves", "subscriber = @id ORDER BY id"),
        ("consents", "subscriber = @id ORDER BY id"),
        ("issues", "subscriber = @id ORDER BY id"),
        ("shown", "subscriber = @id ORDER BY issue, paper"),
        ("updates_shown", "subscriber = @id ORDER BY issue, news"),
        ("notices", "subscriber = @id ORDER BY id"),
        ("deliveries", "subscriber = @id ORDER BY id"),
        ("delivery_attempts", "delivery IN (SELECT id FROM deliveries WHERE subscriber = @id) ORDER BY delivery, n"),
        ("bounces", "subscriber = @id ORDER BY id"),
        ("audit", "subscriber = @id ORDER BY id"),
        ("suppressions", "address_hash = (SELECT address_hash FROM subscribers WHERE id = @id)"),
    ];

    /// <summary>One document, with the titles of the papers that it names by number.</summary>
    public Task<JsonObject> TellAsync(long subscriber, CancellationToken ct) => database.ReadAsync(db =>
    {
        var told = new JsonObject();
        foreach (var (table, where) in Tables)
            // Which of the operators did it is another person's.
            told[table] = new JsonArray([.. db.Query($"SELECT {(table == "audit" ? "id, at, what, subscriber, outcome" : "*")} FROM {table} WHERE {where}", new { id = subscriber })
                .Select(row => Row((IDictionary<string, object?>)row))]);
        told["papers"] = new JsonObject(Titles(db, subscriber));
        return told;
    }, ct);

    static IEnumerable<KeyValuePair<string, JsonNode?>> Titles(DbConnection db, long id) => db.Query<(long Id, string Title)>("""
        SELECT p.id, r.title FROM papers p JOIN paper_revisions r ON r.paper = p.id AND r.revision = p.revision
        WHERE p.id IN (SELECT paper FROM shown WHERE subscriber = @id UNION SELECT paper FROM feedback WHERE subscriber = @id) ORDER BY p.id
        """, new { id }).Select(p => KeyValuePair.Create(p.Id.ToString(CultureInfo.InvariantCulture), (JsonNode?)p.Title));

    static JsonObject Row(IDictionary<string, object?> row)
    {
        var told = new JsonObject();
        foreach (var (name, value) in row)
            told[name] = value switch
            {
                null => null,
                long ms when name is "at" or "since" or "lease_until" or "covered_from" or "covered_until" || name.EndsWith("_at", StringComparison.Ordinal) =>
                    ms.Instant().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                string text when text is ['[' or '{', ..] && name is "criteria" or "interests" or "sections" or "model" => JsonNode.Parse(text),
                string text => text,
                long number => number,
                int number => number,
                double number => number,
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
        return told;
    }
}
