using System.Buffers;

namespace Digest.Matching;

/// <summary>
/// What somebody's liked papers have in common that the usual paper has not: the centroid of the liked, later ones counting
/// more, minus the mean of all papers (Rocchio's feedback, with the corpus for the negatives). A paper's likeness to it is the
/// cosine, in the index's units. Whose papers have little in common still finds what is very like a single one of them.
/// </summary>
internal static class LikedProfile
{
    /// <summary>What one like counts beside the next: thirty later it is about a fifth.</summary>
    const double Decay = 0.95;

    /// <summary>By how much more a paper must be like one than it would have to be like all.</summary>
    const float OneAlone = 1.8f;

    /// <summary>What so many likes count beside an interest's words, which alone say more than the first three likes do.</summary>
    public static double Share(int likes) => Math.Min(1, likes / 5.0);

    /// <summary>How like them each paper is, by place.</summary>
    /// <param name="liked">Papers liked, oldest first; one at least.</param>
    public static float[] Of(LikenessIndex index, IReadOnlyList<LikedPaper> liked)
    {
        var weights = Enumerable.Range(1, liked.Count).Select(i => Math.Pow(Decay, liked.Count - i)).ToList();
        var shares = weights.ConvertAll(w => w / weights.Sum());
        var likeness = new float[index.Papers];
        if (Distance(index, liked, shares) is var distance and > 0)
            for (var i = 0; i < liked.Count; i++)
                Add(liked[i].Likeness, (float)(shares[i] * liked[i].Distance / distance), likeness);
        var nearest = Nearest(index, liked);
        for (var p = 0; p < likeness.Length; p++)
            likeness[p] = Math.Max(likeness[p], nearest[p] - OneAlone);
        return likeness;
    }

    /// <summary>How like the nearest of them each paper is.</summary>
    public static float[] Nearest(LikenessIndex index, IReadOnlyList<LikedPaper> papers)
    {
        var nearest = new float[index.Papers];
        papers[0].Likeness.CopyTo(nearest, 0);
        foreach (var paper in papers.Skip(1))
            for (var p = 0; p < nearest.Length; p++)
                nearest[p] = Math.Max(nearest[p], paper.Likeness[p]);
        return nearest;
    }

    static void Add(float[] row, float share, float[] sum)
    {
        for (var p = 0; p < sum.Length; p++)
            sum[p] += share * row[p];
    }

    /// <summary>How far the centroid is from the usual paper.</summary>
    static double Distance(LikenessIndex index, IReadOnlyList<LikedPaper> liked, List<double> shares)
    {
        var sum = ArrayPool<float>.Shared.Rent(index.Terms.Count);
        Array.Clear(sum, 0, index.Terms.Count);
        var (square, toUsual) = (0.0, 0.0);
        for (var i = 0; i < liked.Count; i++)
        {
            liked[i].Vector.AddTo(sum, (float)shares[i]);
            toUsual += shares[i] * liked[i].ToUsual;
        }
        foreach (var paper in liked)
            foreach (var term in paper.Vector.Terms)
            {
                square += sum[term] * (double)sum[term];
                sum[term] = 0;
            }
        ArrayPool<float>.Shared.Return(sum);
        return Math.Sqrt(Math.Max(0, square - 2 * toUsual + index.Terms.MeanSquare));
    }
}
