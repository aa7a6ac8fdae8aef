using System.Data.Common;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>Papers as rows: a paper that was merged into another is that other's member, and its head stands for both.</summary>
internal static class PaperRows
{
    internal const string Select = """
        SELECT p.id, p.revision, p.voice, p.first_listed_at, p.withdrawn_at, r.title, r.abstract, r.one_line, r.authors, r.categories,
          r.links, r.published_at, r.version
        FROM papers p JOIN paper_revisions r ON r.paper = p.id AND r.revision = p.revision
        """;

    /// <summary>The papers with their keys, by number; of a head with its members' keys too.</summary>
    public static IReadOnlyList<Paper> Find(DbConnection db, IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0)
            return [];
        var keys = ReadKeys(db, ids);
        return [.. db.QueryByIds<PaperRow>(Select + " WHERE p.id IN {=ids} ORDER BY p.id", ids).Select(row => row.ToPaper(keys[row.Id]))];
    }

    /// <summary>Keys by paper; a head has its members' keys too.</summary>
    public static ILookup<long, PaperId> ReadKeys(DbConnection db, IEnumerable<long> papers) =>
        db.QueryByIds<KeyRow>("""
            SELECT paper, key FROM paper_keys WHERE paper IN {=ids}
            UNION ALL SELECT p.merged_into, k.key FROM papers p JOIN paper_keys k ON k.paper = p.id WHERE p.merged_into IN {=ids}
            ORDER BY 1, 2
            """, papers).ToLookup(row => row.Paper, row => PaperId.Parse(row.Key));

    /// <summary>The paper that stands for this one: itself, unless it was merged into another.</summary>
    public static long Head(DbConnection db, long paper) =>
        db.QuerySingleOrDefault<long?>("SELECT merged_into FROM papers WHERE id = @paper", new { paper }) ?? paper;

    /// <summary>The heads and their members, each with its head.</summary>
    public static IReadOnlyDictionary<long, long> Heads(DbConnection db, IEnumerable<long> heads)
    {
        var all = heads.ToDictionary(id => id, id => id);
        foreach (var (member, head) in db.QueryByIds<(long, long)>(
            "SELECT id, merged_into FROM papers WHERE merged_into IN {=ids}", all.Keys.ToList()))
            all[member] = head;
        return all;
    }

    public static long Insert(DbConnection db, Paper paper)
    {
        var id = Numbers.Next(db, "papers");
        db.Execute("""
            INSERT INTO papers (id, revision, title_key, voice, first_listed_at, withdrawn_at) VALUES (@id, 1, @title, @Voice, @listed, @withdrawn)
            """, new { id, title = TitleKey.Of(paper.Title), paper.Voice, listed = paper.FirstListedAt.Ms(), withdrawn = paper.WithdrawnAt.Ms() });
        AddRevision(db, paper with { Id = id, Revision = 1 });
        return id;
    }

    /// <summary>Saves what is known of a paper now.</summary>
    public static void Save(DbConnection db, Paper paper, bool isRevised)
    {
        db.Execute("""
            UPDATE papers SET revision = @Revision, title_key = @title, voice = @Voice, first_listed_at = @listed, withdrawn_at = @withdrawn
            WHERE id = @Id
            """, new
        {
            paper.Id,
            paper.Revision,
            paper.Voice,
            title = TitleKey.Of(paper.Title),
            listed = paper.FirstListedAt.Ms(),
            withdrawn = paper.WithdrawnAt.Ms(),
        });
        if (isRevised)
            AddRevision(db, paper);
    }

    /// <summary>The titles a paper can be found by.</summary>
    public static void AddTitles(DbConnection db, long paper, string title)
    {
        foreach (var key in TitlesOf(title))
            db.Execute("INSERT INTO paper_titles (key, paper) VALUES (@key, @paper) ON CONFLICT (key, paper) DO NOTHING", new { key, paper });
    }

    public static IEnumerable<string> TitlesOf(string title) =>
        new[] { TitleKey.Of(title), TitleKey.WithoutSubtitle(title) }.OfType<string>();

    static void AddRevision(DbConnection db, Paper paper) => db.Execute("""
        INSERT INTO paper_revisions (paper, revision, title, abstract, one_line, authors, categories, links, published_at, version)
        VALUES (@Id, @Revision, @Title, @Abstract, @OneLine, @authors, @categories, @links, @published, @Version)
        """, new
    {
        paper.Id,
        paper.Revision,
        paper.Title,
        paper.Abstract,
        paper.OneLine,
        authors = Rows.ToJson(paper.Authors),
        categories = Rows.ToJson(paper.Categories),
        links = Rows.ToJson(paper.Links),
        published = paper.PublishedAt.Ms(),
        paper.Version,
    });

    sealed record KeyRow
    {
        public long Paper { get; init; }
        public string Key { get; init; } = "";
    }
}
