using System.Data.Common;
using Dapper;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Papers that interests name and the catalogue does not hold, until they came or were given up.</summary>
internal sealed class WantedStore(Database database)
{
    /// <summary>So often a paper is asked for.</summary>
    public const int MostTries = 5;

    /// <summary>After the first try; after each further one it is that much longer.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromHours(6);

    /// <summary>A paper given up is asked for again when somebody names it so long after.</summary>
    static readonly TimeSpan Forgiven = TimeSpan.FromDays(30);

    /// <summary>Notes what of these interests is to be asked for: arXiv's numbers, whose papers can be had by number.</summary>
    internal static void Want(DbConnection db, IEnumerable<Interest> interests, DateTimeOffset now)
    {
        foreach (var key in interests.SelectMany(i => i.Papers).Select(p => p.Key).Where(k => k.StartsWith(Arxiv, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            db.Execute("""
                INSERT INTO wanted_papers (key, asked_at, tries)
                SELECT @key, @now, 0 WHERE NOT EXISTS (SELECT 1 FROM paper_keys k WHERE k.key = @key)
                ON CONFLICT (key) DO UPDATE SET asked_at = excluded.asked_at, tried_at = NULL, tries = 0, error = NULL
                  WHERE wanted_papers.tries >= @MostTries AND wanted_papers.tried_at < @since
                """, new { key, now = now.Ms(), MostTries, since = (now - Forgiven).Ms() });
    }

    /// <summary>Papers that it is time to ask for, which counts as a try: nobody else asks for them meanwhile.</summary>
    /// <param name="tried">How often they were asked for before; from two on, or more often.</param>
    public Task<IReadOnlyList<PaperId>> ClaimAsync(int tried, int most, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync<IReadOnlyList<PaperId>>(db =>
        [
            .. db.Query<string>($"""
                UPDATE wanted_papers SET tried_at = @now, tries = tries + 1 WHERE key IN (
                  SELECT key FROM wanted_papers WHERE tries {(tried < 2 ? "=" : ">=")} @tried AND tries < @MostTries
                    AND (tried_at IS NULL OR tried_at <= @now - @pause * CASE WHEN tries = 0 THEN 1 ELSE tries END)
                  ORDER BY asked_at, key LIMIT @most {database.Dialect.SkipLocked})
                RETURNING key
                """, new { tried, most, now = now.Ms(), MostTries, pause = (long)Pause.TotalMilliseconds }).Order(StringComparer.Ordinal).Select(PaperId.Parse),
        ], ct);

    /// <summary>What is in the catalogue now is wanted no more; the others keep the error of this try.</summary>
    /// <param name="counts">False: the host did not answer, which says nothing of the papers.</param>
    public Task<int> EndAsync(IReadOnlyList<PaperId> asked, string error, bool counts, CancellationToken ct) => database.WriteAsync(db =>
    {
        var found = 0;
        foreach (var key in asked.Select(a => a.ToString()))
            if (db.Execute("DELETE FROM wanted_papers WHERE key = @key AND EXISTS (SELECT 1 FROM paper_keys k WHERE k.key = @key)", new { key }) == 1)
                found++;
            else
                db.Execute("UPDATE wanted_papers SET error = @error, tries = tries - @back WHERE key = @key", new { key, error, back = counts ? 0 : 1 });
        return found;
    }, ct);

    public Task<Told> TellAsync(CancellationToken ct) => database.ReadAsync(db =>
    {
        var rows = db.Query<Row>("SELECT key, asked_at, tried_at, tries, error FROM wanted_papers ORDER BY asked_at, key").AsList();
        var last = rows.Where(r => r.Error is not null).MaxBy(r => r.TriedAt);
        return new Told(rows.Count(r => r.Tries < MostTries), rows.Count(r => r.Tries >= MostTries), rows.Max(r => r.TriedAt).Instant(),
            last is null ? null : new Fault(last.Key, last.Tries, last.Error!));
    }, ct);

    const string Arxiv = PaperId.Arxiv + ":";

    /// <param name="Waiting">To be asked for, or asked for again.</param>
    /// <param name="GivenUp">Asked for as often as any is.</param>
    internal sealed record Told(int Waiting, int GivenUp, DateTimeOffset? LastTriedAt, Fault? LastError);

    internal sealed record Fault(string Paper, int Tries, string Reason);

    sealed record Row
    {
        public string Key { get; init; } = "";
        public long AskedAt { get; init; }
        public long? TriedAt { get; init; }
        public int Tries { get; init; }
        public string? Error { get; init; }
    }
}
