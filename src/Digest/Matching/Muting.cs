using System.Globalization;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>
/// Which papers somebody's mutes keep out, under every interest and under none. Words are those of the analyser, so that
/// "protein" mutes "proteins": one word wherever it stands, several as a phrase, and a short form with what it stands for. Of
/// phrases between commas or semicolons each is enough. A subject code such as cs.CL mutes its papers. An author is muted
/// under all spellings of the name.
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
        return (kind == MuteKind.Author ? AuthorName.Of(what) is not null : Phrases(what).Any()) ? what : null;
    }

    /// <summary>Papers by this author. An initial may be any name that begins so, as for authors that are followed; but a name
    /// that is printed alone is nobody else's surname.</summary>
    IEnumerable<int> By(string author) => AuthorName.Of(author) is not { } muted ? [] :
        muted.Candidates().SelectMany(With).Distinct().Where(place => index.Papers[place].Paper.Authors.Any(printed =>
            AuthorName.Of(printed) is { } name && muted.Follows(name) && name.Follows(muted)));

    IEnumerable<int> Saying(string what) => Phrases(what).SelectMany(phrase =>
    {
        if (IsCategory(phrase))
            return With(TextIndex.CategoryTerm(phrase));
        var words = TextAnalysis.Words(phrase);
        var shortForms = index.Acronyms.SpeltOut(words).Where(a => a.First == 0 && a.Last == words.Count - 1).Select(a => a.Acronym);
        return WithAll(Conditions.Terms(phrase)).Concat(shortForms.SelectMany(With));
    });

    IEnumerable<int> WithAll(IReadOnlyList<string> terms) =>
        terms.Select(term => (IEnumerable<int>)With(term)).Aggregate((all, some) => all.Intersect(some));

    List<int> With(string term)
    {
        var places = new List<int>();
        if (index.Find(term) is var id and >= 0)
            foreach (var posting in index.Postings(id))
                places.Add(posting.Paper);
        return places;
    }

    /// <summary>The parts that say something.</summary>
    static IEnumerable<string> Phrases(string what) =>
        what.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(phrase => IsCategory(phrase) || Conditions.Terms(phrase).Count > 0);

    static bool IsCategory(string phrase) =>
        TextIndex.CategoryCodes.Match(phrase) is { Success: true } code && code.Length == phrase.Length;
}
