using System.Runtime.InteropServices;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>An interest as term numbers and weights of one index: made once, matched as often as needed.</summary>
internal sealed class CompiledInterest
{
    const double PartOfCompound = 0.25, ShortForm = 0.8;

    /// <summary>Characters, with the blank behind it.</summary>
    const int UsualWord = 8;

    CompiledInterest(Interest interest, string written, InterestTerm[] terms, double total, Conditions? conditions) =>
        (Interest, Written, Terms, Total, Conditions) = (interest, written, terms, total, conditions);

    public Interest Interest { get; }

    /// <summary>The text that the terms' places point into.</summary>
    public string Written { get; }

    /// <summary>The terms that some paper has, by number.</summary>
    public InterestTerm[] Terms { get; }

    /// <summary>The weight a paper must have to be all that the interest asks for, found in some paper or not.</summary>
    public double Total { get; }

    /// <summary>What it asks for beside words; null for nothing.</summary>
    public Conditions? Conditions { get; }

    /// <summary>It says nothing that one of the papers could match (only stop words, only pictures, nobody who wrote any).</summary>
    public bool IsEmpty => Total <= 0 && Conditions?.FollowsAny != true;

    public static CompiledInterest Of(Interest interest, TextIndex index, MatchingOptions options)
    {
        var plain = PlainText.Of(interest.Text);
        var found = new Dictionary<string, (double Weight, int From, int To)>(plain.Characters.Length / UsualWord, StringComparer.Ordinal);
        AddCategories(plain, index, found);
        AddAuthors(plain, index, found);
        var words = AddWords(plain, index, options, found);

        var terms = new List<InterestTerm>(found.Count);
        foreach (var (term, (weight, from, to)) in found)
            if (index.Find(term) is var id and >= 0)
                terms.Add(new InterestTerm(id, (float)weight, from, to));
        terms.Sort((a, b) => a.Id.CompareTo(b.Id));
        var total = found.Values.Sum(f => f.Weight) * Expected(words, options);
        return new CompiledInterest(interest, plain.Written, [.. terms], total, Conditions.Of(interest, index, saysWords: total > 0));
    }

    /// <summary>What share of all it says an interest expects: no paper says all of a long sentence.</summary>
    static double Expected(int words, MatchingOptions options) =>
        words <= options.PhraseWords ? 1 : Math.Pow(options.PhraseWords / (double)words, 0.25);

    static void AddCategories(
        PlainText plain, TextIndex index, Dictionary<string, (double Weight, int From, int To)> found)
    {
        if (!plain.Written.Contains('.', StringComparison.Ordinal))
            return;
        foreach (System.Text.RegularExpressions.Match code in TextIndex.CategoryCodes.Matches(plain.Written))
        {
            var term = TextIndex.CategoryTerm(code.Value);
            found.TryAdd(term, (index.Rarity(term), code.Index, code.Index + code.Length));
        }
    }

    /// <summary>Words that name somebody who wrote one of the papers mean that person.</summary>
    static void AddAuthors(
        PlainText plain, TextIndex index, Dictionary<string, (double Weight, int From, int To)> found)
    {
        if (!TextAnalysis.Says(plain, index.BeginsAuthor))
            return;
        var words = TextAnalysis.Words(plain, names: true);
        for (var first = 0; first < words.Count; first++)
            for (var last = index.BeginsAuthor(words[first].Spelling) ? first + 1 : words.Count; last < Math.Min(first + 4, words.Count) && words[last].IsNear; last++)
            {
                var term = AuthorName.Term(words[first], words[last]);
                if (index.Find(term) < 0)
                    continue;
                found.TryAdd(term, (index.Rarity(term), words[first].From, words[last].To));
                first = last;
                break;
            }
    }

    /// <summary>Returns how many words count.</summary>
    static int AddWords(
        PlainText plain, TextIndex index, MatchingOptions options,
        Dictionary<string, (double Weight, int From, int To)> found)
    {
        var exact = found.Values.Select(f => (f.From, f.To)).ToList();
        var all = TextAnalysis.Words(plain);
        var asksOnly = exact.Count == 0 && all.TrueForAll(w => StopWords.IsAsking(w.Spelling));
        var counts = all.ConvertAll(w => (asksOnly || !StopWords.IsAsking(w.Spelling))
            && !exact.Exists(e => w.From < e.To && e.From < w.To));

        var count = counts.Count(c => c);
        var brevity = Math.Clamp(2 - count / (double)options.PhraseWords, 0, 1);
        var (phrase, exactForm) = (options.PhraseWeight * brevity, options.FormWeight * brevity);
        for (var i = 0; i < all.Count; i++)
        {
            var word = all[i];
            if (!counts[i])
                continue;
            var rarity = index.Rarity(word.Term);
            // Said twice is meant twice.
            var known = found.TryGetValue(word.Term, out var same) ? same : (Weight: 0, word.From, word.To);
            var inCompound = word.IsTied || (i + 1 < all.Count && all[i + 1].IsTied);
            var form = inCompound ? 0 : exactForm;
            found[word.Term] = known with { Weight = known.Weight + (1 - form) * rarity };
            AddForm(word, form);
            var together = word.IsTied ? 1 : phrase;
            if (together == 0 || !word.IsNear || !counts[i - 1])
                continue;
            // A compound is one thing: its parts alone are worth little, so that "multimodal" answers "multi-modal".
            var before = all[i - 1].Term;
            var both = index.Rarity(before) + rarity;
            if (word.IsTied)
            {
                found[before] = found[before] with { Weight = found[before].Weight * PartOfCompound };
                found[word.Term] = found[word.Term] with { Weight = found[word.Term].Weight * PartOfCompound };
            }
            var joined = TextAnalysis.Joined(all[i - 1], word);
            found.TryAdd(joined, (together * Math.Min(index.Rarity(joined), both), all[i - 1].From, word.To));
        }
        foreach (var (acronym, first, last) in index.Acronyms.SpeltOut(all))
            Abbreviate(acronym, first, last);
        return count;

        // A paper that says "LLM" says all of "large language model": most of the words' weight asks for the short form,
        // which papers have wherever they spell it out.
        void Abbreviate(string acronym, int first, int last)
        {
            var (from, to) = (all[first].From, all[last].To);
            var weight = 0.0;
            foreach (var (term, part) in found.Where(f => f.Value.From >= from && f.Value.To <= to).ToList())
            {
                weight += part.Weight * ShortForm;
                found[term] = part with { Weight = part.Weight * (1 - ShortForm) };
            }
            found.TryAdd(acronym, (weight, from, to));
        }

        // Whoever writes "transformers" wants those, more than what transforms something.
        void AddForm(Word word, double share)
        {
            if (share == 0)
                return;
            var form = TextIndex.FormTerm(word);
            var known = found.TryGetValue(form, out var same) ? same : (Weight: 0, word.From, word.To);
            found[form] = known with { Weight = known.Weight + share * index.Rarity(form) };
        }
    }
}

/// <summary>Something an interest says.</summary>
/// <param name="Id">The term's number in the index.</param>
/// <param name="Weight">What it counts when a paper is all about it.</param>
/// <param name="From">Where it begins in the interest's text, and <paramref name="To"/> where it ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InterestTerm(int Id, float Weight, int From, int To);
