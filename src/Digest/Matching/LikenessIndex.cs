using System.Runtime.InteropServices;
using Digest.Papers;

namespace Digest.Matching;

/// <summary>
/// Papers as directions in the space of their terms, to tell which are like those somebody liked. A term's weight in a paper is
///
///     (1 + ln count) × (1 + ln((papers + 1) / (papers with it + 1)))
///
/// with the title counted twice, and a paper's weights have the length 1. Terms of a single paper say nothing about another
/// and are left out. Made once, never changed, shared by threads.
/// </summary>
internal sealed class LikenessIndex
{
    const float TitleCount = 2;

    // A word alone is the pair of it and nothing.
    const int Nothing = 0;

    readonly Dictionary<string, int> words = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<(int First, int Second), int> terms = [];
    readonly int[] with;
    readonly LikenessVector[] vectors;
    readonly float[] mean;

    public LikenessIndex(IReadOnlyList<Paper> papers)
    {
        var counted = papers.Select(Count).ToList();
        with = new int[terms.Count];
        foreach (var counts in counted)
            foreach (var term in counts.Keys)
                with[term]++;
        vectors = [.. counted.Select(c => Weigh(c, papers.Count))];
        mean = new float[terms.Count];
        foreach (var vector in vectors)
            vector.AddTo(mean, 1f / Math.Max(1, vectors.Length));
    }

    /// <summary>The usual paper.</summary>
    public ReadOnlySpan<float> Mean => mean;

    /// <summary>The paper at a place of the list the index was made from.</summary>
    public LikenessVector this[int place] => vectors[place];

    Dictionary<int, float> Count(Paper paper)
    {
        var counts = new Dictionary<int, float>();
        Add(paper.Title, TitleCount);
        Add(paper.Abstract, 1);
        return counts;

        void Add(string text, float weight)
        {
            var before = Nothing;
            foreach (var place in SurfaceTerms.Of(text))
            {
                var word = Number(text.AsSpan(place));
                Increase((word, Nothing), weight);
                if (before != Nothing)
                    Increase((before, word), weight);
                before = word;
            }
        }

        void Increase((int First, int Second) term, float weight)
        {
            if (!terms.TryGetValue(term, out var number))
                terms.Add(term, number = terms.Count);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, number, out _) += weight;
        }
    }

    /// <summary>The word's number, from 1.</summary>
    int Number(ReadOnlySpan<char> word)
    {
        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(word, out var number))
            known.TryAdd(word, number = words.Count + 1);
        return number;
    }

    LikenessVector Weigh(Dictionary<int, float> counts, int papers)
    {
        var known = counts.Where(c => with[c.Key] > 1).OrderBy(c => c.Key).ToArray();
        var weights = new float[known.Length];
        var length = 0.0;
        for (var i = 0; i < known.Length; i++)
        {
            var rarity = 1 + Math.Log((papers + 1.0) / (with[known[i].Key] + 1.0));
            weights[i] = (float)((1 + Math.Log(known[i].Value)) * rarity);
            length += weights[i] * (double)weights[i];
        }
        if (length > 0)
            foreach (ref var weight in weights.AsSpan())
                weight = (float)(weight / Math.Sqrt(length));
        return new LikenessVector(Array.ConvertAll(known, k => k.Key), weights);
    }
}

/// <summary>A paper's terms, by number, and what each weighs in it.</summary>
internal sealed record LikenessVector(int[] Terms, float[] Weights)
{
    public void AddTo(Span<float> sum, float share)
    {
        for (var i = 0; i < Terms.Length; i++)
            sum[Terms[i]] += share * Weights[i];
    }

    public double Dot(ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var i = 0; i < Terms.Length; i++)
            sum += Weights[i] * other[Terms[i]];
        return sum;
    }
}
