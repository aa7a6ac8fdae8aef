using System.Text.Json;
using Digest.Composing;
using Digest.Papers;

namespace Digest.Rendering;

/// <summary>Turns papers and sections into what templates see. Pure: the same input gives the same model.</summary>
internal sealed class PaperModels(Links links, bool ownPages)
{
    const int MostAuthors = 3, LongestSummary = 320;

    /// <summary>Sections in order, their entries numbered through.</summary>
    public IReadOnlyList<SectionModel> Sections(IEnumerable<Section> sections)
    {
        var number = 0;
        return [.. sections.Select(section => new SectionModel(
            section.Kind == SectionKind.ForYou ? "for_you" : "trending",
            section.Interest ?? "",
            [.. section.Entries.Select(entry => Entry(entry.Paper, ++number, entry.Words))]))];
    }

    public EntryModel Entry(RankedPaper ranked, int number, IReadOnlyList<string> words)
    {
        var entry = Full(ranked, number, words);
        return ownPages
            ? entry with { Url = links.OwnPage(ranked.Paper), PdfUrl = "", CodeUrl = "", ProjectUrl = "", DiscussionUrl = "" }
            : entry;
    }

    /// <summary>With all that leads on, for the paper's own page.</summary>
    public EntryModel Full(RankedPaper ranked, int number, IReadOnlyList<string> words)
    {
        var paper = ranked.Paper;
        return new(
            number, paper.Title, links.Paper(paper), [.. paper.Authors.Take(MostAuthors)],
            Math.Max(0, paper.Authors.Count - MostAuthors), Summary(paper), paper.Abstract,
            paper.PublishedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null, paper.Categories, words,
            Reason(ranked.Reason).Kind, [.. new[] { ranked.Reason, ranked.Also }.OfType<RankReason>().Select(Reason)],
            ranked.Signal?.Upvotes ?? 0, ranked.Signal?.Comments ?? 0, ranked.Signal?.Stars ?? 0,
            paper.Links.Pdf ?? "", paper.Links.Code ?? "", paper.Links.Project ?? "", paper.Links.Discussion ?? "");
    }

    static ReasonModel Reason(RankReason reason) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.Kind.ToString()), reason.Count, reason.Factor ?? 0, reason.Day);

    /// <summary>The source's one sentence, else the beginning of the abstract, cut after a sentence or at a word.</summary>
    static string Summary(Paper paper)
    {
        var text = paper.OneLine.Length > 0 ? paper.OneLine : paper.Abstract;
        if (text.Length <= LongestSummary)
            return text;
        var cut = text.LastIndexOf(". ", LongestSummary, LongestSummary / 2, StringComparison.Ordinal);
        if (cut > 0)
            return text[..(cut + 1)];
        var word = text.LastIndexOf(' ', LongestSummary);
        if (word < 1)
            word = char.IsHighSurrogate(text[LongestSummary - 1]) ? LongestSummary - 1 : LongestSummary;
        return text[..word].TrimEnd(',', ';', ':', ' ') + " …";
    }
}
