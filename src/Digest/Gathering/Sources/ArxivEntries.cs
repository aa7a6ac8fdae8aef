using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>Reads the entries of arXiv's feeds and search answers. Elements are found by name in any order: both changed
/// order, prefixes and attributes more than once.</summary>
internal static partial class ArxivEntries
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    static readonly XNamespace Arxiv = "http://arxiv.org/schemas/atom";
    static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";

    /// <summary>An item of an RSS feed of announcements.</summary>
    public static ArxivRecord FromItem(XElement item) => Announced(item,
        item.Text("guid") is { } guid && PaperId.FromArxiv(guid) is not null ? guid : item.Text("link"),
        item.Text("description"), item.Elements("category").Select(c => c.Value), item.Text("pubDate"));

    /// <summary>An entry of an Atom feed of announcements or of a search.</summary>
    public static ArxivRecord FromEntry(XElement entry)
    {
        var id = entry.Text(Atom + "id");
        var categories = entry.Elements(Atom + "category").Select(c => (string?)c.Attribute("term"));
        if (id?.StartsWith("oai:", StringComparison.OrdinalIgnoreCase) == true)
            return Announced(entry, id, entry.Text(Atom + "summary"), categories, entry.Text(Atom + "published"));

        var submitted = Instant(entry.Text(Atom + "published"));
        var primary = (string?)entry.Element(Arxiv + "primary_category")?.Attribute("term");
        return new ArxivRecord
        {
            Id = id,
            Title = entry.Text(Atom + "title"),
            Abstract = entry.Text(Atom + "summary"),
            Authors = entry.Elements(Atom + "author").Select(a => a.Text(Atom + "name")),
            Categories = categories.Prepend(primary),
            Comments = entry.Text(Arxiv + "comment"),
            Doi = entry.Text(Arxiv + "doi"),
            ListedOn = submitted is { } at ? ArxivCalendar.AnnouncedOn(at) : null,
            PublishedAt = submitted,
            ChangedAt = Instant(entry.Text(Atom + "updated")),
        };
    }

    /// <summary>What an entry says that is an error's; null for a paper's.</summary>
    public static string? Error(XElement entry) =>
        entry.Text(Atom + "id")?.Contains("/api/errors", StringComparison.Ordinal) == true
            ? PaperText.Line(entry.Text(Atom + "summary") ?? entry.Text(Atom + "title"), 300)
            : null;

    /// <summary>RFC 822 as feeds write it, or ISO 8601; in the offset it was written with.</summary>
    public static DateTimeOffset? Instant(string? text)
    {
        if (text is null) return null;
        text = text.Trim();
        // A wrong weekday is no reason not to read a date.
        if (text.IndexOf(',', StringComparison.Ordinal) is > 0 and < 10 and var comma) text = text[(comma + 1)..];
        text = text.Replace(" EST", " -0500", StringComparison.Ordinal).Replace(" EDT", " -0400", StringComparison.Ordinal);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) &&
            at.Year >= EarliestYear ? at : null;
    }

    /// <summary>The day as its writer's clock shows it: midnight in New York is that day.</summary>
    public static DateOnly? Day(string? text) => Instant(text) is { } at ? DateOnly.FromDateTime(at.DateTime) : null;

    public static string? Text(this XElement element, XName name) =>
        element.Element(name)?.Value is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>arXiv began in 1991; older dates are somebody's default value.</summary>
    const int EarliestYear = 1990;

    static ArxivRecord Announced(XElement entry, string? id, string? summary, IEnumerable<string?> categories, string? date)
    {
        var prefix = Prefix().Match(summary ?? "");
        var type = entry.Text(Arxiv + "announce_type") ?? (prefix.Success ? prefix.Groups["type"].Value : "new");
        var day = Day(date);
        var isNew = type.Equals("new", StringComparison.OrdinalIgnoreCase);
        return new ArxivRecord
        {
            Id = id,
            Title = entry.Text("title") ?? entry.Text(Atom + "title"),
            Abstract = prefix.Success ? summary![prefix.Length..] : summary,
            Authors = ArxivNames.Split(entry.Text(Dublin + "creator")),
            Categories = categories,
            Doi = entry.Text(Arxiv + "DOI") ?? entry.Text(Arxiv + "doi"),
            ListedOn = isNew ? day : Known(day, id),
            AnnouncedOn = day,
            PublishedAt = isNew && day is { } d ? new DateTimeOffset(d, TimeOnly.MinValue, TimeSpan.Zero) : null,
            ChangedAt = day is { } changed ? new DateTimeOffset(changed, TimeOnly.MinValue, TimeSpan.Zero) : null,
        };
    }

    // A new version or cross-listing of an old paper is no news, wherever it is first heard of: its number tells its month.
    static DateOnly? Known(DateOnly? day, string? id) =>
        day is { } announced && PaperId.FromArxiv(id) is { } number && ArxivCalendar.LatestFor(number.Value) is { } latest && latest < announced
            ? latest
            : day;

    [GeneratedRegex(@"^\s*arXiv:\S+\s+Announce Type:\s*(?<type>\S+)\s+(Abstract:\s*)?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Prefix();
}
