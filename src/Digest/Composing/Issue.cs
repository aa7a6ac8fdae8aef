using Digest.Matching;
using Digest.Papers;

namespace Digest.Composing;

/// <summary>What goes into one subscriber's digest for one local date.</summary>
/// <param name="Sections">In the order they are shown; none is empty.</param>
internal sealed record Issue(IReadOnlyList<Section> Sections)
{
    /// <summary>How many papers it holds; news of others are not counted.</summary>
    public int Count => Sections.Sum(s => s.Entries.Count);
    public bool IsEmpty => Sections.Count == 0;
}

/// <summary>Papers that stand together for one reason.</summary>
/// <param name="Interest">The name of the interest they match; null for a section of no interest.</param>
internal sealed record Section(SectionKind Kind, string? Interest, IReadOnlyList<Entry> Entries)
{
    /// <summary>What a section of updates holds instead of entries.</summary>
    public IReadOnlyList<Update> Updates { get; init; } = [];
}

internal enum SectionKind { ForYou, Trending, Discovery, Updates }

/// <summary>One paper in an issue.</summary>
/// <param name="EditionId">The edition it came from, which fixes rank, reason and signals.</param>
/// <param name="Score">The match's score, or the edition's score for a trending entry or a discovery.</param>
/// <param name="Reason">Why it matches; none for a trending entry or a discovery.</param>
internal sealed record Entry(RankedPaper Paper, long EditionId, double Score, MatchReason Reason)
{
    /// <summary>What the score is made of; null for a trending entry.</summary>
    public ScoreParts? Parts { get; init; }
}
