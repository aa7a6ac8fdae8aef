using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Matching;

/// <summary>
/// The papers of the candidate editions by the terms they contain: made once, never changed, shared by threads. Terms are
/// numbers; the postings of all terms lie behind one another, ordered by term and paper.
/// </summary>
internal sealed partial class TextIndex
{
    readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    readonly HashSet<string> firstNames = new(StringComparer.Ordinal);
    readonly double[] rarities;
    readonly int[] starts;
    readonly Posting[] postings;
    readonly BackgroundFrequencies background;
    readonly double seed;
    readonly TextIndex? window;

    // Only while the papers are read.
    RareTerms? rare;

    /// <param name="papers">Every paper once.</param>
    /// <param name="window">Other papers, these usually among them, that say how rare terms are and what short forms mean;
    /// null: these alone do.</param>
    /// <param name="isSparing">Leaves out words found together in one paper only: they are most of all terms, and a large
    /// collection could not be kept in memory with them.</param>
    public TextIndex(
        IReadOnlyList<RankedPaper> papers, MatchingOptions options, BackgroundFrequencies? background = null, TextIndex? window = null,
        bool isSparing = false)
    {
        Papers = papers;
        this.window = window;
        this.background = background ?? BackgroundFrequencies.Shipped;
        Acronyms = window?.Acronyms ?? Acronyms.LearnedFrom(papers.SelectMany(p => (string[])[p.Paper.Title, p.Paper.Abstract]));
        seed = this.background.Papers == 0 ? 0 : options.BackgroundPapers / (double)this.background.Papers;

        if (isSparing)
            rare = RareTerms.Of(papers.Select(Together));

        var counted = new (int Term, float Count)[papers.Count][];
        var lengths = new double[papers.Count];
        var counts = new Dictionary<int, float>();
        for (var p = 0; p < papers.Count; p++)
        {
            counts.Clear();
            lengths[p] = Count(papers[p].Paper, options, counts);
            counted[p] = [.. counts.Select(c => (c.Key, c.Value))];
        }
        rare = null;

        starts = new int[terms.Count + 1];
        foreach (var paper in counted)
            foreach (var (term, _) in paper)
                starts[term + 1]++;
        for (var t = 0; t < terms.Count; t++)
            starts[t + 1] += starts[t];
        var usual = Math.Max(1, lengths.DefaultIfEmpty(1).Average());
        postings = new Posting[starts[^1]];
        var next = starts.AsSpan(0, terms.Count).ToArray();
        for (var p = 0; p < papers.Count; p++)
        {
            var slack = options.Saturation
                * (1 - options.LengthNormalisation + options.LengthNormalisation * lengths[p] / usual);
            foreach (var (term, count) in counted[p])
                postings[next[term]++] = new Posting(p, float.IsPositiveInfinity(count) ? 1 : (float)(count / (count + slack)));
        }
        rarities = new double[terms.Count];
        foreach (var (term, id) in terms)
        {
            rarities[id] = Rarity(Postings(id).Length, term);
            if (term.StartsWith("by:", StringComparison.Ordinal) && term.IndexOf(' ', StringComparison.Ordinal) is var space and > 0)
                firstNames.Add(term[3..space]);
        }
    }

    public IReadOnlyList<RankedPaper> Papers { get; }

    /// <summary>The short forms that these papers introduce.</summary>
    public Acronyms Acronyms { get; }

    /// <summary>The term's number, or -1 if no paper has it.</summary>
    public int Find(string term) => terms.GetValueOrDefault(term, -1);

    /// <summary>How many terms there are; their numbers are below it.</summary>
    public int Terms => terms.Count;

    /// <summary>The terms that are words, alone or two together, with their rarity; their forms, authors and categories
    /// are not.</summary>
    public IEnumerable<(int Term, double Rarity)> Words() =>
        terms.Where(t => !t.Key.Contains(':', StringComparison.Ordinal)).Select(t => (t.Value, rarities[t.Value]));

    /// <summary>Whether the name of somebody who wrote one of the papers begins so.</summary>
    public bool BeginsAuthor(ReadOnlySpan<char> word) => firstNames.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    public ReadOnlySpan<Posting> Postings(int term) =>
        postings.AsSpan(starts[term], starts[term + 1] - starts[term]);

