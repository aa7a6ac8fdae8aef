namespace Digest.Ranking;

/// <summary>How one source's count of one signal went, as gains between snapshots. Snapshots come when they come, counts are
/// taken back and corrected, so only what grew and stayed is a gain.</summary>
internal sealed class Course
{
    Course(DateTimeOffset from, int count, IReadOnlyList<Gain> gains) =>
        (Count, Gains, Until) = (count, gains, gains.Count > 0 ? gains[^1].Until : from);

    /// <summary>The newest snapshot.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The newest count.</summary>
    public int Count { get; }

    /// <summary>One after the other, without gaps.</summary>
    public IReadOnlyList<Gain> Gains { get; }

    /// <param name="from">When the count was nothing; null when that is not known (a repository may be old), and then the
    /// first snapshot is where it begins.</param>
    /// <param name="counted">The counts in order of time.</param>
    /// <returns>Null when nothing was counted.</returns>
    public static Course? Of(DateTimeOffset? from, IReadOnlyList<(DateTimeOffset At, int Count)> counted)
    {
        if (counted.Count == 0)
            return null;
        var newest = Math.Max(0, counted[^1].Count);
        var begins = from is { } start && start < counted[0].At;
        // A count that drops and comes back was misread once; one that stays down was corrected.
        var most = Math.Max(0, counted[0].Count);
        var first = begins ? (At: from!.Value, Count: 0) : (counted[0].At, Count: Math.Min(most, newest));
        var (before, gains) = (first, new List<Gain>(counted.Count));
        foreach (var (at, count) in counted)
        {
            most = Math.Max(most, count);
            var steady = Math.Min(most, newest);
            if (at <= before.At)
                continue;
            gains.Add(new(before.At, at, steady - before.Count));
            before = (at, steady);
        }
        return new(first.At, newest, gains);
    }

    /// <summary>The snapshot nearest to an instant that was followed by another; null when none was taken within
    /// <paramref name="off"/> of it.</summary>
    public DateTimeOffset? SnapshotNear(DateTimeOffset instant, TimeSpan off) =>
        Gains.MinBy(g => (g.From - instant).Duration()) is { } nearest && (nearest.From - instant).Duration() <= off ? nearest.From : null;

    /// <summary>What was gained since a snapshot.</summary>
    public int GainedSince(DateTimeOffset snapshot) => Gains.Where(g => g.From >= snapshot).Sum(g => g.Count);
}

/// <summary>What a count grew by between two snapshots.</summary>
internal sealed record Gain(DateTimeOffset From, DateTimeOffset Until, int Count);
