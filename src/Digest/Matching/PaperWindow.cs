using Digest.Papers;

namespace Digest.Matching;

/// <summary>The newest papers there are, which say how rare words are: a day of thirty papers is matched as if it were one of
/// many. Counted when first asked for, shared by all readings.</summary>
/// <param name="papers">Every paper once.</param>
internal sealed class PaperWindow(IReadOnlyList<Paper> papers, MatchingOptions options)
{
    readonly Lazy<TextIndex> _words = new(() => new TextIndex(
        [.. papers.Select(p => new RankedPaper(p, 0, 0, new RankReason(RankReasonKind.New, 0), null))], options));

    readonly Lazy<LikenessTerms> _likeness = new(() => new LikenessTerms(papers));

    /// <summary>In how many papers terms stand, and the short forms that the papers introduce.</summary>
    public TextIndex Words => _words.Value;

    /// <summary>What terms weigh when papers are compared.</summary>
    public LikenessTerms Likeness => _likeness.Value;
}
