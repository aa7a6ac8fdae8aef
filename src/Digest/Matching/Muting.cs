using System.Globalization;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>
/// Which papers somebody's mutes keep out, under every interest and under none. Words are those of the analyser, so that
/// "protein" mutes "proteins": one word wherever it stands, several as a phrase, and a short form with what it stands for. Of
/// phrases between commas or semicolons each is enough. A subject code such as cs.CL mutes its papers. An author is muted
/// under all spellings of the name that are no other's.
/// </summary>
internal sealed class Muting(TextIndex index)
{
    /// <summary>The longest words that can be muted at once, in graphemes.</summary>
    public const int LongestWords = 100;

    static readonly char[] Separators = [',', ';', '，', '、', '；'];

    static readonly HashSet<long> Nothing = [];

    /// <summary>The papers kept out, by the catalogue's number.</summary>
    public IReadOnlySet<long> Muted(IReadOnlyList<Mute> mutes)
    {
        if (mutes.Count == 0)
            return Nothing;
        var found = new HashSet<int>();
        foreach (var mute in mutes)
            found.UnionWith(mute.Kind == MuteKind.Author ? By(mute.What) : Saying(mute.What));
        return found.Select(place => index.Papers[place].Paper.Id).ToHashSet();
    }

    /// <summary>What somebody typed as something that can be muted; null when no paper could say it: stop words, pictures,
    /// nothing at all, or more than a phrase.</summary>
    public static string? Read(MuteKind kind, string? typed)
    {
        var longest = kind == MuteKind.Author ? PaperText.MaxAuthor : LongestWords;
        var what = PaperText.Line(typed, longest + 2); // one for the blank that the cut may leave at its end
        if (new StringInfo(what).LengthInTextElements > longest)
            return null;
        return (kind == MuteKind.Author ? AuthorName.Terms(what).Any() : Phrases(what).Any()) ? what : null;
    }

    IEnumerable<int> By(string author)
    {
        foreach (var place in AuthorName.Terms(author).SelectMany(With).Distinct())
            if (index.Papers[place].Paper.Authors.Any(name => IsSame(author, name)))
                yield return place;
    }

    /// <summary>Whether two names may be one person's: the fuller of each is among the spellings of the other. "A. Marsh" may be
    /// Ada Marsh, who is not Alan Marsh.</summary>
    static bool IsSame(string one, string other)
    {
        List<string> ones = [.. AuthorName.Terms(one)], others = [.. AuthorName.Terms(other)];
        return ones.Count > 0 && others.Count > 0 && (others.Contains(ones[0]) || ones.Contains(others[0]));
    }

    IEnumerable<int> Saying(string what) => Phrases(what).SelectMany(phrase => phrase switch
    {
        { Category: { } code } => With(TextIndex.CategoryTerm(code)),
        { Words: var words } => Saying(words).Concat(
            index.Acronyms.SpeltOut(words).Where(a => a.First == 0 && a.Last == words.Count - 1).SelectMany(a => With(a.Acronym))),
    });

    /// <summary>Papers that have every word, and those that stand side by side, side by side.</summary>
    HashSet<int> Saying(List<Word> words)
    {
        HashSet<int>? all = null;
        for (var i = 0; i < words.Count; i++)
        {
            // A word beside another is asked for with it: the paper may write them as one.
            if (i + 1 < words.Count && words[i + 1].IsNear && !words[i].IsNear)
                continue;
            var have = With(words[i].IsNear && i > 0 ? TextAnalysis.Joined(words[i - 1], words[i]) : words[i].Term);
            if (all is null)
                all = [.. have];
            else
                all.IntersectWith(have);
        }
        return all ?? [];
    }

    List<int> With(string term)
    {
        var places = new List<int>();
        if (index.Find(term) is var id and >= 0)
            foreach (var posting in index.Postings(id))
                places.Add(posting.Paper);
        return places;
    }

    static IEnumerable<Phrase> Phrases(string what)
    {
        foreach (var part in what.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TextIndex.CategoryCodes.Match(part) is { Success: true } code && code.Length == part.Length)
                yield return new(part, []);
            else if (TextAnalysis.Words(part) is { Count: > 0 } words)
                yield return new(null, words);
        }
    }

    /// <param name="Category">A subject code; null for words.</param>
    sealed record Phrase(string? Category, List<Word> Words);
}
