namespace Digest.Ranking.Signals;

/// <summary>Upvotes gained in the last 24 hours: what lets a paper rise on its third day.</summary>
internal static class Growth
{
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Per 24 hours, over all sources. A paper listed within the last day started from nothing; for an older one
    /// that has a single snapshot nothing can be said, which is 0.</summary>
    public static double Gained(Candidate candidate, DateTimeOffset at)
    {
        var gained = 0.0;
        foreach (var source in candidate.Signals.Where(s => s.Signal.TakenAt <= at && s.Signal.Upvotes is not null)
                     .GroupBy(s => s.Source, StringComparer.Ordinal))
        {
            var newest = source.MaxBy(s => s.Signal.TakenAt)!.Signal;
            var before = source.Where(s => s.Signal.TakenAt <= at - Day).MaxBy(s => s.Signal.TakenAt)?.Signal
                ?? source.MinBy(s => s.Signal.TakenAt)!.Signal;
            var young = candidate.Paper.FirstListedAt > at - Day;
            var from = young ? 0 : before.Upvotes!.Value;
            // A span shorter than a day is not stretched: two quick votes are not a trend.
            var days = young ? 1 : Math.Max(1, (newest.TakenAt - before.TakenAt) / Day);
            gained += Math.Max(0, newest.Upvotes!.Value - from) / days;
        }
        return gained;
    }
}
