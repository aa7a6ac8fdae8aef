using System.Runtime.InteropServices;
using Digest.Papers;

namespace Digest.Matching;

/// <summary>
/// What words and pairs of words weigh when papers are compared, counted once over a window of papers. A term's weight in a
/// paper is
///
///     (1 + ln count) × (1 + ln((papers + 1) / (papers with it + 1)))
///
/// with the title counted twice, and a paper's weights have the length 1. Terms of a single paper say nothing about another
/// and are left out, as are those that no paper of the window has. Made once, never changed, shared by threads.
/// </summary>
internal sealed class LikenessTerms
{
    const float TitleCount = 2;

    // A word alone is the pair of it and nothing.
    const int Nothing = 0;

    /// <summary>How many pairs of the window are compared to learn how alike papers are that have nothing to do with each
    /// other.</summary>
    const int PairsCompared = 20_000;

    /// <summary>Between what measured windows of 30 to 10,000 papers had: a handful of papers says nothing of others.</summary>
    const double LeastUnit = 0.03, MostUnit = 0.2;

    readonly Dictionary<string, int> words = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<(int First, int Second), int> terms = [];
    readonly Dictionary<(long Id, int Revision), LikenessVector> known = [];
    readonly float[] rarity;
    readonly float[] mean;

    /// <param name="window">Every paper once.</param>
    public LikenessTerms(IReadOnlyList<Paper> window)
    {
        var all = new Dictionary<(int First, int Second), int>();
        var with = new List<int>();
        var counted = window.Select(paper => CountsOf(paper, AddWord, pair =>
        {
            if (all.TryGetValue(pair, out var number))
                return number;
            all.Add(pair, with.Count);
            with.Add(0);
            return with.Count - 1;
        })).ToList();
        foreach (var counts in counted)
            foreach (var term in counts.Keys)
                with[term]++;

        var numbers = new int[with.Count];
        foreach (var (pair, number) in all)
        {
            numbers[number] = with[number] > 1 ? terms.Count : -1;
            if (with[number] > 1)
                terms.Add(pair, terms.Count);
        }
        rarity = new float[terms.Count];
        foreach (var (pair, number) in all)
            if (numbers[number] >= 0)
                rarity[numbers[number]] = (float)(1 + Math.Log((window.Count + 1.0) / (with[number] + 1.0)));

        var vectors = counted.ConvertAll(counts => Weigh(
            counts.Where(c => numbers[c.Key] >= 0).Select(c => KeyValuePair.Create(numbers[c.Key], c.Value))));
        mean = new float[terms.Count];
        foreach (var vector in vectors)
            vector.AddTo(mean, 1f / vectors.Count);
        MeanSquare = mean.Sum(weight => weight * (double)weight);
        for (var i = 0; i < vectors.Count; i++)
            known.TryAdd((window[i].Id, window[i].Revision), vectors[i]);
        Unit = UnitOf(vectors);
    }

    /// <summary>How many terms there are; their numbers are below it.</summary>
    public int Count => rarity.Length;

    /// <summary>The likeness of the usual paper to itself.</summary>
    public double MeanSquare { get; }

    /// <summary>As alike as one pair of the window's papers in a hundred is, the usual paper taken off: what likenesses are
    /// counted in, because a larger window has rarer terms and thereby lower ones.</summary>
    public double Unit { get; }

    public double LikenessToUsual(LikenessVector vector) => vector.Dot(mean);

    public LikenessVector VectorOf(Paper paper) =>
        paper.Id != 0 && known.TryGetValue((paper.Id, paper.Revision), out var vector) ? vector : Weigh(CountsOf(
            paper, word => words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var number) ? number : -1,
            pair => terms.GetValueOrDefault(pair, -1)));

    static Dictionary<int, float> CountsOf(Paper paper, NumberOfWord word, Func<(int First, int Second), int> term)
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
                var number = word(text.AsSpan(place));
                Increase((number, Nothing), weight);
                if (before != Nothing)
                    Increase((before, number), weight);
                before = number;
            }
        }

        void Increase((int First, int Second) pair, float weight)
        {
            if (term(pair) is var number and >= 0)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, number, out _) += weight;
        }
    }

    /// <summary>The word's number, from 1.</summary>
    int AddWord(ReadOnlySpan<char> word)
    {
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(word, out var number))
            lookup.TryAdd(word, number = words.Count + 1);
        return number;
    }

    LikenessVector Weigh(IEnumerable<KeyValuePair<int, float>> counts)
    {
        var ordered = counts.OrderBy(c => c.Key).ToArray();
        var weights = new float[ordered.Length];
        var length = 0.0;
        for (var i = 0; i < ordered.Length; i++)
        {
            weights[i] = (float)((1 + Math.Log(ordered[i].Value)) * rarity[ordered[i].Key]);
            length += weights[i] * (double)weights[i];
        }
        foreach (ref var weight in weights.AsSpan())
            weight = (float)(weight / Math.Sqrt(length));
        return new LikenessVector(Array.ConvertAll(ordered, c => c.Key), weights);
    }

    // Each paper with as many others, in steps that meet all parts of the window; no chance is in it.
    double UnitOf(List<LikenessVector> vectors)
    {
        var others = Math.Min(vectors.Count - 1, 1 + PairsCompared / Math.Max(1, vectors.Count));
        if (others < 1)
            return MostUnit;
        var usual = vectors.ConvertAll(LikenessToUsual);
        var found = new List<double>(vectors.Count * others);
        for (var i = 0; i < vectors.Count; i++)
            for (var k = 1; k <= others; k++)
            {
                var j = (int)((i + (long)k * vectors.Count / (others + 1)) % vectors.Count);
                if (j != i && vectors[i].Terms.Length > 0 && vectors[j].Terms.Length > 0)
                    found.Add((vectors[i].Dot(vectors[j]) - usual[i] - usual[j] + MeanSquare)
                        / Math.Sqrt((1 - 2 * usual[i] + MeanSquare) * (1 - 2 * usual[j] + MeanSquare)));
            }
        found.Sort();
        return found.Count == 0 ? MostUnit : Math.Clamp(found[(int)(0.99 * found.Count)], LeastUnit, MostUnit);
    }

    delegate int NumberOfWord(ReadOnlySpan<char> word);
}

/// <summary>A paper's terms, by number from the lowest, and what each weighs in it.</summary>
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

    public double Dot(LikenessVector other)
    {
        var (sum, i, j) = (0.0, 0, 0);
        while (i < Terms.Length && j < other.Terms.Length)
        {
            if (Terms[i] == other.Terms[j])
                sum += Weights[i++] * (double)other.Weights[j++];
            else if (Terms[i] < other.Terms[j])
                i++;
            else
                j++;
        }
        return sum;
    }
}
