using System.Data.Common;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>The papers, one row per work, with everything sources ever said of where and when they listed it.</summary>
internal sealed class Catalogue(Database database)
{
    /// <summary>Takes in what a source told, in one transaction. Told again, it changes nothing.</summary>
    public Task<Merged> MergeAsync(IReadOnlyList<ListedPaper> told, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(db =>
        {
            // A title has no unique key: two nodes that ask the same source at once would each make the paper.
            database.Dialect.LockName(db, "catalogue");
            var merged = new Merged(0, 0, 0);
            foreach (var listed in told)
                merged += Merge(db, listed, now);
            return merged;
        }, ct);

    /// <summary>Marks a known paper as withdrawn, so that no edition to come holds it. An unknown one, or one withdrawn
    /// before, stays as it is.</summary>
    public Task<bool> WithdrawAsync(PaperId paper, DateTimeOffset at, CancellationToken ct) => database.WriteAsync(db => db.Execute("""
        UPDATE papers SET withdrawn_at = @at
        WHERE id = (SELECT paper FROM paper_keys WHERE key = @key) AND withdrawn_at IS NULL
        """, new { key = paper.ToString(), at = at.Ms() }) == 1, ct);

    /// <summary>Live papers first listed in the half-open time, with what was counted and listed of each until its end.</summary>
    public Task<IReadOnlyList<Listed>> ListedBetweenAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        ListedBetweenAsync(from, until, until, ct);

    /// <param name="known">Counts and listings from then on are left out.</param>
    public Task<IReadOnlyList<Listed>> ListedBetweenAsync(
        DateTimeOffset from, DateTimeOffset until, DateTimeOffset known, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<Listed>>(db =>
        {
            var rows = db.Query<PaperRow>($"""
                {SelectPaper} WHERE p.first_listed_at >= @from AND p.first_listed_at < @until ORDER BY p.id
                """, new { from = from.Ms(), until = until.Ms() }).AsList();
            var ids = rows.Select(r => r.Id).ToList();
            var keys = ReadKeys(db, ids);
            var signals = db.QueryByIds<SignalRow>(
                    "SELECT * FROM paper_signals WHERE paper IN {=ids} ORDER BY paper, source, taken_at", ids)
                .Where(s => s.TakenAt < known.Ms()).ToLookup(s => s.Paper);
            var listings = db.QueryByIds<ListingRow>(
                    "SELECT paper, source, listed_at, place, submitter FROM paper_listings WHERE paper IN {=ids} ORDER BY paper, listed_at, source", ids)
                .Where(l => l.ListedAt < known.Ms()).ToLookup(l => l.Paper);
            return [.. rows.Select(row => new Listed(
                row.ToPaper(keys[row.Id]),
                [.. signals[row.Id].Select(s => (s.Source, new Signal(s.TakenAt.Instant(), s.Upvotes, s.Comments, s.Stars)))],
                [.. listings[row.Id].Select(l => (l.Source, l.ListedAt.Instant(), l.Place, l.Submitter))]))];
        }, ct);

    public Task<Paper?> FindAsync(long id, CancellationToken ct) =>
        database.ReadAsync(db => FindMany(db, [id]).FirstOrDefault(), ct);

    internal const string SelectPaper = """
        SELECT p.id, p.revision, p.voice, p.first_listed_at, p.withdrawn_at, r.title, r.abstract, r.one_line, r.authors, r.categories,
          r.links, r.published_at, r.version
        FROM papers p JOIN paper_revisions r ON r.paper = p.id AND r.revision = p.revision
        """;

    internal static ILookup<long, PaperId> ReadKeys(DbConnection db, IEnumerable<long> papers) =>
        db.QueryByIds<KeyRow>("SELECT paper, key FROM paper_keys WHERE paper IN {=ids} ORDER BY paper, key", papers)
            .ToLookup(row => row.Paper, row => PaperId.Parse(row.Key));

    static Merged Merge(DbConnection db, ListedPaper listed, DateTimeOffset now)
    {
        var seen = listed.ListedAt ?? FirstSeen(db, listed) ?? now;
        var told = listed.Paper with { FirstListedAt = seen, Voice = listed.Source };
        var known = PaperMerge.Choose(Candidates(db, told), told);
        var (id, merged) = known is null ? (Insert(db, told), new Merged(1, 0, 0)) : Update(db, known, told);
        AddKeys(db, id, told.Ids, listed.Source, now);
        var isFirstListing = AddListing(db, id, listed, seen);
        if (known is not null && isFirstListing)
            merged += new Merged(0, 0, 1);
        if (listed.Signal is { } signal)
            AddSignal(db, id, listed.Source, signal);
        return merged;
    }

    static IEnumerable<Paper> Candidates(DbConnection db, Paper told) => FindMany(db, [.. told.Ids
        .SelectMany(id => db.Query<long>("SELECT paper FROM paper_keys WHERE key = @key", new { key = id.ToString() }))
        .Concat(db.Query<long>("SELECT id FROM papers WHERE title_key = @title", new { title = TitleKey.Of(told.Title) }))
        .Distinct()]);

    static List<Paper> FindMany(DbConnection db, IReadOnlyList<long> ids)
    {
        if (ids.Count == 0)
            return [];
        var keys = ReadKeys(db, ids);
        return [.. db.QueryByIds<PaperRow>(SelectPaper + " WHERE p.id IN {=ids} ORDER BY p.id", ids).Select(row => row.ToPaper(keys[row.Id]))];
    }

    static long Insert(DbConnection db, Paper paper)
    {
        var id = db.QuerySingle<long>("""
            INSERT INTO papers (revision, title_key, voice, first_listed_at, withdrawn_at) VALUES (1, @title, @Voice, @listed, @withdrawn)
            RETURNING id
            """, new { title = TitleKey.Of(paper.Title), paper.Voice, listed = paper.FirstListedAt.Ms(), withdrawn = paper.WithdrawnAt.Ms() });
        AddRevision(db, id, paper with { Revision = 1 });
        return id;
    }

    static (long Id, Merged Merged) Update(DbConnection db, Paper known, Paper told)
    {
        var result = PaperMerge.Merge(known, told);
        if (!result.IsChanged)
            return (known.Id, new(0, 0, 0));
        var paper = result.Paper;
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
        if (result.IsRevised)
            AddRevision(db, paper.Id, paper);
        return (known.Id, new(0, result.IsRevised ? 1 : 0, 0));
    }

    static void AddRevision(DbConnection db, long id, Paper paper) => db.Execute("""
        INSERT INTO paper_revisions (paper, revision, title, abstract, one_line, authors, categories, links, published_at, version)
        VALUES (@id, @Revision, @Title, @Abstract, @OneLine, @authors, @categories, @links, @published, @Version)
        """, new
    {
        id,
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

    static void AddKeys(DbConnection db, long paper, IEnumerable<PaperId> ids, string source, DateTimeOffset now)
    {
        foreach (var id in ids)
            db.Execute("""
                INSERT INTO paper_keys (key, paper, evidence, since) VALUES (@key, @paper, @source, @since)
                ON CONFLICT (key) DO NOTHING
                """, new { key = id.ToString(), paper, source, since = now.Ms() });
    }

    static DateTimeOffset? FirstSeen(DbConnection db, ListedPaper listed) => db.QuerySingle<long?>(
        "SELECT MIN(listed_at) FROM paper_listings WHERE source = @Source AND source_id = @SourceId",
        new { listed.Source, listed.SourceId }).Instant();

    /// <summary>True when this source lists the paper for the first time.</summary>
    static bool AddListing(DbConnection db, long paper, ListedPaper listed, DateTimeOffset at)
    {
        var isFirst = FirstSeen(db, listed) is null;
        db.Execute("""
            INSERT INTO paper_listings (source, source_id, listed_at, place, paper, submitter)
            VALUES (@Source, @SourceId, @at, @Place, @paper, @Submitter) ON CONFLICT (source, source_id, listed_at) DO NOTHING
            """, new { listed.Source, listed.SourceId, at = at.Ms(), listed.Place, paper, listed.Submitter });
        return isFirst;
    }

    // One snapshot an hour is all that growth needs, and asking again within the hour changes nothing but the newest counts.
    static void AddSignal(DbConnection db, long paper, string source, Signal signal) => db.Execute("""
        INSERT INTO paper_signals (paper, source, taken_at, upvotes, comments, stars)
        VALUES (@paper, @source, @hour, @Upvotes, @Comments, @Stars)
        ON CONFLICT (paper, source, taken_at) DO UPDATE
          SET upvotes = excluded.upvotes, comments = excluded.comments, stars = excluded.stars
        """, new
    {
        paper,
        source,
        hour = signal.TakenAt.Ms() / 3_600_000 * 3_600_000,
        signal.Upvotes,
        signal.Comments,
        signal.Stars,
    });

    /// <param name="New">Works not known before.</param>
    /// <param name="Updated">Known works of which a reader now sees something else.</param>
    /// <param name="Joined">Known works that another source lists too.</param>
    internal sealed record Merged(int New, int Updated, int Joined)
    {
        public static Merged operator +(Merged a, Merged b) => new(a.New + b.New, a.Updated + b.Updated, a.Joined + b.Joined);
    }

    internal sealed record Listed(
        Paper Paper,
        IReadOnlyList<(string Source, Signal Signal)> Signals,
        IReadOnlyList<(string Source, DateTimeOffset ListedAt, int Place, string Submitter)> Listings);

    sealed record KeyRow
    {
        public long Paper { get; init; }
        public string Key { get; init; } = "";
    }

    sealed record SignalRow
    {
        public long Paper { get; init; }
        public string Source { get; init; } = "";
        public long TakenAt { get; init; }
        public int? Upvotes { get; init; }
        public int? Comments { get; init; }
        public int? Stars { get; init; }
    }

    sealed record ListingRow
    {
        public long Paper { get; init; }
        public string Source { get; init; } = "";
        public long ListedAt { get; init; }
        public int Place { get; init; }
        public string Submitter { get; init; } = "";
    }
}
