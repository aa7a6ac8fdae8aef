using Digest.Matching;
using Digest.Subscribers;

namespace Digest.Composing;

/// <summary>All that decides one subscriber's issue.</summary>
/// <param name="Span">The editions since their last issue.</param>
/// <param name="Interests">In the order their sections are shown; empty for someone who follows nothing.</param>
/// <param name="Shown">Papers, by the catalogue's number, that they were shown before, or never want to see.</param>
/// <param name="Size">The most papers they want.</param>
/// <param name="WantsTrendingAlone">They named interests and want an issue even when nothing matches.</param>
internal sealed record Reading(
    EditionSpan Span,
    IReadOnlyList<InterestMatches> Interests,
    IReadOnlySet<long> Shown,
    int Size = Preferences.DefaultSize,
    bool WantsTrendingAlone = false)
{
    /// <summary>What trends, in the order in which they would have it.</summary>
    public IReadOnlyList<Standing> Trending { get; init; } = Span.Trending;

    /// <summary>News about papers they were shown, that they were not told yet; in any order.</summary>
    public IReadOnlyList<Update> Updates { get; init; } = [];

    /// <summary>Which papers of the span are about the same thing.</summary>
    public NearPapers Near { get; init; } = NearPapers.None;

    /// <summary>Whose turn it is at what: another number for each reader and day, so that discoveries differ. Null leaves them
    /// out.</summary>
    public long? Turn { get; init; }
}

/// <summary>An interest with the papers that match it, in any order. Papers outside the span are passed over.</summary>
internal sealed record InterestMatches(Interest Interest, IReadOnlyList<Match> Matches);
