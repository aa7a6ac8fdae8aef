using System.Data.Common;
using System.Globalization;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>Tells what is known of a paper, and whose word made it so.</summary>
internal sealed class PaperStory(Database database)
{
    /// <summary>Papers that a number in any spelling, or words of a title, lead to; newest first.</summary>
    public Task<IReadOnlyList<Paper>> FindAsync(string text, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Paper>>(db =>
        [.. PaperRows.Find(db, Search(db, text, most)).OrderByDescending(p => p.FirstListedAt).ThenByDescending(p => p.Id)], ct);

    /// <summary>The paper of a number: the catalogue's own, or any source's in any spelling. Null: there is none.</summary>
    public Task<long?> ResolveAsync(string text, CancellationToken ct) => database.ReadAsync(db => Resolve(db, text), ct);

    /// <summary>Everything about a paper and what was merged into it; of one that was merged into another, as it was.</summary>
    public Task<Told?> TellAsync(long id, CancellationToken ct) => database.ReadAsync(db =>
    {
        if (PaperRows.Find(db, [id]) is not [var paper])
            return null;
        var head = PaperRows.Head(db, id);
        var ids = PaperRows.Heads(db, [id]).Keys.ToList();
        return new Told(paper, head == id ? null : head,
            [.. db.QueryByIds<KeyRow>("SELECT key, paper, evidence, since FROM paper_keys WHERE paper IN {=ids} ORDER BY since, key", ids)
                .Select(k => new Key(k.Key, k.Paper, k.Evidence, k.Since.Instant()))],
            [.. db.QueryByIds<ListingRow>(
                "SELECT source, source_id, listed_at, place, paper FROM paper_listings WHERE paper IN {=ids} ORDER BY listed_at, source", ids)
                .Select(l => new Listing(l.Source, l.SourceId, l.ListedAt.Instant(), l.Place, l.Paper))],
            [.. db.Query<RevisionRow>("SELECT revision, title, version FROM paper_revisions WHERE paper = @id ORDER BY revision", new { id })
                .Select(r => new Revision(r.Revision, r.Title, r.Version))],
            [.. db.Query<UpdateRow>("SELECT kind, detail, at FROM paper_updates WHERE paper = @id ORDER BY at, id", new { id })
                .Select(u => new News(Rows.FromWord<PaperUpdateKind>(u.Kind), u.Detail, u.At.Instant()))],
            ReadMerges(db, id),
            [.. db.Query<long>("SELECT CASE WHEN one = @id THEN other ELSE one END FROM papers_apart WHERE one = @id OR other = @id ORDER BY 1", new { id })]);
    }, ct);

    static IReadOnlyList<Merge> ReadMerges(DbConnection db, long id) => [.. db.Query<MergeRow>("""
        SELECT id, head, member, merged_at, merged_by, evidence, ended_at FROM paper_merges WHERE head = @id OR member = @id ORDER BY id
        """, new { id }).Select(m => new Merge(m.Id, m.Head, m.Member, m.MergedAt.Instant(), m.MergedBy, m.Evidence, m.EndedAt.Instant()))];

    static List<long> Search(DbConnection db, string text, int most)
    {
        if (Resolve(db, text) is { } id)
            return [id];
        var letters = TitleKey.Letters(text);
        return letters.Length == 0 ? [] : db.Query<long>("""
            SELECT DISTINCT COALESCE(p.merged_into, p.id) FROM paper_titles t JOIN papers p ON p.id = t.paper
            WHERE t.key LIKE @part ORDER BY 1 DESC LIMIT @most
            """, new { part = $"%{letters}%", most }).AsList();
    }

    static long? Resolve(DbConnection db, string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
            db.QuerySingleOrDefault<long?>("SELECT id FROM papers WHERE id = @id", new { id }) is { } own)
            return own;
        var key = PaperId.FromAny(text)?.ToString() ?? text.Trim();
        return db.QuerySingleOrDefault<long?>("""
            SELECT COALESCE(p.merged_into, p.id) FROM paper_keys k JOIN papers p ON p.id = k.paper WHERE k.key = @key
            """, new { key });
    }

    /// <param name="MergedInto">The paper that stands for it; null when it stands for itself.</param>
    /// <param name="Apart">Papers that somebody split from it.</param>
    internal sealed record Told(
        Paper Paper, long? MergedInto, IReadOnlyList<Key> Keys, IReadOnlyList<Listing> Listings, IReadOnlyList<Revision> Revisions,
        IReadOnlyList<News> News, IReadOnlyList<Merge> Merges, IReadOnlyList<long> Apart);

    /// <param name="Paper">Whose it is: the paper's own number, or that of one merged into it.</param>
    /// <param name="Evidence">Who told it, and how it was known to be this paper.</param>
    internal sealed record Key(string Name, long Paper, string Evidence, DateTimeOffset Since);

    internal sealed record Listing(string Source, string Name, DateTimeOffset ListedAt, int Place, long Paper);

    internal sealed record Revision(int Number, string Title, int Version);

    internal sealed record News(PaperUpdateKind Kind, string Detail, DateTimeOffset At);

    /// <param name="By">A source, or "hand".</param>
    /// <param name="EndedAt">When it was taken back; null while it stands.</param>
    internal sealed record Merge(long Id, long Head, long Member, DateTimeOffset At, string By, string Evidence, DateTimeOffset? EndedAt);

    sealed record KeyRow
    {
        public string Key { get; init; } = "";
        public long Paper { get; init; }
        public string Evidence { get; init; } = "";
        public long Since { get; init; }
    }

    sealed record ListingRow
    {
        public string Source { get; init; } = "";
        public string SourceId { get; init; } = "";
        public long ListedAt { get; init; }
        public int Place { get; init; }
        public long Paper { get; init; }
    }

    sealed record RevisionRow
    {
        public int Revision { get; init; }
        public string Title { get; init; } = "";
        public int Version { get; init; }
    }

    sealed record UpdateRow
    {
        public string Kind { get; init; } = "";
        public string Detail { get; init; } = "";
        public long At { get; init; }
    }

    sealed record MergeRow
    {
        public long Id { get; init; }
        public long Head { get; init; }
        public long Member { get; init; }
        public long MergedAt { get; init; }
        public string MergedBy { get; init; } = "";
        public string Evidence { get; init; } = "";
        public long? EndedAt { get; init; }
    }
}