    /// <summary>How telling a term is: the logarithm of one in how many papers has it (BM25's, never negative), among the
    /// papers of the window and the background, which counts as so many papers as the options say. Half a paper more than seen keeps
    /// a small collection from taking what it never saw for infinitely rare.</summary>
    public double Rarity(string term) => Find(term) is var id and >= 0 ? rarities[id] : Rarity(0, term);

    double Rarity(int papers, string term)
    {
        // A large reading may hold papers older than the window.
        var with = Math.Max(papers, window?.PapersWith(term) ?? 0) + seed * background.Of(term);
        var all = Math.Max(Papers.Count, window?.Papers.Count ?? 0) + seed * background.Papers;
        return Math.Log(1 + (all - with + 0.5) / (with + 0.5));
    }

    int PapersWith(string term) => Find(term) is var id and >= 0 ? Postings(id).Length : 0;

    /// <summary>The word as it was written, but for its number.</summary>
    public static string FormTerm(Word word) => "form:" + PluralForm.Singular(word.Spelling);

    public static string CategoryTerm(string code) => "cat:" + code.ToLowerInvariant();

    /// <summary>arXiv's subject codes that cannot be mistaken for words.</summary>
    [GeneratedRegex(
        @"(?<![\w.-])(?:cs|math|stat|eess|physics|econ|nlin|q-bio|q-fin|astro-ph|cond-mat)\.[a-z-]{2,10}(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    public static partial Regex CategoryCodes { get; }

    /// <summary>Adds what the paper says to the counts; returns its length in weighted words. What is exact (a category, an
    /// author) counts infinitely: there is no more or less of it.</summary>
    double Count(Paper paper, MatchingOptions options, Dictionary<int, float> counts)
    {
        var length = Add(paper.Title, (float)options.TitleWeight) + Add(paper.Abstract, 1) + Add(paper.OneLine, 1);
        foreach (var category in paper.Categories)
        {
            // By its code, by its archive (cs of cs.CL), or by the word it is: whoever follows one names it.
            counts[Number(CategoryTerm(category))] = float.PositiveInfinity;
            if (CategoryCodes.IsMatch(category))
                counts[Number(CategoryTerm(category[..category.IndexOf('.', StringComparison.Ordinal)]))] = float.PositiveInfinity;
            else
                length += Add(category, 1);
        }
        foreach (var author in paper.Authors)
            foreach (var term in AuthorName.Of(author)?.Terms() ?? [])
                counts[Number(term)] = float.PositiveInfinity;
        return length;

        double Add(string text, float weight)
        {
            var words = TextAnalysis.Words(text);
            for (var i = 0; i < words.Count; i++)
            {
                Increase(words[i].Term, weight);
                Increase(FormTerm(words[i]), weight);
                if (words[i].IsNear && TextAnalysis.Joined(words[i - 1], words[i]) is var joined && rare?.Contains(joined) != true)
                    Increase(joined, weight);
            }
            foreach (var (acronym, _, _) in Acronyms.SpeltOut(words))
                Increase(acronym, weight);
            return weight * words.Count;
        }

        void Increase(string term, float weight)
        {
            var id = Number(term);
            counts[id] = counts.GetValueOrDefault(id) + weight;
        }
    }

    /// <summary>Each two words that stand together in the paper, as terms.</summary>
    static IEnumerable<string> Together(RankedPaper ranked)
    {
        foreach (var text in (string[])[ranked.Paper.Title, ranked.Paper.Abstract, ranked.Paper.OneLine])
        {
            var words = TextAnalysis.Words(text);
            for (var i = 1; i < words.Count; i++)
                if (words[i].IsNear)
                    yield return TextAnalysis.Joined(words[i - 1], words[i]);
        }
    }

    int Number(string term)
    {
        if (!terms.TryGetValue(term, out var id))
            terms.Add(term, id = terms.Count);
        return id;
    }
}

/// <summary>A term stands in a paper.</summary>
/// <param name="Paper">The paper's place in <see cref="TextIndex.Papers"/>.</param>
/// <param name="Strength">0 to 1: how much the paper is about it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Posting(int Paper, float Strength);
