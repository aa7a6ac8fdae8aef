using System.Text.RegularExpressions;

namespace Digest.Matching;

/// <summary>What short forms stand for, learned from texts that introduce them: "a large language model (LLM)". A form means
/// what most texts say it means; one that texts disagree on, or only one introduces, means nothing.</summary>
internal sealed partial class Acronyms
{
    /// <summary>Words before the bracket that are looked at.</summary>
    const int LongestPhrase = 8;

    const int FewestTexts = 2;

    const double Agreement = 0.6;

    readonly ILookup<string, (string Acronym, string[] Phrase)> byFirst;

    Acronyms(IEnumerable<(string Acronym, string[] Phrase)> known) =>
        byFirst = known.ToLookup(k => k.Phrase[0], StringComparer.Ordinal);

    public static Acronyms LearnedFrom(IEnumerable<string> texts)
    {
        var told = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var (acronym, phrase) in Introduced(text).DistinctBy(i => i.Acronym, StringComparer.Ordinal))
            {
                var meanings = told.TryGetValue(acronym, out var known) ? known : told[acronym] = new(StringComparer.Ordinal);
                meanings[phrase] = meanings.GetValueOrDefault(phrase) + 1;
            }
        return new Acronyms(
            from entry in told.OrderBy(t => t.Key, StringComparer.Ordinal)
            let best = entry.Value.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal).First()
            where best.Value >= FewestTexts && best.Value >= Agreement * entry.Value.Values.Sum()
            select (entry.Key, best.Key.Split(' ')));
    }

    /// <summary>The term of the short form, and the words' places, wherever words stand for one.</summary>
    public IEnumerable<(string Acronym, int First, int Last)> SpeltOut(IReadOnlyList<Word> words)
    {
        for (var i = 0; i < words.Count; i++)
            foreach (var (acronym, phrase) in byFirst[words[i].Term])
                if (i + phrase.Length <= words.Count && phrase.Index().All(p => p.Item == words[i + p.Index].Term))
                    yield return (acronym, i, i + phrase.Length - 1);
    }

    static IEnumerable<(string Acronym, string Phrase)> Introduced(string text)
    {
        foreach (System.Text.RegularExpressions.Match bracket in Brackets.Matches(text))
        {
            var written = bracket.Value[1..^1].TrimEnd('s');
            var letters = string.Concat(written.Where(char.IsLetterOrDigit)).ToLowerInvariant();
            var start = Math.Max(0, bracket.Index - 160);
            var before = TextAnalysis.Words(text[start..bracket.Index]);
            var stem = TextAnalysis.Words(written);
            if (stem.Count == 1 && Phrase(before, letters) is { } phrase)
                yield return (stem[0].Term, phrase);
        }
    }

    // The words whose first letters are those of the short form; stop words have no letter in it, or theirs is left out.
    static string? Phrase(List<Word> before, string letters)
    {
        for (var count = Math.Min(Math.Min(LongestPhrase, letters.Length), before.Count); count >= 2; count--)
        {
            var words = before.GetRange(before.Count - count, count);
            var initials = string.Concat(words.Select(w => w.Spelling[0]));
            if (initials == letters || (letters.Length > count && letters[0] == initials[0] && IsWithin(initials, letters) && Contains(words, letters)))
                return string.Join(' ', words.Select(w => w.Term));
        }
        return null;
    }

    static bool Contains(List<Word> words, string letters) => IsWithin(letters, string.Concat(words.Select(w => w.Spelling)));

    /// <summary>Whether the letters stand in the text in their order.</summary>
    static bool IsWithin(string letters, string text)
    {
        var found = 0;
        foreach (var c in text)
            if (found < letters.Length && c == letters[found])
                found++;
        return found == letters.Length;
    }

    [GeneratedRegex(@"\([A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]{0,9}\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Brackets { get; }
}
