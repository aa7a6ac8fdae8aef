using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>A paper that an interest asks for.</summary>
/// <param name="Score">0 to 1: how much of what the interest says the paper is about. Comparable between interests.</param>
/// <param name="Reason">Why, in the subscriber's words.</param>
internal sealed record Match(RankedPaper Paper, Interest Interest, double Score, MatchReason Reason)
{
    /// <summary>The interest's words found in the paper, as the subscriber wrote them, the most telling first.</summary>
    public IReadOnlyList<string> Words => Reason.Words;

    /// <summary>What the score is made of.</summary>
    public ScoreParts? Parts { get; init; }
}

/// <summary>Why a paper matches. What does not apply is empty.</summary>
/// <param name="words">Asked once, when somebody wants to know: of all matches only those in an issue are explained.</param>
internal sealed class MatchReason(Func<IReadOnlyList<string>> words, string like = "")
{
    IReadOnlyList<string>? found;

    public MatchReason(IReadOnlyList<string> words, string like = "") : this(() => words, like)
    {
    }

    public static MatchReason None { get; } = new([]);

    /// <summary>The interest's words found in it, authors and categories among them, the most telling first.</summary>
    public IReadOnlyList<string> Words => found ??= words();

    /// <summary>The title of the liked paper that it is most like, where that is what brought it.</summary>
    public string Like => like;
}

/// <summary>What a score is made of: the greater of <paramref name="Words"/> and <paramref name="Follows"/>, plus
/// <paramref name="Likes"/>, less <paramref name="Dislikes"/>.</summary>
/// <param name="Words">0 to 1, from the interest's words.</param>
/// <param name="Follows">1 for a paper by an author followed, or in a category followed whole; else 0.</param>
/// <param name="Likes">From papers liked, weighed by how many they are.</param>
/// <param name="Dislikes">From papers the subscriber wants less of.</param>
internal sealed record ScoreParts(double Words, double Follows = 0, double Likes = 0, double Dislikes = 0)
{
    /// <summary>0 to 1, how near an embedder finds what is meant; the words are mixed with it by its weight. Null without one.</summary>
    public double? Meaning { get; init; }
}
