using System.Data.Common;
using System.Net.Http.Headers;
using Dapper;
using Digest.Gathering;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>What sources were asked for and how they answered: the answer of each day that stands, and a log of every asking
/// with what it brought.</summary>
internal sealed class FetchStore(Database database)
{
    /// <summary>Writes down how a source answered for a day. An answer takes the place of what stood for the day; not to have
    /// answered once more takes nothing away from a list that is here already.</summary>
    /// <param name="whole">Answers that are taken in with this day: their hosts can be asked for changes from now on.</param>
    public Task<int> RecordAsync(Fetch fetch, IReadOnlyList<WholeAnswer> whole, CancellationToken ct) => database.WriteAsync(db =>
    {
        db.Execute("""
            INSERT INTO fetches (source, day, asked_at, answered_at, papers, skipped, error, late)
            VALUES (@Source, @About, @asked, @answered, @Papers, @Skipped, @Fault, @late)
            ON CONFLICT (source, day) DO UPDATE SET asked_at = excluded.asked_at, answered_at = excluded.answered_at,
              papers = excluded.papers, skipped = excluded.skipped, error = excluded.error, late = excluded.late
            WHERE excluded.error IS NULL OR fetches.error IS NOT NULL OR fetches.papers = 0
            """, Row(fetch));
        foreach (var answer in whole)
            Keep(db, fetch, answer);
        return Log(db, fetch);
    }, ct);

    /// <summary>Writes down that something was taken in that is no day of a source.</summary>
    public Task<int> LogAsync(Fetch fetch, CancellationToken ct) => database.WriteAsync(db => Log(db, fetch), ct);

