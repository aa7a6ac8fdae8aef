using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>The papers that some subscribers like, dislike or name as examples, compared with one reading; who said what of
/// which interest is told from their taste.</summary>
/// <param name="papers">By the catalogue's number as their feedback has it; one that is gone is not in it.</param>
/// <param name="examples">What interests name; one that is neither known nor has a title is not in it.</param>
internal sealed class Likes(
    LikenessIndex index, IReadOnlyDictionary<long, LikedPaper> papers, IReadOnlyDictionary<ExamplePaper, LikedPaper> examples)
{
    /// <summary>What counts for an interest: its own papers, then what was said of papers that stood under it.</summary>
    public Liking? About(Interest interest, Taste taste)
    {
        var own = interest.Papers.Select(p => examples.GetValueOrDefault(p)).OfType<LikedPaper>().ToList();
        var said = taste.Feedback.Where(f => f.Interest is { } about && about == interest.Id);
        return Liking.Of(index, [.. own, .. Said(said, Verdict.More)], Said(said, Verdict.Less), isStated: own.Count > 0);
    }

    /// <summary>What counts for papers that stand under no interest: more, said of such papers; less, said of any. What
    /// somebody wants less of under an interest is not shown to them elsewhere either.</summary>
    public Liking? AboutTrending(IReadOnlyList<Interest> interests, Taste taste) => Liking.Of(index,
        Said(taste.Feedback.Where(f => !interests.Any(i => f.Interest is { } about && about == i.Id)), Verdict.More),
        Said(taste.Feedback, Verdict.Less));

    List<LikedPaper> Said(IEnumerable<Feedback> feedback, Verdict verdict) =>
        [.. feedback.Where(f => f.Verdict == verdict).Select(f => papers.GetValueOrDefault(f.Paper)).OfType<LikedPaper>()];
}
