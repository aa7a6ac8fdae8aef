using System.Xml.Linq;

namespace Digest.Gathering.Sources;

/// <summary>Reads an item of RSS 0.9x, 1.0 (RDF) and 2.0. Elements are found by their local name, as each version has a namespace
/// of its own or none; those of modules by their prefix's customary one, in any of its versions.</summary>
internal static class RssEntries
{
    const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    public static FeedEntry FromItem(XElement item, Uri? around)
    {
        string? One(string name, string module = "") => All(item, name, module).FirstOrDefault()?.Value;
        var guid = All(item, "guid").FirstOrDefault();
        var isLink = !string.Equals((string?)guid?.Attribute("isPermaLink"), "false", StringComparison.OrdinalIgnoreCase);
        var at = FeedAddresses.At(item, around);
        return new FeedEntry
        {
            Id = guid?.Value ?? (string?)item.Attribute(XName.Get("about", Rdf)),
            Title = Plain(One("title") ?? One("title", "dc")),
            Summary = Plain(One("description") ?? One("description", "dc") ?? One("abstract", "dcterms")),
            Content = Plain(One("encoded", "content")),
            Authors = All(item, "creator", "dc").Concat(All(item, "author")).Concat(All(item, "author", "itunes")).Select(a => a.Value)
                .Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } people
                ? People(item, people)
                : [],
            Categories = All(item, "category").Concat(All(item, "subject", "dc")).Concat(All(item, "section", "prism"))
                .Select(c => c.Value),
            Links =
            [
                FeedAddresses.Resolve(One("origLink", "feedburner"), at), .. All(item, "link").Select(l => FeedAddresses.Resolve(l.Value, at)),
                isLink ? FeedAddresses.Resolve(guid?.Value, from: null) : null, FeedAddresses.Resolve(One("url", "prism"), at),
                .. item.Elements(AtomEntries.Atom + "link").Select(l => FeedAddresses.Resolve((string?)l.Attribute("href"), at)),
            ],
            Pdf = All(item, "enclosure").Where(e => (string?)e.Attribute("type") == "application/pdf")
                .Select(e => FeedAddresses.Resolve((string?)e.Attribute("url"), at)).FirstOrDefault(),
            Discussion = FeedAddresses.Resolve(One("comments"), at),
            Identifiers = All(item, "doi", "prism").Concat(All(item, "identifier", "dc")).Select(i => i.Value),
            At = FeedDates.Read(One("pubDate")) ?? FeedDates.Read(One("date", "dc")) ?? FeedDates.Read(One("publicationDate", "prism")) ??
                FeedDates.Read(One("coverDate", "prism")) ?? FeedDates.Read(One("published")) ?? FeedDates.Read(One("updated")),
        };
    }

    // The same people are often told twice, in two elements' ways: the one that names more of them.
    static IEnumerable<string> People(XElement item, List<string> all)
    {
        var creators = All(item, "creator", "dc").Select(a => a.Value).Where(v => v.Trim().Length > 0).ToList();
        return creators.Count > 0 ? creators : all;
    }

    static string? Plain(string? text) => text is null ? null : HtmlText.OfEither(text);

    static IEnumerable<XElement> All(XElement item, string name, string module = "") =>
        item.Elements().Where(e => e.Name.LocalName == name && Module(e.Name.NamespaceName) == module);

    static string Module(string name) => name switch
    {
        "" or "http://purl.org/rss/1.0/" or "http://my.netscape.com/rdf/simple/0.9/" or "http://channel.netscape.com/rdf/simple/0.9/" or
            "http://backend.userland.com/rss2" or "http://blogs.law.harvard.edu/tech/rss" => "",
        _ when name.Contains("purl.org/dc/elements", StringComparison.Ordinal) => "dc",
        _ when name.Contains("purl.org/dc/terms", StringComparison.Ordinal) => "dcterms",
        _ when name.Contains("prismstandard.org", StringComparison.Ordinal) => "prism",
        _ when name.Contains("modules/content", StringComparison.Ordinal) => "content",
        _ when name.Contains("itunes.com", StringComparison.Ordinal) => "itunes",
        _ when name.Contains("feedburner", StringComparison.Ordinal) => "feedburner",
        _ => name,
    };
}
