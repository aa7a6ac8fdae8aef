using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Digest.Papers;

namespace Digest.Matching;

/// <summary>
/// The papers of one reading, ready to be compared with papers that people like. Two papers' likeness is the cosine between
/// what each has that the usual paper has not, in <see cref="LikenessTerms.Unit"/>s: at 1, one pair of unrelated papers in a
/// hundred is as alike. What a paper is like is worked out once, for all who like it. Shared by threads.
/// </summary>
internal sealed class LikenessIndex
{
    /// <summary>How many likenesses are kept, 16 MB of them; beyond, all is forgotten and worked out again when asked.</summary>
    const int MostKept = 4_000_000;

    readonly LikenessTerms terms;
    readonly int[] starts;
    readonly Posting[] postings;
    readonly double[] usual;
    readonly double[] distances;
    readonly Dictionary<long, int> places = [];
    readonly ConcurrentDictionary<(long Id, string Title), LikedPaper> kept = new();

    /// <param name="papers">In the order of the index they are matched with.</param>
    public LikenessIndex(LikenessTerms terms, IReadOnlyList<Paper> papers)
    {
        this.terms = terms;
        for (var p = 0; p < papers.Count; p++)
            places.TryAdd(papers[p].Id, p);
        var vectors = papers.Select(terms.VectorOf).ToList();
        (usual, distances) = (new double[vectors.Count], new double[vectors.Count]);
        starts = new int[terms.Count + 1];
        for (var p = 0; p < vectors.Count; p++)
        {
            usual[p] = terms.LikenessToUsual(vectors[p]);
            distances[p] = Distance(vectors[p], usual[p]);
            foreach (var term in vectors[p].Terms)
                starts[term + 1]++;
        }
        for (var t = 0; t < terms.Count; t++)
            starts[t + 1] += starts[t];
        postings = new Posting[starts[^1]];
        var next = starts.AsSpan(0, terms.Count).ToArray();
        for (var p = 0; p < vectors.Count; p++)
            for (var i = 0; i < vectors[p].Terms.Length; i++)
                postings[next[vectors[p].Terms[i]]++] = new Posting(p, vectors[p].Weights[i]);
    }

    /// <summary>How many papers there are.</summary>
    public int Papers => usual.Length;

    public LikenessTerms Terms => terms;

    /// <summary>A paper compared before, by the catalogue's number; null when it was not, or was forgotten.</summary>
    public LikedPaper? Known(long paper) => kept.GetValueOrDefault((paper, ""));

    /// <summary>A paper of this reading or any other, or a title alone, compared with each of these.</summary>
    public LikedPaper Compare(Paper paper)
    {
        var key = paper.Id == 0 ? (0, paper.Title) : (paper.Id, "");
        if (kept.TryGetValue(key, out var known))
            return known;
        var vector = terms.VectorOf(paper);
        var toUsual = terms.LikenessToUsual(vector);
        var compared = new LikedPaper(paper.Title, vector, toUsual, Distance(vector, toUsual), Likenesses(vector, toUsual))
        {
            Place = paper.Id == 0 ? null : places.TryGetValue(paper.Id, out var place) ? place : null,
        };
        if (kept.Count >= MostKept / Math.Max(1, Papers))
            kept.Clear();
        return kept.GetOrAdd(key, compared);
    }

    float[] Likenesses(LikenessVector vector, double toUsual)
    {
        var row = new float[Papers];
        var distance = Distance(vector, toUsual);
        if (distance == 0)
            return row;
        for (var i = 0; i < vector.Terms.Length; i++)
            foreach (var posting in postings.AsSpan(starts[vector.Terms[i]]..starts[vector.Terms[i] + 1]))
                row[posting.Paper] += vector.Weights[i] * posting.Strength;
        for (var p = 0; p < row.Length; p++)
            row[p] = distances[p] == 0 ? 0
                : (float)((row[p] - toUsual - usual[p] + terms.MeanSquare) / (distance * distances[p] * terms.Unit));
        return row;
    }

    // A paper without a known term is like nothing.
    double Distance(LikenessVector vector, double toUsual) =>
        vector.Terms.Length == 0 ? 0 : Math.Sqrt(Math.Max(0, 1 - 2 * toUsual + terms.MeanSquare));

    [StructLayout(LayoutKind.Auto)]
    readonly record struct Posting(int Paper, float Strength);
}

/// <summary>A paper that somebody likes or does not, and how like it each paper of a reading is.</summary>
/// <param name="ToUsual">Its likeness to the usual paper.</param>
/// <param name="Distance">How far it is from the usual paper; 0 for one that has nothing to compare.</param>
/// <param name="Likeness">By the paper's place in the reading, in units.</param>
internal sealed record LikedPaper(string Title, LikenessVector Vector, double ToUsual, double Distance, float[] Likeness)
{
    /// <summary>Its own place, where it stands in the reading.</summary>
    public int? Place { get; init; }
}
