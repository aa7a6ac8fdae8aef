using System.Data.Common;
using Dapper;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>Editions, each with the revision of every paper as it stood when the edition was made.</summary>
internal sealed class EditionStore(Database database)
{
    /// <summary>Saves an edition. False, and nothing changes, when there is one of that period and date already.</summary>
    public Task<bool> SaveAsync(Edition edition, CancellationToken ct) => database.WriteAsync(db =>
    {
        var id = db.QuerySingleOrDefault<long?>("""
            INSERT INTO editions (period, date, prepared_at, sources) VALUES (@period, @date, @preparedAt, @sources)
            ON CONFLICT (period, date) DO NOTHING RETURNING id
            """, new { period = Rows.Word(edition.Period), date = edition.Date.Iso(), preparedAt = edition.PreparedAt.Ms(), sources = Rows.ToJson(edition.Sources) });
        if (id is null)
            return false;
        foreach (var ranked in edition.Papers)
            db.Execute("""
                INSERT INTO edition_papers (edition, paper, revision, rank, score, reason, reason_count, reasons, upvotes, comments, stars)
                VALUES (@id, @paper, @revision, @Rank, @Score, @reason, @count, @reasons, @upvotes, @comments, @stars)
                """, new
            {
                id,
                paper = ranked.Paper.Id,
                revision = ranked.Paper.Revision,
                ranked.Rank,
                ranked.Score,
                reason = Rows.Word(ranked.Reason.Kind),
                count = ranked.Reason.Count,
                reasons = Rows.ToJson(ranked.Also is { } also ? [ranked.Reason, also] : new[] { ranked.Reason }),
                upvotes = ranked.Signal?.Upvotes,
                comments = ranked.Signal?.Comments,
                stars = ranked.Signal?.Stars,
            });
        return true;
    }, ct);

    /// <summary>The edition of a day.</summary>
    public Task<Edition?> FindAsync(DateOnly date, CancellationToken ct) => FindAsync(Period.Day, date, ct);

    /// <param name="date">A day of the period.</param>
    public Task<Edition?> FindAsync(Period period, DateOnly date, CancellationToken ct) =>
        database.ReadAsync(db => Id(db, period, date) is { } id ? Read(db, id) : null, ct);

    public Task<bool> ExistsAsync(Period period, DateOnly date, CancellationToken ct) =>
        database.ReadAsync(db => Id(db, period, date) is not null, ct);

    public Task<Edition?> ReadAsync(long id, CancellationToken ct) => database.ReadAsync(db => Read(db, id), ct);

    /// <summary>The first papers of an edition, and how many it has in all: a month's may be tens of thousands.</summary>
    public Task<(Edition? Edition, int Papers)> ReadTopAsync(long id, int most, CancellationToken ct) => database.ReadAsync(
        db => (Read(db, id, most), db.QuerySingle<int>("SELECT CAST(COUNT(*) AS INTEGER) FROM edition_papers WHERE edition = @id", new { id })), ct);

    /// <summary>Editions of days prepared after <paramref name="after"/> and up to <paramref name="until"/>, newest first.</summary>
    public Task<IReadOnlyList<EditionRef>> PreparedAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<EditionRef>>(db => [.. db.Query<EditionRow>("""
            SELECT id, prepared_at FROM editions WHERE period = 'day' AND prepared_at > @after AND prepared_at <= @until
            ORDER BY prepared_at DESC, id DESC
            """, new { after = after.Ms(), until = until.Ms() }).Select(row => new EditionRef(row.Id, row.PreparedAt.Instant()))], ct);

    /// <summary>When this database was restored from a backup; null for one that was not.</summary>
    public Task<DateTimeOffset?> RestoredAtAsync(CancellationToken ct) => database.ReadAsync(SecondLife.BeganAt, ct);

    /// <summary>All editions prepared by <paramref name="now"/>.</summary>
    public Task<EditionCalendar> CalendarAsync(DateTimeOffset now, CancellationToken ct) => database.ReadAsync(db => new EditionCalendar(
        db.Query<(string Period, string Date, long Id)>(
            "SELECT period, date, id FROM editions WHERE prepared_at <= @now", new { now = now.Ms() })
        .Select(row => (Rows.FromWord<Period>(row.Period), row.Date.Date(), row.Id))), ct);

    static long? Id(DbConnection db, Period period, DateOnly date) => db.QuerySingleOrDefault<long?>(
        "SELECT id FROM editions WHERE period = @period AND date = @date",
        new { period = Rows.Word(period), date = period.FirstDay(date).Iso() });

    static Edition? Read(DbConnection db, long id, int most = int.MaxValue)
    {
        var edition = db.QuerySingleOrDefault<EditionRow>("SELECT * FROM editions WHERE id = @id", new { id });
        if (edition is null)
            return null;
        var rows = db.Query<RankedRow>("""
            SELECT e.rank, e.score, e.reason, e.reason_count, e.reasons, e.upvotes, e.comments, e.stars,
              p.id, r.revision, p.voice, p.first_listed_at, p.withdrawn_at, r.title, r.abstract, r.one_line, r.authors, r.categories,
              r.links, r.published_at, r.version
            FROM edition_papers e
            JOIN papers p ON p.id = e.paper
            JOIN paper_revisions r ON r.paper = e.paper AND r.revision = e.revision
            WHERE e.edition = @id ORDER BY e.rank LIMIT @most
            """, new { id, most }).AsList();
        var keys = PaperRows.ReadKeys(db, rows.Select(r => r.Id));
        var preparedAt = edition.PreparedAt.Instant();
        return new Edition(id, edition.Date.Date(), preparedAt,
            [.. rows.Select(row => row.ToRanked(keys[row.Id], preparedAt))],
            Rows.FromJson<IReadOnlyList<SourceAnswer>>(edition.Sources)) { Period = Rows.FromWord<Period>(edition.Period) };
    }

    internal sealed record EditionRef(long Id, DateTimeOffset PreparedAt);

    sealed record EditionRow
    {
        public long Id { get; init; }
        public string Period { get; init; } = "day";
        public string Date { get; init; } = "";
        public long PreparedAt { get; init; }
        public string Sources { get; init; } = "";
    }

    sealed record RankedRow : PaperRow
    {
        public int Rank { get; init; }
        public double Score { get; init; }
        public string Reason { get; init; } = "";
        public int ReasonCount { get; init; }
        public string? Reasons { get; init; }
        public int? Upvotes { get; init; }
        public int? Comments { get; init; }
        public int? Stars { get; init; }

        public RankedPaper ToRanked(IEnumerable<PaperId> ids, DateTimeOffset at)
        {
            var reasons = Reasons is null
                ? [new(Rows.FromWord<RankReasonKind>(Reason), ReasonCount)]
                : Rows.FromJson<IReadOnlyList<RankReason>>(Reasons);
            return new(ToPaper(ids), Rank, Score, reasons[0],
                Upvotes is null && Comments is null && Stars is null ? null : new Signal(at, Upvotes, Comments, Stars))
            {
                Also = reasons.Count > 1 ? reasons[1] : null,
            };
        }
    }
}
