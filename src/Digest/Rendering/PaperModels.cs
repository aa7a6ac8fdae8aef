using System.Runtime.CompilerServices;
using System.Text.Json;
using Digest.Composing;
using Digest.Matching;
using Digest.Papers;

namespace Digest.Rendering;

/// <summary>Turns papers and sections into what templates see. Pure: the same input gives the same model.</summary>
internal sealed class PaperModels(Links links, bool ownPages)
{
    const int MostAuthors = 3, LongestSummary = 320;

    /// <summary>Names on a paper's own page; collaborations have thousands.</summary>
    const int MostAuthorsOnPage = 30;

    // A paper of an edition stands in thousands of mails. What is the same in all of them (its languages, checked addresses,
    // the shortened abstract) is found once, and forgotten with the edition.
    readonly ConditionalWeakTable<RankedPaper, EntryModel> _inEditions = [];

    /// <summary>Sections of papers in order, their entries numbered through.</summary>
    /// <param name="tune">In a mail, where its reader tunes what comes by a paper of this number.</param>
    public IReadOnlyList<SectionModel> Sections(IEnumerable<Section> sections, Func<long, string>? tune = null)
    {
        var number = 0;
        return [.. sections.Where(section => section.Kind != SectionKind.Updates).Select(section => new SectionModel(
            section.Kind switch { SectionKind.ForYou => "for_you", SectionKind.Discovery => "discovery", _ => "trending" },
            section.Interest ?? "",
            [
                .. section.Entries.Select(entry => _inEditions.GetValue(entry.Paper, paper => Entry(paper, 0, MatchReason.None)) with
                {
                    Number = ++number,
                    Words = entry.Reason.Words,
                    Like = entry.Reason.Like,
                    TuneUrl = tune?.Invoke(entry.Paper.Paper.Id) ?? "",
                }),
            ]))];
    }

    /// <summary>The paper that matches its reader best, of whatever interest; where none does, the first that trends.</summary>
    public static EntryModel? Best(IEnumerable<Section> sections, IEnumerable<SectionModel> models) =>
        sections.SelectMany(s => s.Entries, (s, entry) => s.Kind == SectionKind.ForYou ? entry.Score : double.NegativeInfinity)
            .Zip(models.SelectMany(m => m.Entries)).DefaultIfEmpty().MaxBy(pair => pair.First).Second;

    /// <summary>News about papers received, in order.</summary>
    public IReadOnlyList<UpdateModel> Updates(IEnumerable<Section> sections) => [.. sections.SelectMany(s => s.Updates).Select(update =>
    {
        var url = ownPages || Links.Checked(update.Page) == "" ? links.OwnPage(update.Paper) : update.Page!;
        var (kind, detail) = update.What;
        return new UpdateModel(
            update.Title, TextLanguage.Of(update.Title), url, kind.ToString().ToLowerInvariant(),
            kind == PaperUpdateKind.Version ? detail : "",
            kind == PaperUpdateKind.Code ? (ownPages ? url : Links.Checked(detail)) : "");
    })];

    /// <param name="date">A day of the period.</param>
    public EditionModel Edition(Period period, DateOnly date) => new(
        period.ToString().ToLowerInvariant(), period.FirstDay(date), period.LastDay(date), EditionName.Week(date), EditionName.Year(date),
        links.Edition(period, date));

    /// <summary>An edition's place among those there are.</summary>
    public EditionPlace Place(EditionCalendar calendar, Period period, DateOnly date) => new(
        Edition(period, date),
        calendar.Earlier(period, date) is { } earlier ? Edition(period, earlier) : null,
        calendar.Later(period, date) is { } later ? Edition(period, later) : null,
        Others(calendar, period, date), links.Feed(period, "atom"), links.Feed(period, "json"));

    /// <summary>Where to go from a date for the other periods.</summary>
    public IReadOnlyList<EditionModel> Others(EditionCalendar calendar, Period period, DateOnly date) =>
    [
        .. from other in Enum.GetValues<Period>()
           where other != period
           let near = calendar.Near(other, date)
           where near is not null
           select Edition(other, near.Value),
    ];

    /// <summary>A paper's own page.</summary>
    public PaperPage Page(SiteModel site, LanguageModel language, Paper paper) => new(site, language,
        Full(Alone(paper), 1, MatchReason.None),
        [.. paper.Authors.Take(MostAuthorsOnPage)], Math.Max(0, paper.Authors.Count - MostAuthorsOnPage))
    {
        Withdrawn = paper.WithdrawnAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null,
    };

    /// <summary>A paper by itself, as it stands in a list of those found.</summary>
    public EntryModel Entry(Paper paper, int number) => Entry(Alone(paper), number, MatchReason.None);

    public EntryModel Entry(RankedPaper ranked, int number, MatchReason reason)
    {
        var entry = Full(ranked, number, reason);
        return ownPages
            ? entry with { Url = links.OwnPage(ranked.Paper.Id), PdfUrl = "", CodeUrl = "", ProjectUrl = "", DiscussionUrl = "" }
            : entry;
    }

    static RankedPaper Alone(Paper paper) => new(paper, 1, 0, new(RankReasonKind.New, 0), null);

    EntryModel Full(RankedPaper ranked, int number, MatchReason reason)
    {
        var paper = ranked.Paper;
        var abstractLang = TextLanguage.Of(paper.Abstract);
        return new(
            number, paper.Title, links.Paper(paper), [.. paper.Authors.Take(MostAuthors)],
            Math.Max(0, paper.Authors.Count - MostAuthors), Summary(paper), paper.Abstract,
            paper.PublishedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null, paper.Categories, reason.Words,
            Reason(ranked.Reason).Kind, [.. new[] { ranked.Reason, ranked.Also }.OfType<RankReason>().Select(Reason)],
            ranked.Signal?.Upvotes ?? 0, ranked.Signal?.Comments ?? 0, ranked.Signal?.Stars ?? 0,
            Links.Checked(paper.Links.Pdf), Links.Checked(paper.Links.Code), Links.Checked(paper.Links.Project), Links.Checked(paper.Links.Discussion))
        {
            Like = reason.Like,
            Lang = TextLanguage.OfTitle(paper.Title, paper.Abstract),
            AbstractLang = abstractLang,
            SummaryLang = paper.OneLine.Length > 0 ? TextLanguage.Of(paper.OneLine) : abstractLang,
        };
    }

    static ReasonModel Reason(RankReason reason) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.Kind.ToString()), reason.Count, reason.Factor ?? 0, reason.Day);

    /// <summary>The source's one sentence, else the beginning of the abstract.</summary>
    static string Summary(Paper paper) => Shorten(paper.OneLine.Length > 0 ? paper.OneLine : paper.Abstract, LongestSummary);

    /// <summary>At most so many characters and a few, cut after a sentence or at a word.</summary>
    internal static string Shorten(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var cut = text.LastIndexOf(". ", most, most / 2, StringComparison.Ordinal);
        if (cut > 0)
            return text[..(cut + 1)];
        var word = text.LastIndexOf(' ', most, most / 2);
        if (word < 1)
            word = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return text[..word].TrimEnd(',', ';', ':', ' ') + " …";
    }
}
