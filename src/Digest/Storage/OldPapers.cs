using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>
/// Forgets old editions, and then the papers that nothing holds any more: no edition, no source that still lists them (they would
/// come back as news), nobody's likes or examples, no decision of a hand.
/// </summary>
internal static class OldPapers
{
    /// <summary>How exactly it is known when a source last listed a paper.</summary>
    internal static readonly TimeSpan SeenEvery = TimeSpan.FromDays(7);

    /// <summary>How much older than its newest edition a paper can be: a week before the first day of a month.</summary>
    internal static readonly TimeSpan LongestInEditions = TimeSpan.FromDays(45);

    /// <returns>How many were forgotten.</returns>
    public static int ForgetEditions(DbConnection db, DateTimeOffset before, int most)
    {
        var ids = db.Query<long>("SELECT id FROM editions WHERE prepared_at < @before LIMIT @most", new { before = before.Ms(), most }).AsList();
        if (ids.Count == 0)
            return 0;
        db.Execute("DELETE FROM edition_papers WHERE edition IN {=ids}", new { ids });
        return db.Execute("DELETE FROM editions WHERE id IN {=ids}", new { ids });
    }

    /// <summary>The works that interests name as examples.</summary>
    public static IReadOnlySet<long> Examples(DbConnection db)
    {
        var keys = db.Query<string>("SELECT criteria FROM interests WHERE criteria LIKE '%\"papers\"%'", buffered: false)
            .SelectMany(InterestCriteria.PapersIn).Select(paper => paper.Key).Where(key => key.Length > 0).ToHashSet(StringComparer.Ordinal);
        return LikedPapers.Heads(db, [.. keys]).Values.ToHashSet();
    }

    /// <summary>Goes through works from the oldest on.</summary>
    /// <param name="after">The last that was looked at before; null to begin.</param>
    /// <returns>How many were forgotten, and the last that was looked at; null when there are no more.</returns>
    public static (int Rows, Last? Last) ForgetPapers(DbConnection db, DateTimeOffset before, IReadOnlySet<long> examples, Last? after, int most)
    {
        var old = db.Query<Last>("""
            SELECT p.id, p.first_listed_at FROM papers p
            WHERE p.merged_into IS NULL AND p.first_listed_at < @before AND (p.first_listed_at > @At OR (p.first_listed_at = @At AND p.id > @Id))
            ORDER BY p.first_listed_at, p.id LIMIT @most
            """, new { before = before.Ms(), At = after?.FirstListedAt ?? long.MinValue, Id = after?.Id ?? 0, most }).AsList();
        var heads = PaperRows.Heads(db, old.Select(p => p.Id));
        var held = Held(db, heads, before).ToHashSet();
        var ids = heads.Where(of => !held.Contains(of.Value) && !examples.Contains(of.Value)).Select(of => of.Key).ToList();
        if (ids.Count > 0)
            Forget(db, ids);
        return (ids.Count, old.Count == most ? old[^1] : null);
    }

    static IEnumerable<long> Held(DbConnection db, IReadOnlyDictionary<long, long> heads, DateTimeOffset before)
    {
        // Editions of old days that were made late.
        var late = db.Query<long>("SELECT id FROM editions WHERE date < @date", new { date = DateOnly.FromDateTime((before + LongestInEditions).UtcDateTime).Iso() }).AsList();
        var holders = db.QueryByIds<long>("SELECT paper FROM edition_papers WHERE edition IN {=ids}", late)
            .Concat(db.QueryByIds<long>($"SELECT paper FROM paper_listings WHERE COALESCE(seen_at, listed_at) >= {Text(before.Ms())} AND paper IN {{=ids}}", heads.Keys))
            .Concat(db.QueryByIds<long>("SELECT paper FROM feedback WHERE paper IN {=ids}", heads.Keys))
            .Concat(db.QueryByIds<long>("SELECT one FROM papers_apart WHERE one IN {=ids} UNION SELECT other FROM papers_apart WHERE other IN {=ids}", heads.Keys))
            .Concat(db.QueryByIds<long>($"SELECT head FROM paper_merges WHERE merged_by = '{PaperUnions.ByHand}' AND ended_at IS NULL AND head IN {{=ids}}", heads.Keys));
        return holders.Where(heads.ContainsKey).Select(paper => heads[paper]);
    }

    static void Forget(DbConnection db, List<long> ids)
    {
        foreach (var table in (string[])["paper_updates", "paper_signals", "paper_listings", "paper_titles", "paper_keys", "paper_revisions"])
            db.Execute($"DELETE FROM {table} WHERE paper IN {{=ids}}", new { ids });
        db.Execute("DELETE FROM paper_merges WHERE head IN {=ids} OR member IN {=ids}", new { ids });
        db.Execute("DELETE FROM papers WHERE id IN {=ids}", new { ids });
    }

    static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal sealed record Last
    {
        public long Id { get; init; }
        public long FirstListedAt { get; init; }
    }
}
