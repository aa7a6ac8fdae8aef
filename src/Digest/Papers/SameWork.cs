namespace Digest.Papers;

/// <summary>
/// Whether two papers are one work, and by what evidence. A wrong yes hides a paper, a wrong no only shows one twice, so
/// whatever speaks against it wins:
///
/// 1. two different numbers of one kind are two works (a preprint's DOI and its publisher's are of two kinds);
/// 2. a number in common is one work, unless neither title nor first author agree;
/// 3. abstracts that have little in common are two works;
/// 4. a title in common is one work when the first author is the same and they came within <see cref="Near"/> days of each
///    other; for a heading that anybody may use, or up to <see cref="Far"/> days, a second author or the abstract must agree;
/// 5. a title that is another's without its subtitle needs the first author and the abstract (the second author, where
///    there is no abstract to compare);
/// 6. where there is no author to ask, the abstract must agree; an entry that has nothing but a telling title has that.
/// </summary>
internal static class SameWork
{
    /// <summary>Days between two tellings of one work: a source that lists late; a journal after the preprint.</summary>
    public const int Near = 180, Far = 1100;

    /// <summary>The evidence in words, as it is kept with a key; null when they are not known to be one.</summary>
    public static string? Evidence(Paper one, Paper other)
    {
        if (DifferInNumber(one, other)) return null;
        var titles = TitlesInCommon(one, other);
        var author = SameAuthor(one, other, 0);
        if (one.Ids.Where(id => id.IsIdentifying && other.Ids.Contains(id)).OrderBy(Rank).FirstOrDefault() is { Scheme: not null } shared)
            return titles == Titles.Differ && author == false && shared.Scheme != PaperId.Arxiv ? null : $"same {Spoken(shared.Scheme)}";
        if (titles == Titles.Differ || Contradict(one, other) || author == false) return null;

        var likeness = AbstractLikeness.Of(one.Abstract, other.Abstract);
        if (likeness < AbstractLikeness.Unlike) return null;
        var sameAbstract = likeness >= AbstractLikeness.Alike;
        var days = DaysApart(one, other);
        var when = days switch { 0 => "listed the same day", 1 => "listed 1 day apart", _ => $"listed {days} days apart" };
        return (titles, author) switch
        {
            (Titles.Agree, true) when days <= Near && IsTelling(one, other) => $"title and first author, {when}",
            (Titles.Agree, true) when days <= Far && sameAbstract => $"title, first author and abstract, {when}",
            (Titles.Agree, true) when days <= Far && SameAuthor(one, other, 1) == true => $"title, first and second author, {when}",
            (Titles.Agree, null) when sameAbstract && (days <= Far || IsTitleOnly(one) || IsTitleOnly(other)) => "title and abstract",
            (Titles.Agree, null) when likeness is null && IsTelling(one, other) && (IsTitleOnly(one) || IsTitleOnly(other)) =>
                "title, where nothing else is told",
            (Titles.AgreeWithoutSubtitle, true) when days <= Near && sameAbstract => $"title without its subtitle, first author and abstract, {when}",
            (Titles.AgreeWithoutSubtitle, true) when days <= Near && likeness is null && SameAuthor(one, other, 1) == true =>
                $"title without its subtitle, first and second author, {when}",
            (Titles.AgreeWithoutSubtitle, null) when sameAbstract => "title without its subtitle, and abstract",
            _ => null,
        };
    }

    /// <summary>Which of the papers are what a source tells of, each with the evidence, the best known first: the one this
    /// source told of before by the same name, then what shares a number, then what has one.</summary>
    /// <param name="own">The paper that this source has told by this name; null when it is new to it.</param>
    public static IReadOnlyList<Twin> Among(IEnumerable<Paper> candidates, Paper told, long? own) =>
    [
        .. from candidate in candidates
           let evidence = (candidate.Id == own && IsStill(candidate, told) ? "told before by the same name" : null) ?? Evidence(candidate, told)
           where evidence is not null
           orderby candidate.Id != own, !SharesNumber(candidate, told), IsTitleOnly(candidate), candidate.Id
           select new Twin(candidate, evidence),
    ];

