using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>What readers said of papers: more, less, never.</summary>
internal sealed class TasteStore(Database database)
{
    /// <summary>How much is kept of each kind for one reader; the oldest gives way.</summary>
    public const int MostFeedback = 500, MostMutes = 200;

    /// <summary>Says more or less of a paper, in place of what was said before; false when it was said already.</summary>
    public Task<bool> SayAsync(long subscriber, Feedback feedback, CancellationToken ct) => database.WriteAsync(db =>
    {
        var changed = db.Execute("""
            INSERT INTO feedback (subscriber, paper, verdict, interest, issue, at)
            VALUES (@subscriber, @Paper, @verdict, @Interest, @Issue, @at)
            ON CONFLICT (subscriber, paper) DO UPDATE SET verdict = excluded.verdict, interest = excluded.interest,
              issue = excluded.issue, at = excluded.at
            WHERE feedback.verdict <> excluded.verdict
            """, new
        {
            subscriber, feedback.Paper, verdict = Rows.Word(feedback.Verdict), feedback.Interest, feedback.Issue, at = feedback.At.Ms(),
        }) == 1;
        db.Execute("""
            DELETE FROM feedback WHERE subscriber = @subscriber AND paper NOT IN (
              SELECT paper FROM feedback WHERE subscriber = @subscriber ORDER BY at DESC, paper DESC LIMIT @most)
            """, new { subscriber, most = MostFeedback });
        return changed;
    }, ct);

    /// <summary>Takes back what was said of a paper; false when nothing was.</summary>
    public Task<bool> UnsayAsync(long subscriber, long paper, CancellationToken ct) => database.WriteAsync(db =>
        db.Execute("DELETE FROM feedback WHERE subscriber = @subscriber AND paper = @paper", new { subscriber, paper }) == 1, ct);

    /// <summary>False when it was muted already.</summary>
    public Task<bool> MuteAsync(long subscriber, Mute mute, CancellationToken ct) => database.WriteAsync(db =>
    {
        var changed = db.Execute("""
            INSERT INTO mutes (subscriber, kind, what, at) VALUES (@subscriber, @kind, @What, @at)
            ON CONFLICT (subscriber, kind, what) DO NOTHING
            """, new { subscriber, kind = Rows.Word(mute.Kind), mute.What, at = mute.At.Ms() }) == 1;
        db.Execute("""
            DELETE FROM mutes WHERE subscriber = @subscriber AND (kind, what) NOT IN (
              SELECT kind, what FROM mutes WHERE subscriber = @subscriber ORDER BY at DESC, kind, what LIMIT @most)
            """, new { subscriber, most = MostMutes });
        return changed;
    }, ct);

    /// <summary>False when it was not muted.</summary>
    public Task<bool> UnmuteAsync(long subscriber, MuteKind kind, string what, CancellationToken ct) => database.WriteAsync(db =>
        db.Execute("DELETE FROM mutes WHERE subscriber = @subscriber AND kind = @kind AND what = @what",
            new { subscriber, kind = Rows.Word(kind), what }) == 1, ct);

    /// <summary>What each of these said; who said nothing is not in it.</summary>
    internal static IReadOnlyDictionary<long, Taste> Read(DbConnection db, IReadOnlyList<long> subscribers)
    {
        var feedback = db.QueryByIds<FeedbackRow>("SELECT * FROM feedback WHERE subscriber IN {=ids} ORDER BY subscriber, at, paper", subscribers)
            .ToLookup(r => r.Subscriber, r => new Feedback(r.Paper, Rows.FromWord<Verdict>(r.Verdict), r.Interest, r.Issue, r.At.Instant()));
        var mutes = db.QueryByIds<MuteRow>("SELECT * FROM mutes WHERE subscriber IN {=ids} ORDER BY subscriber, at, kind, what", subscribers)
            .ToLookup(r => r.Subscriber, r => new Mute(Rows.FromWord<MuteKind>(r.Kind), r.What, r.At.Instant()));
        return feedback.Select(f => f.Key).Union(mutes.Select(m => m.Key))
            .ToDictionary(id => id, id => new Taste([.. feedback[id]], [.. mutes[id]]));
    }

    sealed record FeedbackRow
    {
        public long Subscriber { get; init; }
        public long Paper { get; init; }
        public string Verdict { get; init; } = "";
        public long? Interest { get; init; }
        public long? Issue { get; init; }
        public long At { get; init; }
    }

    sealed record MuteRow
    {
        public long Subscriber { get; init; }
        public string Kind { get; init; } = "";
        public string What { get; init; } = "";
        public long At { get; init; }
    }
}