    /// <summary>The days that a source has answered, with when it was asked.</summary>
    public Task<IReadOnlyDictionary<DateOnly, DaysToAsk.Answered>> AnsweredAsync(
        string source, DateOnly from, DateOnly to, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyDictionary<DateOnly, DaysToAsk.Answered>>(db => db.Query<(string Day, long AskedAt, int Papers)>("""
            SELECT day, asked_at, papers FROM fetches WHERE source = @source AND error IS NULL AND day BETWEEN @from AND @to
            """, new { source, from = from.Iso(), to = to.Iso() })
            .ToDictionary(row => row.Day.Date(), row => new DaysToAsk.Answered(row.AskedAt.Instant(), row.Papers)), ct);

    /// <summary>Answers of a source that were taken in whole, by address.</summary>
    public Task<IReadOnlyDictionary<string, KeptAnswer>> KeptAsync(string source, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyDictionary<string, KeptAnswer>>(db => db.Query<KeptRow>(
                "SELECT address, tag, modified_at, day, papers, entries FROM http_validators WHERE source = @source", new { source })
            .ToDictionary(row => row.Address, row => row.ToKept(), StringComparer.Ordinal), ct);

    /// <summary>True when a source listed each of these on an earlier day that it answered. False for none.</summary>
    public Task<bool> AreAllListedBeforeAsync(string source, IReadOnlyList<string> papers, DateOnly day, CancellationToken ct) =>
        database.ReadAsync(db =>
        {
            var answered = db.Query<string>("SELECT day FROM fetches WHERE source = @source AND error IS NULL AND papers > 0 AND day < @day",
                new { source, day = day.Iso() }).ToHashSet(StringComparer.Ordinal);
            return papers.Count > 0 && answered.Count > 0 && papers.All(paper => db.Query<long>(
                    "SELECT listed_at FROM paper_listings WHERE source = @source AND source_id = @paper", new { source, paper })
                .Any(at => answered.Contains(DateOnly.FromDateTime(at.Instant().UtcDateTime).Iso())));
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
            var fetched = db.Query<DayRow>("SELECT source, papers, error, late FROM fetches WHERE day = @day", new { day = day.Iso() })
                .ToDictionary(row => row.Source, StringComparer.Ordinal);
            return [.. listed.Keys.Union(fetched.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(source =>
                Answer(source, listed.GetValueOrDefault(source), fetched.GetValueOrDefault(source)))];
        }, ct);

    static SourceAnswer Answer(string source, int papers, DayRow? row) =>
        row is { Late: 1 } ? new(source, SourceState.Late, papers, row.Error)
        : row?.Error is { } fault ? new(source, SourceState.Failed, papers, fault)
        : new(source, papers > 0 || row?.Papers > 0 ? SourceState.Ok : SourceState.Missing, Math.Max(papers, row?.Papers ?? 0), null);

    static void Keep(DbConnection db, Fetch fetch, WholeAnswer answer) => db.Execute("""
        INSERT INTO http_validators (address, source, tag, modified_at, day, papers, entries, kept_at)
        VALUES (@address, @Source, @tag, @modified, @day, @Papers, @Entries, @kept)
        ON CONFLICT (address) DO UPDATE SET source = excluded.source, tag = excluded.tag, modified_at = excluded.modified_at,
          day = excluded.day, papers = excluded.papers, entries = excluded.entries, kept_at = excluded.kept_at
        """, new
    {
        address = answer.Address.AbsoluteUri,
        fetch.Source,
        tag = answer.Kept.Validators.Tag?.ToString(),
        modified = answer.Kept.Validators.LastModified.Ms(),
        day = answer.Kept.Day.Iso(),
        answer.Kept.Papers,
        answer.Kept.Entries,
        kept = fetch.AskedAt.Ms(),
    });

    static int Log(DbConnection db, Fetch fetch) => db.Execute("""
        INSERT INTO fetch_log (source, about, asked_at, answered_at, listed, added, updated, joined, skipped, newest_at, late, error)
        VALUES (@Source, @About, @asked, @answered, @Listed, @New, @Updated, @Joined, @Skipped, @newest, @late, @Fault)
        """, Row(fetch));

    static object Row(Fetch fetch) => new
    {
        fetch.Source,
        fetch.About,
        asked = fetch.AskedAt.Ms(),
        answered = fetch.State == FetchState.Failed ? (long?)null : fetch.AnsweredAt.Ms(),
        fetch.Papers,
        fetch.Listed,
        fetch.New,
        fetch.Updated,
        fetch.Joined,
        fetch.Skipped,
        newest = fetch.NewestAt.Ms(),
        late = fetch.State == FetchState.Late ? 1 : 0,
        fetch.Fault,
    };

    sealed record DayRow
    {
        public string Source { get; init; } = "";
        public int Papers { get; init; }
        public string? Error { get; init; }
        public int Late { get; init; }
    }

    sealed record KeptRow
    {
        public string Address { get; init; } = "";
        public string? Tag { get; init; }
        public long? ModifiedAt { get; init; }
        public string Day { get; init; } = "";
        public int Papers { get; init; }
        public int Entries { get; init; }

        public KeptAnswer ToKept() =>
            new(new(Tag is null ? null : EntityTagHeaderValue.Parse(Tag), ModifiedAt.Instant()), Day.Date(), Papers, Entries);
    }
}

/// <summary>How a source answered when it was asked for a day, and what that brought; or what a file brought.</summary>
internal sealed record Fetch
{
    public required string Source { get; init; }

    /// <summary>The day, or the file's name.</summary>
    public required string About { get; init; }

    public required FetchState State { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>How many papers it listed for that very day.</summary>
    public int Papers { get; init; }

    /// <summary>How many listings were taken in, known ones and other days' included; 0 when nothing had changed.</summary>
    public int Listed { get; init; }
    public int New { get; init; }
    public int Updated { get; init; }
    public int Joined { get; init; }
    public int Skipped { get; init; }

    /// <summary>When the newest of what was listed was listed.</summary>
    public DateTimeOffset? NewestAt { get; init; }

    /// <summary>Why there is no list, when it is late or failed.</summary>
    public string? Fault { get; init; }
}

/// <summary>Answered: to the end, be it with an empty list. Late: without the day's list. Failed: not.</summary>
internal enum FetchState { Answered, Late, Failed }
