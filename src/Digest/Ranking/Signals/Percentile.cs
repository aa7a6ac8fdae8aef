namespace Digest.Ranking.Signals;

/// <summary>Where a value stands among its peers. Votes grow all day and differ from day to day, so only the order among
/// papers that had the same time is trusted, never a threshold.</summary>
internal sealed class Percentile
{
    readonly double[] sorted;

    public Percentile(IEnumerable<double> peers)
    {
        sorted = [.. peers];
        Array.Sort(sorted);
    }

    /// <summary>0 to 1; equal values stand equally, in the middle of their places.</summary>
    public double Of(double value)
    {
        var below = 0;
        var equal = 0;
        foreach (var peer in sorted)
        {
            if (peer < value) below++;
            else if (peer == value) equal++;
        }
        return sorted.Length == 0 ? 0.5 : (below + 0.5 * equal) / sorted.Length;
    }
}