    /// <summary>An entry that is known by its title alone.</summary>
    public static bool IsTitleOnly(Paper paper) => !paper.Ids.Any(id => id.IsIdentifying);

    /// <summary>Keys of the numbers that a paper's own addresses name: a feed's entry that leads to arXiv is arXiv's paper.</summary>
    public static IEnumerable<PaperId> Linked(Paper paper) =>
        new[] { paper.Links.Page, paper.Links.Pdf }.Select(PaperId.FromLink).OfType<PaperId>();

    static bool SharesNumber(Paper one, Paper other) => one.Ids.Any(id => id.IsIdentifying && other.Ids.Contains(id));

    // A source's name for a paper that suddenly means another: a feed that numbers its entries anew each day.
    static bool IsStill(Paper known, Paper told) =>
        !DifferInNumber(known, told) &&
        (TitlesInCommon(known, told) != Titles.Differ || SharesNumber(known, told) || SameAuthor(known, told, 0) == true);

    // arXiv's number decides over everything: two of its papers may name one journal article (a DOI) and are still two.
    static bool DifferInNumber(Paper one, Paper other) =>
        Numbers(one, PaperId.Arxiv).Any() && Numbers(other, PaperId.Arxiv).Any() &&
        !Numbers(one, PaperId.Arxiv).Intersect(Numbers(other, PaperId.Arxiv)).Any();

    // Asked only of papers that share no number. Other names (a feed's, an address) may be two for one work.
    static bool Contradict(Paper one, Paper other) => one.Ids.Any(a => other.Ids.Any(b =>
        a.Scheme == b.Scheme && (a.Scheme is PaperId.Doi or PaperId.OpenReview or PaperId.File) && a.IsPreprint == b.IsPreprint));

    static IEnumerable<PaperId> Numbers(Paper paper, string scheme) => paper.Ids.Where(id => id.Scheme == scheme);

    enum Titles { Differ, AgreeWithoutSubtitle, Agree }

    static Titles TitlesInCommon(Paper one, Paper other)
    {
        var (first, second) = (TitleKeys(one), TitleKeys(other));
        if (first.Overlaps(second)) return Titles.Agree;
        return TitleKey.WithoutSubtitle(one.Title) is { } a && second.Contains(a) ||
            TitleKey.WithoutSubtitle(other.Title) is { } b && first.Contains(b) ? Titles.AgreeWithoutSubtitle : Titles.Differ;
    }

    // Every title the work is known by, without the surname some keys carry.
    static HashSet<string> TitleKeys(Paper paper) =>
        paper.Ids.Where(id => id.Scheme == PaperId.Title).Select(id => id.Value.Split('/')[0]).Append(TitleKey.Of(paper.Title))
            .ToHashSet(StringComparer.Ordinal);

    static bool IsTelling(Paper one, Paper other) => TitleKey.IsTelling(one.Title) && TitleKey.IsTelling(other.Title);

    /// <summary>Null: one of them names no such author.</summary>
    static bool? SameAuthor(Paper one, Paper other, int place) =>
        one.Authors.Count > place && other.Authors.Count > place
            ? PersonName.AreSame(one.Authors[place], other.Authors[place]) : null;

    static int DaysApart(Paper one, Paper other)
    {
        var listed = (one.FirstListedAt - other.FirstListedAt).Duration();
        var published = one.PublishedAt is { } a && other.PublishedAt is { } b ? (a - b).Duration() : TimeSpan.MaxValue;
        return (int)(listed < published ? listed : published).TotalDays;
    }

    static string Spoken(string scheme) => scheme switch
    {
        PaperId.Arxiv => "arXiv number", PaperId.Doi => "DOI", PaperId.OpenReview => "OpenReview id", _ => $"{scheme} id",
    };

    static int Rank(PaperId id) => id.Scheme switch { PaperId.Arxiv => 0, PaperId.Doi => 1, _ => 2 };
}

/// <summary>A known paper that is what a source tells of.</summary>
internal sealed record Twin(Paper Paper, string Evidence);
