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

    /// <summary>Keeps how a source answered for a day; the last answer of a day stands.</summary>
    public Task<int> RecordFetchAsync(Fetch fetch, CancellationToken ct) => database.WriteAsync(db => db.Execute("""
        INSERT INTO fetches (source, day, asked_at, answered_at, papers, skipped, error)
        VALUES (@Source, @day, @asked, @answered, @Papers, @Skipped, @Error)
        ON CONFLICT (source, day) DO UPDATE SET asked_at = excluded.asked_at, answered_at = excluded.answered_at,
          papers = excluded.papers, skipped = excluded.skipped, error = excluded.error
        """, new
    {
        fetch.Source,
        day = fetch.Day.Iso(),
        asked = fetch.AskedAt.Ms(),
        answered = fetch.Error is null ? fetch.AskedAt.Ms() : (long?)null,
        fetch.Papers,
        fetch.Skipped,
        fetch.Error,
    }), ct);

    /// <summary>Days from <paramref name="from"/> to <paramref name="to"/> that a source has answered for.</summary>
    public Task<IReadOnlySet<DateOnly>> AnsweredDaysAsync(string source, DateOnly from, DateOnly to, CancellationToken ct) =>
        database.ReadAsync<IReadOnlySet<DateOnly>>(db => db.Query<string>("""
            SELECT day FROM fetches WHERE source = @source AND error IS NULL AND papers > 0 AND day BETWEEN @from AND @to
            """, new { source, from = from.Iso(), to = to.Iso() }).Select(Rows.Date).ToHashSet(), ct);

    /// <summary>Live papers first listed in the half-open time, with what was counted and listed of each until its end.</summary>
    public Task<IReadOnlyList<Listed>> ListedBetweenAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken ct) =>
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
                .Where(s => s.TakenAt < until.Ms()).ToLookup(s => heads[s.Paper]);
            var listings = db.QueryByIds<ListingRow>(
                    "SELECT paper, source, listed_at, place FROM paper_listings WHERE paper IN {=ids} ORDER BY paper, listed_at, source", ids)
                .Where(l => l.ListedAt < until.Ms()).ToLookup(l => heads[l.Paper]);
            return [.. rows.Select(row => new Listed(
                row.ToPaper(keys[row.Id]),
                [.. OneSeries(signals[row.Id]).Select(s => (s.Source, new Signal(s.TakenAt.Instant(), s.Upvotes, s.Comments, s.Stars)))],
                [.. listings[row.Id].Select(l => (l.Source, l.ListedAt.Instant(), l.Place))]))];
        }, ct);

    /// <summary>What each source that was ever heard of lately answered for a day.</summary>
    public Task<IReadOnlyList<SourceAnswer>> AnswersForAsync(DateOnly day, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<SourceAnswer>>(db =>
        {
            var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            var listed = db.Query<(string Source, int Papers)>("""
                SELECT source, COUNT(CASE WHEN listed_at >= @from THEN 1 END) FROM paper_listings
                WHERE listed_at >= @lately AND listed_at < @until GROUP BY source
                """, new
            {
                from = midnight.Ms(),
                until = midnight.AddDays(1).Ms(),
                lately = midnight.AddDays(-14).Ms(),
            }).ToDictionary(row => row.Source, row => row.Papers, StringComparer.Ordinal);
            var errors = db.Query<(string Source, string? Error)>(
                    "SELECT source, error FROM fetches WHERE day = @day", new { day = day.Iso() })
                .ToDictionary(row => row.Source, row => row.Error, StringComparer.Ordinal);
            return [.. listed.Keys.Union(errors.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(source =>
                Answer(source, listed.GetValueOrDefault(source), errors.GetValueOrDefault(source)))];
        }, ct);

    /// <summary>A paper; for one that was merged into another, that one.</summary>
    public Task<Paper?> FindAsync(long id, CancellationToken ct) =>
        database.ReadAsync(db => PaperRows.Find(db, [PaperRows.Head(db, id)]).FirstOrDefault(), ct);

    // A source that lists both of two merged papers counts each: the series that goes on is the one that counts.
    static IEnumerable<SignalRow> OneSeries(IEnumerable<SignalRow> signals) =>
        from series in signals.GroupBy(s => s.Source, StringComparer.Ordinal)
        let last = series.MaxBy(s => (s.TakenAt, s.Upvotes ?? 0))!.Paper
        from signal in series
        where signal.Paper == last
        select signal;

    static SourceAnswer Answer(string source, int papers, string? error) =>
        error is not null ? new(source, SourceState.Failed, papers, error)
        : new(source, papers > 0 ? SourceState.Ok : SourceState.Missing, papers, null);

    /// <param name="New">Works not known before.</param>
    /// <param name="Updated">Known works of which a reader now sees something else.</param>
    /// <param name="Joined">Known works that another source lists too.</param>
    internal sealed record Merged(int New, int Updated, int Joined)
    {
        public static Merged operator +(Merged a, Merged b) => new(a.New + b.New, a.Updated + b.Updated, a.Joined + b.Joined);
    }

    /// <summary>How a source answered for a day.</summary>
    internal sealed record Fetch(string Source, DateOnly Day, DateTimeOffset AskedAt, int Papers, int Skipped, string? Error);

    internal sealed record Listed(
        Paper Paper,
        IReadOnlyList<(string Source, Signal Signal)> Signals,
        IReadOnlyList<(string Source, DateTimeOffset ListedAt, int Place)> Listings);

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
    }
}
