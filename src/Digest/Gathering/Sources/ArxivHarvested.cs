using System.Globalization;
using System.Xml.Linq;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>Reads the records of an OAI-PMH harvest, in arXiv's formats "arXiv" and "arXivRaw".</summary>
internal static class ArxivHarvested
{
    public static readonly XNamespace Oai = "http://www.openarchives.org/OAI/2.0/";
    static readonly XNamespace Plain = "http://arxiv.org/OAI/arXiv/";
    static readonly XNamespace Raw = "http://arxiv.org/OAI/arXivRaw/";

    /// <summary>What a record tells: a paper, or that there is one no more. Neither, when it is in a format of others.</summary>
    public static (ArxivRecord? Record, PaperId? Removed, string Fault) Read(XElement record)
    {
        var header = record.Element(Oai + "header");
        var id = header?.Text(Oai + "identifier");
        if ((string?)header?.Attribute("status") == "deleted")
            return PaperId.FromArxiv(id) is { } removed ? (null, removed, "") : (null, null, $"{id} is no arXiv number");
        var metadata = record.Element(Oai + "metadata");
        if (metadata?.Element(Raw + "arXivRaw") is { } raw) return (FromRaw(raw), null, "");
        if (metadata?.Element(Plain + "arXiv") is { } plain) return (FromPlain(plain), null, "");
        return (null, null, $"{id ?? "a record"} is in none of the formats arXiv and arXivRaw");
    }

    static ArxivRecord FromRaw(XElement raw)
    {
        var versions = raw.Elements(Raw + "version")
            .Select(v => (Number: Number((string?)v.Attribute("version")), At: ArxivEntries.Instant(v.Text(Raw + "date"))))
            .OrderBy(v => v.Number).ToList();
        var first = versions.FirstOrDefault(v => v.Number == 1).At;
        return new ArxivRecord
        {
            Id = raw.Text(Raw + "id"),
            Title = raw.Text(Raw + "title"),
            Abstract = raw.Text(Raw + "abstract"),
            Authors = ArxivNames.Split(raw.Text(Raw + "authors")),
            Categories = (raw.Text(Raw + "categories") ?? "").Split(' '),
            Comments = raw.Text(Raw + "comments"),
            Doi = raw.Text(Raw + "doi"),
            Version = versions.Count > 0 ? versions[^1].Number : 0,
            ListedOn = first is { } at ? ArxivCalendar.AnnouncedOn(at) : null,
            PublishedAt = first,
            ChangedAt = versions.Count > 0 ? versions[^1].At : null,
        };
    }

    static ArxivRecord FromPlain(XElement plain)
    {
        var created = ArxivEntries.Instant(plain.Text(Plain + "created"));
        return new ArxivRecord
        {
            Id = plain.Text(Plain + "id"),
            Title = plain.Text(Plain + "title"),
            Abstract = plain.Text(Plain + "abstract"),
            Authors = plain.Elements(Plain + "authors").Elements(Plain + "author").Select(Name),
            Categories = (plain.Text(Plain + "categories") ?? "").Split(' '),
            Comments = plain.Text(Plain + "comments"),
            Doi = plain.Text(Plain + "doi"),
            // The hour is not told; most are submitted in time for that day.
            ListedOn = created is { } day ? ArxivCalendar.AnnouncedOn(day.AddHours(12)) : null,
            PublishedAt = created,
            ChangedAt = ArxivEntries.Instant(plain.Text(Plain + "updated")) ?? created,
        };
    }

    static string Name(XElement author) => string.Join(' ', new[]
    {
        author.Text(Plain + "forenames"), author.Text(Plain + "keyname"), author.Text(Plain + "suffix"),
    }.Where(part => part is not null));

    static int Number(string? version) =>
        int.TryParse(version?.TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
