using System.Numerics;

namespace Digest.Matching;

/// <summary>The papers of one reading as an embedder's vectors, each of the length 1.</summary>
internal sealed class Meanings
{
    readonly float[][] papers;

    Meanings(float[][] papers) => this.papers = papers;

    /// <summary>Null when a vector says nothing or is of another length than the first.</summary>
    public static Meanings? Of(IReadOnlyList<float[]> papers) =>
        papers.Select(OfLengthOne).ToArray() is var vectors && vectors.All(v => v is not null && v.Length == vectors[0]!.Length)
            ? new Meanings(vectors!) : null;

    /// <summary>What an interest means, beside the papers; null when its vector is none of the papers' kind.</summary>
    /// <param name="weight">What meaning counts beside words, 0 to 1.</param>
    public Meaning? About(float[] interest, double weight)
    {
        if (papers.Length == 0 || OfLengthOne(interest) is not { } vector || vector.Length != papers[0].Length)
            return null;
        var cosines = Array.ConvertAll(papers, paper => Dot(paper, vector));
        var usual = cosines.Average();
        return new(weight, Array.ConvertAll(cosines, c => usual >= 1 ? 0 : (float)Math.Clamp((c - usual) / (1 - usual), 0, 1)));
    }

    static float[]? OfLengthOne(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(x => x * (double)x));
        return length > 0 && double.IsFinite(length) ? Array.ConvertAll(vector, x => (float)(x / length)) : null;
    }

    static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sum, i) = (Vector<float>.Zero, 0);
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var dot = Vector.Sum(sum);
        for (; i < a.Length; i++)
            dot += a[i] * b[i];
        return dot;
    }
}

/// <summary>How near each paper of a reading is to what an interest means. Every model has cosines of its own: at 0 a paper is
/// as near as papers usually are, at 1 it means the same.</summary>
internal sealed class Meaning(double weight, float[] nearness)
{
    /// <param name="paper">By its place in the reading.</param>
    public double Nearness(int paper) => nearness[paper];

    /// <summary>What words say and what is meant, mixed: meaning alone never brings more than its weight.</summary>
    public double Join(double words, int paper) => (1 - weight) * Math.Min(1, words) + weight * nearness[paper];
}
