using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>
/// What an interest asks for beside words, worked out for the papers of one index: which of them it lets in, and which it
/// follows whatever they are about. Authors are followed; categories narrow down, or are followed whole where nothing else is
/// said; each of what must appear has to, none of what must not may.
/// </summary>
internal sealed class Conditions
{
    readonly bool[]? admitted, followed;
    readonly TextIndex index;
    readonly List<(string Written, AuthorName Name)> authors = [];
    readonly IReadOnlyList<string> categories = [];

    Conditions(Interest interest, TextIndex index, bool saysWords)
    {
        this.index = index;
        foreach (var written in interest.Authors)
            if (AuthorName.Of(written) is { } name)
                authors.Add((written, name));
        foreach (var (_, name) in authors)
            foreach (var term in name.Candidates())
                Mark(ref followed, term, paper => index.Papers[paper].Paper.Authors.Any(a => AuthorName.Of(a) is { } by && name.Follows(by)));

        var isWhole = !saysWords && authors.Count == 0 && interest.Papers.Count == 0;
        if (isWhole)
            foreach (var code in categories = interest.Categories)
                Mark(ref followed, TextIndex.CategoryTerm(code));
        else if (interest.Categories.Count > 0)
        {
            admitted = new bool[index.Papers.Count];
            foreach (var code in interest.Categories)
                Mark(ref admitted, TextIndex.CategoryTerm(code));
        }
        foreach (var (phrase, mustAppear) in interest.Must.Select(p => (p, true)).Concat(interest.MustNot.Select(p => (p, false))))
        {
            if (Terms(phrase) is not { Count: > 0 } terms)
                continue;
            var has = Having(terms);
            admitted ??= [.. Enumerable.Repeat(true, index.Papers.Count)];
            for (var paper = 0; paper < has.Length; paper++)
                admitted[paper] &= has[paper] == mustAppear;
        }
    }

    /// <summary>Null for an interest that asks for nothing beside its words.</summary>
    /// <param name="saysWords">Its text has words that papers could match.</param>
    public static Conditions? Of(Interest interest, TextIndex index, bool saysWords) =>
        interest.Authors.Count + interest.Categories.Count + interest.Must.Count + interest.MustNot.Count == 0
            ? null : new Conditions(interest, index, saysWords);

    /// <summary>There are papers that it follows.</summary>
    public bool FollowsAny => followed is not null;

    /// <param name="paper">By its place in the index.</param>
    public bool LetsIn(int paper) => admitted is null || admitted[paper];

    public bool Follows(int paper) => followed is not null && followed[paper];

    /// <summary>Why it follows the paper: authors and codes as the subscriber wrote them.</summary>
    public IEnumerable<string> Reasons(int paper)
    {
        if (!Follows(paper))
            return [];
        var about = index.Papers[paper].Paper;
        return authors.Where(a => about.Authors.Any(by => AuthorName.Of(by) is { } name && a.Name.Follows(name))).Select(a => a.Written)
            .Concat(categories.Where(code => Has(TextIndex.CategoryTerm(code), paper)));
    }

    /// <summary>The terms that a paper with this word or phrase has: the word's; of words side by side, what they make
    /// together. None for a phrase that holds no word.</summary>
    public static IReadOnlyList<string> Terms(string phrase)
    {
        var words = TextAnalysis.Words(phrase);
        if (words.Count == 1)
            return [words[0].Term];
        var terms = new List<string>();
        for (var i = 1; i < words.Count; i++)
            if (words[i].IsNear)
                terms.Add(TextAnalysis.Joined(words[i - 1], words[i]));
            else
                terms.AddRange([words[i - 1].Term, words[i].Term]);
        return terms;
    }

    bool[] Having(IReadOnlyList<string> terms)
    {
        var counts = new int[index.Papers.Count];
        var distinct = terms.Distinct(StringComparer.Ordinal).ToList();
        foreach (var id in distinct.Select(index.Find).Where(id => id >= 0))
            foreach (var posting in index.Postings(id))
                counts[posting.Paper]++;
        return [.. counts.Select(count => count == distinct.Count)];
    }

    void Mark(ref bool[]? papers, string term, Predicate<int>? only = null)
    {
        if (index.Find(term) is not (var id and >= 0))
            return;
        foreach (var posting in index.Postings(id))
            if (only is null || only(posting.Paper))
                (papers ??= new bool[index.Papers.Count])[posting.Paper] = true;
    }

    bool Has(string term, int paper)
    {
        if (index.Find(term) is var id and >= 0)
            foreach (var posting in index.Postings(id))
                if (posting.Paper == paper)
                    return true;
        return false;
    }
}
