using Dapper;

namespace Digest.Storage;

/// <summary>Tells of each source what it brought lately, when it answered last, and what went wrong last.</summary>
internal sealed class SourceStory(Database database)
{
    /// <summary>Every source that was asked or listed anything, by name.</summary>
    public Task<IReadOnlyDictionary<string, Told>> TellAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyDictionary<string, Told>>(db =>
        {
            var since = new { day = now.AddDays(-1).Ms(), week = now.AddDays(-7).Ms() };
            var listings = db.Query<ListingRow>("""
                SELECT source, MAX(listed_at) AS newest_at, COUNT(CASE WHEN listed_at >= @day THEN 1 END) AS day_listed,
                  COUNT(CASE WHEN listed_at >= @week THEN 1 END) AS week_listed
                FROM paper_listings GROUP BY source
                """, since).ToDictionary(row => row.Source, StringComparer.Ordinal);
            var fetches = db.Query<FetchRow>("""
                SELECT source, MAX(asked_at) AS asked_at, MAX(CASE WHEN error IS NULL THEN answered_at END) AS answered_at,
                  MAX(newest_at) AS newest_at,
                  SUM(CASE WHEN asked_at >= @day THEN added ELSE 0 END) AS day_new,
                  SUM(CASE WHEN asked_at >= @day THEN joined ELSE 0 END) AS day_joined,
                  SUM(CASE WHEN asked_at >= @week THEN added ELSE 0 END) AS week_new,
                  SUM(CASE WHEN asked_at >= @week THEN joined ELSE 0 END) AS week_joined
                FROM fetch_log GROUP BY source
                """, since).ToDictionary(row => row.Source, StringComparer.Ordinal);
            var faults = db.Query<FaultRow>("""
                SELECT source, about, asked_at, late, error FROM fetch_log
                WHERE id IN (SELECT MAX(id) FROM fetch_log WHERE error IS NOT NULL GROUP BY source)
                """).ToDictionary(row => row.Source, StringComparer.Ordinal);
            return listings.Keys.Union(fetches.Keys, StringComparer.Ordinal).ToDictionary(source => source, source =>
                Tell(listings.GetValueOrDefault(source) ?? new(), fetches.GetValueOrDefault(source) ?? new(), faults.GetValueOrDefault(source)),
                StringComparer.Ordinal);
        }, ct);

    static Told Tell(ListingRow listed, FetchRow fetched, FaultRow? fault) => new(
        new[] { listed.NewestAt.Instant(), fetched.NewestAt.Instant() }.Max(), fetched.AskedAt.Instant(), fetched.AnsweredAt.Instant(),
        fault is null ? null : new(fault.About, fault.AskedAt.Instant(), fault.Late == 1, fault.Error),
        new(listed.DayListed, fetched.DayNew, fetched.DayJoined), new(listed.WeekListed, fetched.WeekNew, fetched.WeekJoined));

    /// <param name="NewestEntryAt">When the newest of its entries was listed.</param>
    /// <param name="LastError">The last time there was no list, be it late or without an answer.</param>
    internal sealed record Told(
        DateTimeOffset? NewestEntryAt, DateTimeOffset? LastAskedAt, DateTimeOffset? LastAnsweredAt, Fault? LastError,
        Brought LastDay, Brought LastWeek)
    {
        public static Told Nothing { get; } = new(null, null, null, null, new(0, 0, 0), new(0, 0, 0));
    }

    /// <param name="About">The day it was asked for.</param>
    internal sealed record Fault(string About, DateTimeOffset At, bool WasLate, string Reason);

    /// <param name="Listed">Entries of its lists of that time.</param>
    /// <param name="New">Papers nobody had told before, in that time.</param>
    /// <param name="Joined">Papers known from elsewhere that it listed for the first time.</param>
    internal sealed record Brought(long Listed, long New, long Joined);

    sealed record ListingRow
    {
        public string Source { get; init; } = "";
        public long? NewestAt { get; init; }
        public long DayListed { get; init; }
        public long WeekListed { get; init; }
    }

    sealed record FetchRow
    {
        public string Source { get; init; } = "";
        public long? AskedAt { get; init; }
        public long? AnsweredAt { get; init; }
        public long? NewestAt { get; init; }
        public long DayNew { get; init; }
        public long DayJoined { get; init; }
        public long WeekNew { get; init; }
        public long WeekJoined { get; init; }
    }

    sealed record FaultRow
    {
        public string Source { get; init; } = "";
        public string About { get; init; } = "";
        public long AskedAt { get; init; }
        public int Late { get; init; }
        public string Error { get; init; } = "";
    }
}
