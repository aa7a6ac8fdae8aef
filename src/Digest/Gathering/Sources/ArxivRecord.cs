using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>What one of arXiv's interfaces says of a paper. They name things differently and leave out different ones; from
/// here on they are one source.</summary>
internal sealed partial record ArxivRecord
{
    public const string Source = "arxiv";

    /// <summary>Where a withdrawn paper's abstract says so; further in, "withdrawn" is part of its subject.</summary>
    const int Beginning = 200;

    /// <summary>Number in any spelling, with the version if it is told there.</summary>
    public string? Id { get; init; }

    public string? Title { get; init; }
    public string? Abstract { get; init; }
    public IEnumerable<string?> Authors { get; init; } = [];

    /// <summary>The primary one first; classes of other bodies (ACM, MSC) among them.</summary>
    public IEnumerable<string?> Categories { get; init; } = [];

    public string? Comments { get; init; }

    /// <summary>One or more, with blanks between.</summary>
    public string? Doi { get; init; }

    /// <summary>0: not told, or in Id.</summary>
    public int Version { get; init; }

    /// <summary>The day it was first announced, or could have been at the latest.</summary>
    public DateOnly? ListedOn { get; init; }

    /// <summary>The day of the announcement it was told in; a new version's or cross-listing's too.</summary>
    public DateOnly? AnnouncedOn { get; init; }

    /// <summary>When its first version was submitted or announced.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When this version was, if it is told.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>As a listed paper; else null and why not.</summary>
    public (ListedPaper? Listed, string Fault) ToListed(DateTimeOffset now)
    {
        if (PaperId.FromArxiv(Id, out var version) is not { } id)
            return (null, $"it names no arXiv number: {PaperText.Line(Id, 60)}");
        var title = PaperText.Title(Title);
        if (title.Length == 0) return (null, $"{id.Value} has no title");
        var doi = (Doi ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(PaperId.FromDoi).FirstOrDefault(d => d is not null);
        DateTimeOffset? listedAt = ListedOn is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
        return (new ListedPaper
        {
            Source = Source,
            SourceId = id.Value,
            ListedAt = listedAt,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(Abstract),
                Authors = PaperText.Authors(Authors),
                Categories = PaperText.Categories(Categories.Where(c => c is not null && CategoryText().IsMatch(c))),
                Links = new PaperLinks { Page = $"https://arxiv.org/abs/{id.Value}", Pdf = $"https://arxiv.org/pdf/{id.Value}" },
                PublishedAt = PublishedAt,
                FirstListedAt = listedAt ?? now,
                Version = Version > 0 ? Version : version,
                WithdrawnAt = IsWithdrawn(Comments, Abstract) ? ChangedAt ?? listedAt ?? now : null,
                Ids = [.. new PaperId?[] { id, doi, PaperId.FromTitle(title) }.OfType<PaperId>().Distinct()],
            },
        }, "");
    }

    /// <summary>arXiv has no field for it: a withdrawn paper is a new version that says so.</summary>
    public static bool IsWithdrawn(string? comments, string? @abstract) =>
        comments is not null && WithdrawnComment().IsMatch(comments) ||
        @abstract is not null && WithdrawnAbstract().IsMatch(@abstract.Length > Beginning ? @abstract[..Beginning] : @abstract);

    /// <summary>"cs.CL", "math-ph", "astro-ph.GA" or a whole archive.</summary>
    public static bool IsCategory(string text) => CategoryText().IsMatch(text);

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)?(\.([A-Z]{2}|[a-z]+(-[a-z]+)?))?$", Options, 1000)]
    private static partial Regex CategoryText();

    // "Withdrawn from a conference" is said of papers that stand.
    [GeneratedRegex(@"\bwithdrawn\b(?!\s+from\b)|\bremoved by arxiv\b", Options | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex WithdrawnComment();

    // An abstract may be about withdrawn drugs: it must be the paper that is.
    [GeneratedRegex("""
        ^\W*(\w+\W+){0,3}withdrawn\b |
        \b(paper|article|manuscript|submission|preprint|work|version|abstract|document)s?\b[^.]{0,60}\bwithdrawn\b |
        \bremoved[ ]by[ ]arxiv\b
        """, Options | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex WithdrawnAbstract();

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
}
