namespace Digest.Matching;

/// <summary>
/// Which papers of an index are about the same thing: computed once for all readers, a look-up afterwards. Papers are
/// compared by the cosine of their telling terms, each weighing its strength in the paper times its rarity. What more than
/// a tenth of the papers say tells none apart, what one says alone is like no other; both are left out.
/// </summary>
internal sealed class NearPapers
{
    /// <summary>From this likeness on two papers are about the same thing: of a week's list of 256 papers, one pair in 560.</summary>
    const double Same = 0.15;

    const double TooCommon = 0.1;

    readonly Dictionary<long, long[]> near;

    /// <param name="pairs">By the catalogue's numbers, each once.</param>
    public NearPapers(IEnumerable<(long, long)> pairs) =>
        near = pairs.SelectMany(p => new[] { p, (p.Item2, p.Item1) }).GroupBy(p => p.Item1, p => p.Item2).ToDictionary(g => g.Key, g => g.Order().ToArray());

    public static NearPapers None { get; } = new([]);

    /// <summary>The papers that are about the same thing as this one, by the catalogue's number.</summary>
    public IReadOnlyList<long> To(long paper) => near.TryGetValue(paper, out var papers) ? papers : [];

    public static NearPapers Of(TextIndex index)
    {
        var vectors = Vectors(index);
        var byTerm = new List<(int Paper, float Weight)>?[index.Terms];
        var pairs = new List<(long, long)>();
        var likeness = new float[index.Papers.Count];
        for (var paper = 0; paper < vectors.Length; paper++)
        {
            Array.Clear(likeness, 0, paper);
            foreach (var (term, weight) in vectors[paper])
            {
                foreach (var (other, of) in byTerm[term] ?? [])
                    likeness[other] += weight * of;
                (byTerm[term] ??= []).Add((paper, weight));
            }
            for (var other = 0; other < paper; other++)
                if (likeness[other] >= Same)
                    pairs.Add((Id(paper), Id(other)));
        }
        return new NearPapers(pairs);

        long Id(int place) => index.Papers[place].Paper.Id;
    }

    /// <summary>Each paper's telling terms, with weights of length 1.</summary>
    static List<(int Term, float Weight)>[] Vectors(TextIndex index)
    {
        var vectors = Array.ConvertAll(new int[index.Papers.Count], _ => new List<(int Term, float Weight)>());
        var most = Math.Max(2, index.Papers.Count * TooCommon);
        foreach (var (term, rarity) in index.Words())
            if (index.Postings(term) is var postings && postings.Length > 1 && postings.Length <= most)
                foreach (var posting in postings)
                    vectors[posting.Paper].Add((term, (float)(rarity * posting.Strength)));
        foreach (var vector in vectors)
        {
            var length = Math.Sqrt(vector.Sum(v => v.Weight * (double)v.Weight));
            for (var i = 0; i < vector.Count; i++)
                vector[i] = (vector[i].Term, (float)(vector[i].Weight / length));
        }
        return vectors;
    }
}
