namespace Digest.Matching;

/// <summary>
/// What somebody's liked papers have in common that the usual paper has not: the centroid of the liked, later ones counting
/// more, minus the mean of all papers (Rocchio's feedback, with the corpus for the negatives). Its likeness to a paper is
/// the scalar product.
/// </summary>
internal sealed class LikedProfile
{
    /// <summary>What one like counts beside the next: thirty later it is about a fifth.</summary>
    const double Decay = 0.95;

    readonly float[] direction;

    LikedProfile(float[] direction) => this.direction = direction;

    /// <param name="liked">Papers liked, oldest first; one at least.</param>
    public static LikedProfile Of(LikenessIndex index, IReadOnlyList<LikenessVector> liked)
    {
        var sum = new float[index.Mean.Length];
        var weights = Enumerable.Range(1, liked.Count).Select(i => Math.Pow(Decay, liked.Count - i)).ToList();
        var all = weights.Sum();
        for (var i = 0; i < liked.Count; i++)
            liked[i].AddTo(sum, (float)(weights[i] / all));
        for (var i = 0; i < sum.Length; i++)
            sum[i] -= index.Mean[i];
        return new LikedProfile(sum);
    }

    /// <summary>What so many likes count beside an interest's words, which alone say more than the first three likes do.</summary>
    public static double Share(int likes) => Math.Min(1, likes / 5.0);

    public double LikenessTo(LikenessVector paper) => paper.Dot(direction);
}
