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
                merged += Telling.TakeIn(db, listed, now);
            return merged;
        }, ct);

    /// <summary>Marks a known paper as withdrawn, so that no edition to come holds it. An unknown one, or one withdrawn
    /// before, stays as it is.</summary>
    /// <param name="at">When it was withdrawn, as far as the source says.</param>
    public Task<bool> WithdrawAsync(PaperId paper, DateTimeOffset at, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        var withdrawn = db.Query<long>("""
            UPDATE papers SET withdrawn_at = @at WHERE withdrawn_at IS NULL AND id IN (
              SELECT k.paper FROM paper_keys k WHERE k.key = @key
              UNION SELECT p.merged_into FROM paper_keys k JOIN papers p ON p.id = k.paper WHERE k.key = @key)
            RETURNING id
            """, new { key = paper.ToString(), at = at.Ms() }).AsList();
        foreach (var id in withdrawn)
            PaperNews.Add(db, id, new(PaperUpdateKind.Withdrawn, ""), now);
        return withdrawn.Count > 0;
    }, ct);

    /// <summary>Live papers first listed in the half-open time, with what was counted and listed of each until its end.</summary>
    public Task<IReadOnlyList<Listed>> ListedBetweenAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
        ListedBetweenAsync(from, until, until, ct);

    /// <param name="known">Counts and listings from then on are left out.</param>
    public Task<IReadOnlyList<Listed>> ListedBetweenAsync(
        DateTimeOffset from, DateTimeOffset until, DateTimeOffset known, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<Listed>>(db =>
        {
            var rows = db.Query<PaperRow>($"""
                {PaperRows.Select} WHERE p.first_listed_at >= @from AND p.first_listed_at < @until AND p.merged_into IS NULL ORDER BY p.id
                """, new { from = from.Ms(), until = until.Ms() }).AsList();
            var heads = PaperRows.Heads(db, rows.Select(r => r.Id));
            var ids = heads.Keys;
            var keys = PaperRows.ReadKeys(db, rows.Select(r => r.Id));
            var signals = db.QueryByIds<SignalRow>(
                    "SELECT * FROM paper_signals WHERE paper IN {=ids} ORDER BY paper, source, taken_at", ids)
                .Where(s => s.TakenAt < known.Ms()).ToLookup(s => heads[s.Paper]);
            var listings = db.QueryByIds<ListingRow>(
                    "SELECT paper, source, listed_at, place, submitter FROM paper_listings WHERE paper IN {=ids} ORDER BY paper, listed_at, source", ids)
                .Where(l => l.ListedAt < known.Ms()).ToLookup(l => heads[l.Paper]);
            return [.. rows.Select(row => new Listed(
                row.ToPaper(keys[row.Id]),
                [.. OneSeries(signals[row.Id]).Select(s => (s.Source, new Signal(s.TakenAt.Instant(), s.Upvotes, s.Comments, s.Stars)))],
                [.. listings[row.Id].Select(l => (l.Source, l.ListedAt.Instant(), l.Place, l.Submitter))]))];
        }, ct);

    /// <summary>The newest works listed until an instant, whatever became of them; their keys are left out.</summary>
    public Task<IReadOnlyList<Paper>> NewestAsync(DateTimeOffset until, int most, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<Paper>>(db => [.. db.Query<PaperRow>($"""
            {PaperRows.Select} WHERE p.first_listed_at <= @until AND p.merged_into IS NULL ORDER BY p.first_listed_at DESC, p.id DESC LIMIT @most
            """, new { until = until.Ms(), most }).Select(row => row.ToPaper([]))], ct);

    /// <summary>Live papers first listed since then, newest first, without their keys.</summary>
    public Task<IReadOnlyList<Paper>> SinceAsync(DateTimeOffset since, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Paper>>(
        db => [.. db.Query<PaperRow>($"{PaperRows.Select} WHERE {Live} ORDER BY p.first_listed_at DESC, p.id DESC", new { since = since.Ms() }, buffered: false)
            .Select(row => row.ToPaper([]))], ct);

    /// <summary>Another text whenever <see cref="SinceAsync"/> would give other papers, or say something else of them.</summary>
    public Task<string> StampAsync(DateTimeOffset since, CancellationToken ct) => database.ReadAsync(
        db => db.QuerySingle<(long Papers, long Last, long Revisions)>(
            $"SELECT COUNT(*), COALESCE(MAX(p.id), 0), CAST(COALESCE(SUM(p.revision), 0) AS BIGINT) FROM papers p WHERE {Live}",
            new { since = since.Ms() }).ToString(), ct);

    const string Live = "p.first_listed_at >= @since AND p.merged_into IS NULL AND p.withdrawn_at IS NULL";

    /// <summary>Those of these papers that stand, in the order given.</summary>
    public Task<IReadOnlyList<Paper>> FindAsync(IReadOnlyList<long> ids, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Paper>>(db =>
    {
        var found = PaperRows.Find(db, [.. ids]).ToDictionary(p => p.Id);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id]).Where(p => p.WithdrawnAt is null)];
    }, ct);

    /// <summary>A paper; for one that was merged into another, that one.</summary>
    public Task<Paper?> FindAsync(long id, CancellationToken ct) =>
        database.ReadAsync(db => PaperRows.Find(db, [PaperRows.Head(db, id)]).FirstOrDefault(), ct);

    /// <summary>Titles of papers by number, each as its work is called now.</summary>
    public Task<IReadOnlyDictionary<long, string>> TitlesAsync(IReadOnlyCollection<long> ids, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyDictionary<long, string>>(db => db.QueryByIds<(long Id, string Title)>("""
            SELECT p.id, r.title FROM papers p JOIN papers h ON h.id = COALESCE(p.merged_into, p.id)
            JOIN paper_revisions r ON r.paper = h.id AND r.revision = h.revision WHERE p.id IN {=ids}
            """, ids).ToDictionary(row => row.Id, row => row.Title), ct);

    // A source that lists both of two merged papers counts each: the series that goes on is the one that counts.
    static IEnumerable<SignalRow> OneSeries(IEnumerable<SignalRow> signals) =>
        from series in signals.GroupBy(s => s.Source, StringComparer.Ordinal)
        let last = series.MaxBy(s => (s.TakenAt, s.Upvotes ?? 0))!.Paper
        from signal in series
        where signal.Paper == last
        select signal;


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
