using Digest.Papers;

namespace Digest.Ranking;

/// <summary>Sets near-duplicates apart among the first places, by maximal marginal relevance (Carbonell, Goldstein: The use of
/// MMR, SIGIR 1998): each place goes to the paper with the best score after what it loses for being like one above it. What
/// papers of one field share in words costs nothing.</summary>
internal sealed class Variety(RankingOptions options)
{
    /// <summary>Candidates for the first places, as a multiple of them.</summary>
    const int Depth = 5;

    /// <summary>Papers of one field share this much of their words.</summary>
    const double Common = 0.4;

    /// <summary>Words shorter than this say nothing.</summary>
    const int ShortestWord = 4;

    /// <param name="ranked">Best first.</param>
    public IReadOnlyList<RankedPaper> Apart(IReadOnlyList<RankedPaper> ranked)
    {
        if (options.Variety == 0 || options.VariedPlaces == 0)
            return ranked;
        var near = ranked.Take(options.VariedPlaces * Depth).Select(p => (Paper: p, Words: WordsOf(p.Paper))).ToList();
        var alike = new double[near.Count];
        var chosen = new List<int>(options.VariedPlaces);
        while (chosen.Count < Math.Min(options.VariedPlaces, near.Count))
        {
            var best = -1;
            for (var i = 0; i < near.Count; i++)
                if (alike[i] >= 0 && (best < 0 || Worth(i) > Worth(best)))
                    best = i;
            chosen.Add(best);
            alike[best] = -1;
            for (var i = 0; i < near.Count; i++)
                if (alike[i] >= 0)
                    alike[i] = Math.Max(alike[i], Likeness(near[i].Words, near[best].Words));
        }
        var places = chosen.ToHashSet();
        return [.. chosen.Select(i => ranked[i]), .. ranked.Where((_, i) => !places.Contains(i))];

        double Worth(int i) => near[i].Paper.Score * (1 - options.Variety * Math.Max(0, alike[i] - Common) / (1 - Common));
    }

    /// <summary>0 nothing in common, 1 the same words.</summary>
    static double Likeness(HashSet<string> a, HashSet<string> b)
    {
        if (a.Count == 0 || b.Count == 0)
            return 0;
        var (few, many) = a.Count < b.Count ? (a, b) : (b, a);
        return few.Count(many.Contains) / Math.Sqrt((double)a.Count * b.Count);
    }

    static HashSet<string> WordsOf(Paper paper)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in new[] { paper.Title, paper.Abstract })
        {
            var start = 0;
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && char.IsLetter(text[i]))
                    continue;
                if (i - start >= ShortestWord)
                    words.Add(text[start..i]);
                start = i + 1;
            }
        }
        return words;
    }
}
