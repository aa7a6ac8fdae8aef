using Digest.Papers;

namespace Digest.Ranking.Signals;

/// <summary>How much attention a paper has had in all, from the newest snapshot of each source.</summary>
internal static class Attention
{
    /// <summary>The newest counts at <paramref name="at"/>. Upvotes and comments of different sources are different
    /// people and add up; stars are those of one repository whoever reports them, so the highest count is it.</summary>
    public static Signal? Total(IReadOnlyList<Snapshot> snapshots, DateTimeOffset at)
    {
        Signal? total = null;
        foreach (var source in snapshots.Where(s => s.Signal.TakenAt <= at).GroupBy(s => s.Source, StringComparer.Ordinal))
        {
            var newest = source.MaxBy(s => s.Signal.TakenAt)!.Signal;
            total = total is null ? newest : new Signal(
                newest.TakenAt > total.TakenAt ? newest.TakenAt : total.TakenAt,
                Add(total.Upvotes, newest.Upvotes),
                Add(total.Comments, newest.Comments),
                Higher(total.Stars, newest.Stars));
        }
        return total is { Upvotes: null, Comments: null, Stars: null } ? null : total;
    }

    /// <summary>The counts as one number, in upvotes, on a logarithm: votes are heavy-tailed (half of a day's papers
    /// have 6 or fewer, one in a hundred has over 76).</summary>
    public static double Heat(Signal signal, RankingOptions options) =>
        Math.Log(1 + Upvotes(signal) + Comments(signal, options) + Stars(signal, options));

    public static RankReason Reason(Signal signal, RankingOptions options)
    {
        var (upvotes, comments, stars) = (Upvotes(signal), Comments(signal, options), Stars(signal, options));
        return upvotes + comments + stars == 0 ? new RankReason(RankReasonKind.New, 0)
            : upvotes >= comments && upvotes >= stars ? new RankReason(RankReasonKind.Upvotes, signal.Upvotes ?? 0)
            : comments >= stars ? new RankReason(RankReasonKind.Comments, signal.Comments ?? 0)
            : new RankReason(RankReasonKind.Stars, signal.Stars ?? 0);
    }

    // A source that says less than nothing is read as nothing.
    static double Upvotes(Signal s) => Math.Max(0, s.Upvotes ?? 0);
    static double Comments(Signal s, RankingOptions o) => o.CommentWeight * Math.Max(0, s.Comments ?? 0);
    static double Stars(Signal s, RankingOptions o) => o.StarWeight * Math.Log(1 + Math.Max(0, s.Stars ?? 0));

    static int? Add(int? a, int? b) => a is null ? b : b is null ? a : (int)Math.Min(int.MaxValue, (long)a + b.Value);
    static int? Higher(int? a, int? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
}
