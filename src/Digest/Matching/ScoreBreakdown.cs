namespace Digest.Matching;

/// <summary>How a paper came by its score, for whoever asks why; issues go without it.</summary>
/// <param name="Threshold">The least score that is a match; null where there is no interest.</param>
/// <param name="Terms">What it says that the paper has, the most telling first.</param>
/// <param name="Asked">What all the interest says weighs together.</param>
/// <param name="LikesShare">What likes count, 0 to 1: the more there are, the more.</param>
/// <param name="Liked">The liked paper nearest to it, whether it counted or not.</param>
/// <param name="Analyser">The version of the text analysis.</param>
internal sealed record ScoreBreakdown(
    double? Threshold, IReadOnlyList<TermBreakdown> Terms, double Asked, double Likes, double Dislikes, double LikesShare,
    NearestPaper? Liked, NearestPaper? Disliked, double? Meaning, int Analyser)
{
    public static ScoreBreakdown OfTrending(Liking? liking, int paper) => Of(null, [], 0, liking, null, paper);

    public static ScoreBreakdown Of(
        double? threshold, IReadOnlyList<TermBreakdown> terms, double asked, Liking? liking, Meaning? meaning, int paper) => new(
        threshold, terms, asked, liking?.Likes(paper) ?? 0, liking?.Dislikes(paper) ?? 0, liking?.Share ?? 0,
        liking?.NearestLiked(paper), liking?.NearestDisliked(paper), meaning?.Nearness(paper), TextAnalysis.AnalyzerVersion);
}

/// <param name="Written">The words as the subscriber wrote them.</param>
/// <param name="Weight">What they count when a paper is all about them.</param>
/// <param name="Strength">0 to 1, how much this one is.</param>
/// <param name="Share">What they bring to the words' score.</param>
internal sealed record TermBreakdown(string Written, double Weight, double Strength, double Share);

/// <param name="Likeness">In units: at 1, one pair of unrelated papers in a hundred is as alike.</param>
internal sealed record NearestPaper(string Title, double Likeness);
