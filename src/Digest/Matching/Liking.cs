namespace Digest.Matching;

/// <summary>
/// What somebody likes and wants less of, compared with the papers of one reading. A paper like the liked ones gains, one like
/// something unwanted loses:
///
///     score = clamp(what the interest says + likes − dislikes)
///
/// Likes grow with their number, because one of them says little; papers given as what an interest is about count in full. A
/// single "less like this" counts in full at once, for what is very like it, and not at all for what merely is of its field.
/// The figures behind the numbers here are in docs/relevance.md.
/// </summary>
internal sealed class Liking
{
    /// <summary>How many papers are looked at, the newest; older ones hardly count any more.</summary>
    const int MostPapers = 100;

    /// <summary>A likeness that is a match by itself, beyond doubt: 4 units, so that 1.8 are as much as the usual threshold.</summary>
    public const float FullLikeness = 4;

    /// <summary>From where on a paper is too like an unwanted one, and from where on it is as good as the same.</summary>
    const float DislikedFrom = 0.5f, DislikedWhole = 3.5f;

    /// <summary>What is disliked so much, likes taken off, is not shown where no interest asks for it.</summary>
    public const double Unwanted = 0.36;

    readonly IReadOnlyList<LikedPaper> liked, disliked;
    readonly float[]? likeness, dislikeness;
    readonly bool isStated;

    Liking(LikenessIndex index, IReadOnlyList<LikedPaper> liked, IReadOnlyList<LikedPaper> disliked, bool isStated)
    {
        (this.liked, this.disliked, this.isStated) = (liked, disliked, isStated);
        Share = isStated ? 1 : LikedProfile.Share(liked.Count);
        likeness = liked.Count > 0 ? LikedProfile.Of(index, liked) : null;
        dislikeness = disliked.Count > 0 ? LikedProfile.Nearest(index, disliked) : null;
    }

    /// <summary>Null when nothing is liked or disliked.</summary>
    /// <param name="liked">Oldest first, as are the <paramref name="disliked"/>.</param>
    /// <param name="isStated">The interest is about papers like these: they say what is wanted, as words would.</param>
    public static Liking? Of(
        LikenessIndex index, IReadOnlyList<LikedPaper> liked, IReadOnlyList<LikedPaper> disliked, bool isStated = false) =>
        liked.Count + disliked.Count == 0 ? null
            : new Liking(index, [.. liked.TakeLast(MostPapers)], [.. disliked.TakeLast(MostPapers)], isStated);

    /// <summary>What likes count, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>What likes add to the score of a paper, by its place in the reading; 0 to 1.</summary>
    public double Likes(int paper) => likeness is null ? 0 : Share * Math.Clamp(likeness[paper] / FullLikeness, 0, 1);

    /// <summary>What is taken off; 0 to 1.</summary>
    public double Dislikes(int paper) => dislikeness is null ? 0
        : Math.Clamp((dislikeness[paper] - DislikedFrom) / (DislikedWhole - DislikedFrom), 0, 1);

    /// <summary>The score of a paper whose interest's other parts say so much.</summary>
    public double Join(double stated, int paper) => Math.Clamp(Math.Min(1, stated) + Likes(paper) - Dislikes(paper), 0, 1);

    /// <summary>It is one of the papers given as examples, and known already.</summary>
    public bool IsExample(int paper) => isStated && liked.Any(l => l.Place == paper);

    /// <summary>The liked paper that this one is most like; null when none is liked.</summary>
    public NearestPaper? NearestLiked(int paper) => Nearest(liked, paper);

    public NearestPaper? NearestDisliked(int paper) => Nearest(disliked, paper);

    static NearestPaper? Nearest(IReadOnlyList<LikedPaper> papers, int paper) =>
        papers.MaxBy(l => l.Likeness[paper]) is { } nearest ? new(nearest.Title, nearest.Likeness[paper]) : null;
}
