namespace Digest.Rendering;

/// <summary>
/// The rule by which a digest that is too large becomes one that is not. What is dearest to its reader goes last: summaries
/// shorten and go, then the names of authors, then what follows the beginning of a title, then the oldest news, and only then
/// the last papers, which become "12 more on the web". What stands around the papers, the links for leaving above all, is
/// never touched. The same digest gives the same smaller one.
/// </summary>
internal static class Fitting
{
    const int LongestTitle = 160, MostUpdates = 5;

    static readonly Func<DigestModel, DigestModel>[] Steps =
    [
        m => Each(m, e => Summary(e, 200)),
        m => Each(m, e => Summary(e, 120)),
        m => Each(m, e => Summary(e, 0)),
        m => Each(m, e => e with { Authors = [], MoreAuthors = 0 }),
        m => Each(m, e => e with { Title = PaperModels.Shorten(e.Title, LongestTitle), Like = "", ProjectUrl = "", DiscussionUrl = "" }),
        m => m with { Updates = [.. m.Updates.Take(MostUpdates).Select(u => u with { Title = PaperModels.Shorten(u.Title, LongestTitle) })] },
    ];

    /// <param name="fits">Whether a digest, rendered, is small enough. Asked a dozen times at most.</param>
    /// <returns>The digest as it is if it fits, else the largest of its smaller forms that does.</returns>
    public static DigestModel Fit(DigestModel whole, Func<DigestModel, bool> fits)
    {
        if (fits(whole))
            return whole;
        var smaller = whole;
        foreach (var step in Steps)
            if (fits(smaller = step(smaller)))
                return smaller;
        return FirstPapers(smaller, MostThatFit(smaller, fits));
    }

    /// <summary>Papers fit or do not by their number, so halving finds how many; none, when even one is too large.</summary>
    static int MostThatFit(DigestModel digest, Func<DigestModel, bool> fits)
    {
        var (fit, tooMany) = (0, digest.Sections.Sum(s => s.Entries.Count));
        while (tooMany - fit > 1)
        {
            var between = (fit + tooMany) / 2;
            if (fits(FirstPapers(digest, between)))
                fit = between;
            else
                tooMany = between;
        }
        return fit;
    }

    static DigestModel FirstPapers(DigestModel digest, int count) => digest with
    {
        Sections =
        [
            .. digest.Sections.Select(s => s with { Entries = [.. s.Entries.Where(e => e.Number <= count)] }).Where(s => s.Entries.Count > 0),
        ],
        MoreOnWeb = digest.Sections.Sum(s => s.Entries.Count(e => e.Number > count)),
    };

    static DigestModel Each(DigestModel digest, Func<EntryModel, EntryModel> smaller) => digest with
    {
        Sections = [.. digest.Sections.Select(s => s with { Entries = [.. s.Entries.Select(smaller)] })],
    };

    static EntryModel Summary(EntryModel entry, int longest) =>
        entry with { Summary = longest == 0 ? "" : PaperModels.Shorten(entry.Summary, longest) };
}
