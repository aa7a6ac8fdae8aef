using System.Xml.Linq;

namespace Digest.Gathering.Sources;

/// <summary>Reads an entry of Atom 1.0 and of 0.3, which names some things differently and marks its texts by mode.</summary>
internal static class AtomEntries
{
    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    static readonly XNamespace Old = "http://purl.org/atom/ns#";

    public static bool IsFeed(XName root) => root.LocalName == "feed" &&
        (root.Namespace == Atom || root.Namespace == Old || root.Namespace == "");

    public static FeedEntry FromEntry(XElement entry, Uri? around)
    {
        XElement? One(string name) => entry.Element(entry.Name.Namespace + name);
        var links = entry.Elements(entry.Name.Namespace + "link").Select(l => new Link(
            FeedAddresses.Resolve((string?)l.Attribute("href"), FeedAddresses.At(l, around)),
            (string?)l.Attribute("rel") ?? "alternate", (string?)l.Attribute("type") ?? "", (string?)l.Attribute("title") ?? "")).ToList();
        var content = One("content");
        return new FeedEntry
        {
            Id = One("id")?.Value,
            Title = Plain(One("title")),
            Summary = Plain(One("summary")),
            Content = content?.Attribute("src") is null ? Plain(content) : null,
            Authors = entry.Elements(entry.Name.Namespace + "author")
                .Select(a => a.Element(a.Name.Namespace + "name")?.Value ?? (a.HasElements ? null : a.Value))
                .Concat(entry.Elements(Dublin + "creator").Select(c => c.Value)),
            Categories = entry.Elements(entry.Name.Namespace + "category")
                .Select(c => (string?)c.Attribute("label") ?? (string?)c.Attribute("term"))
                .Concat(entry.Elements(Dublin + "subject").Select(c => c.Value)),
            Links = links.Where(l => l is { Rel: "alternate", Type: not "application/pdf" }).Concat(links.Where(l => l.Rel == "related"))
                .Select(l => l.To),
            Pdf = links.FirstOrDefault(l => l.Type == "application/pdf" || l.Title == "pdf")?.To,
            Discussion = links.FirstOrDefault(l => l.Rel == "replies")?.To,
            Identifiers = entry.Elements().Where(e => e.Name.LocalName is "doi" or "identifier" && e.Name.Namespace != entry.Name.Namespace)
                .Select(e => e.Value).Concat(links.Where(l => l.Title == "doi").Select(l => l.To?.AbsoluteUri)),
            At = FeedDates.Read(One("published")?.Value) ?? FeedDates.Read(One("issued")?.Value) ?? FeedDates.Read(One("created")?.Value) ??
                FeedDates.Read(One("updated")?.Value) ?? FeedDates.Read(One("modified")?.Value) ??
                FeedDates.Read(entry.Element(Dublin + "date")?.Value),
        };
    }

    static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";

    sealed record Link(Uri? To, string Rel, string Type, string Title);

    // The text says of itself what it is: plain, HTML as text, or elements (XHTML, MathML), whose text it is.
    static string? Plain(XElement? text)
    {
        if (text is null) return null;
        var type = (string?)text.Attribute("type") ?? "text";
        if (text.HasElements) return HtmlText.Of(text.ToString(SaveOptions.DisableFormatting));
        var isHtml = type is "html" or "text/html" or "application/xhtml+xml" or "xhtml" || (string?)text.Attribute("mode") == "escaped";
        return isHtml ? HtmlText.Of(text.Value) : text.Value;
    }
}
