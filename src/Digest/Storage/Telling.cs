using System.Data.Common;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>Takes one source's word on one paper into the catalogue: finds which paper it is, keeps what is then known of
/// it, and merges the papers that it shows to be one.</summary>
internal static class Telling
{
    /// <summary>Papers of one title that are looked at, the newest: a heading such as "Editorial" may stand above thousands.</summary>
    const int Namesakes = 40;

    public static Catalogue.Merged TakeIn(DbConnection db, ListedPaper listed, DateTimeOffset now)
    {
        var before = Before(db, listed);
        var seen = listed.ListedAt ?? before?.FirstSeen.Instant() ?? now;
        var told = listed.Paper with
        {
            FirstListedAt = seen,
            Voice = listed.Source,
            Ids = [.. listed.Paper.Ids.Union(SameWork.Linked(listed.Paper))],
        };
        var twins = SameWork.Among(Candidates(db, told, before?.Head), told, before?.Head);
        if (twins.Count == 0)
        {
            Keep(db, PaperRows.Insert(db, told), listed, told, seen, listed.Source, now);
            return new(1, 0, 0);
        }
        var twin = twins[0];
        var (merged, known) = Update(db, twin.Paper, told, now);
        // Rows go to the paper this source has told by this name, also where that is merged into another: a split gives them back.
        var owner = before is { } own && own.Head == twin.Paper.Id ? own.Paper : twin.Paper.Id;
        if (Keep(db, owner, listed, told, seen, $"{listed.Source}: {twin.Evidence}", now))
            merged += new Catalogue.Merged(0, 0, 1);
        JoinAll(db, known, twins.Skip(1), listed.Source, now);
        return merged;
    }

    // A source that names the numbers of two papers says that they are one, unless somebody said that they are not.
    static void JoinAll(DbConnection db, Paper known, IEnumerable<Twin> others, string source, DateTimeOffset now)
    {
        foreach (var other in others)
            if (SameWork.Evidence(known, other.Paper) is { } evidence && !PaperUnions.AreApart(db, known.Id, other.Paper.Id))
                known = PaperUnions.Join(db, known, other.Paper, source, evidence, now);
    }

    static IReadOnlyList<Paper> Candidates(DbConnection db, Paper told, long? own)
    {
        var found = told.Ids
            .SelectMany(id => db.Query<long>("""
                SELECT COALESCE(p.merged_into, p.id) FROM paper_keys k JOIN papers p ON p.id = k.paper WHERE k.key = @key
                """, new { key = id.ToString() }))
            .Concat(PaperRows.TitlesOf(told.Title).SelectMany(key => db.Query<long>("""
                SELECT COALESCE(p.merged_into, p.id) FROM paper_titles t JOIN papers p ON p.id = t.paper WHERE t.key = @key
                ORDER BY t.paper DESC LIMIT @Namesakes
                """, new { key, Namesakes })));
        if (own is { } known)
            found = found.Append(known);
        return PaperRows.Find(db, found.Distinct().ToList());
    }

    static (Catalogue.Merged Merged, Paper Known) Update(DbConnection db, Paper known, Paper told, DateTimeOffset now)
    {
        var result = PaperMerge.Merge(known, told);
        if (!result.IsChanged)
            return (new(0, 0, 0), known);
        PaperRows.Save(db, result.Paper, result.IsRevised);
        foreach (var update in PaperUpdate.Between(known, result.Paper))
            PaperNews.Add(db, known.Id, update, now);
        return (new(0, result.IsRevised ? 1 : 0, 0), result.Paper);
    }

    /// <summary>Keeps keys, titles, listing and counts; true when this source lists the paper for the first time.</summary>
    static bool Keep(DbConnection db, long paper, ListedPaper listed, Paper told, DateTimeOffset seen, string evidence, DateTimeOffset now)
    {
        foreach (var id in told.Ids)
            db.Execute("""
                INSERT INTO paper_keys (key, paper, evidence, since) VALUES (@key, @paper, @evidence, @since)
                ON CONFLICT (key) DO NOTHING
                """, new { key = id.ToString(), paper, evidence, since = now.Ms() });
        PaperRows.AddTitles(db, paper, told.Title);
        var isFirst = AddListing(db, paper, listed, seen, now);
        if (listed.Signal is { } signal)
            AddSignal(db, paper, listed.Source, signal);
        return isFirst;
    }

    static Told? Before(DbConnection db, ListedPaper listed) => db.QueryFirstOrDefault<Told>("""
        SELECT l.paper, COALESCE(p.merged_into, p.id) AS head,
          (SELECT MIN(f.listed_at) FROM paper_listings f WHERE f.source = @Source AND f.source_id = @SourceId) AS first_seen
        FROM paper_listings l JOIN papers p ON p.id = l.paper
        WHERE l.source = @Source AND l.source_id = @SourceId ORDER BY l.listed_at DESC LIMIT 1
        """, new { listed.Source, listed.SourceId });

    static bool AddListing(DbConnection db, long paper, ListedPaper listed, DateTimeOffset at, DateTimeOffset now)
    {
        var isFirst = db.QuerySingle<long>(
            "SELECT COUNT(*) FROM paper_listings WHERE source = @Source AND source_id = @SourceId AND paper = @paper",
            new { listed.Source, listed.SourceId, paper }) == 0;
        db.Execute("""
            INSERT INTO paper_listings (source, source_id, listed_at, place, paper, submitter)
            VALUES (@Source, @SourceId, @at, @Place, @paper, @Submitter) ON CONFLICT (source, source_id, listed_at) DO UPDATE
              SET seen_at = @now WHERE @now >= COALESCE(paper_listings.seen_at, paper_listings.listed_at) + @every
            """, new
        {
            listed.Source, listed.SourceId, at = at.Ms(), listed.Place, paper, listed.Submitter, now = now.Ms(), every = (long)OldPapers.SeenEvery.TotalMilliseconds,
        });
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

    /// <summary>The paper that a source told of by a name, who stands for it, and when it first did.</summary>
    sealed record Told
    {
        public long Paper { get; init; }
        public long Head { get; init; }
        public long? FirstSeen { get; init; }
    }
}
