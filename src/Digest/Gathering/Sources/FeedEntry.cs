using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>What a feed says of one entry, whatever its format. Texts are plain and addresses absolute.</summary>
internal sealed partial record FeedEntry
{
    /// <summary>UTF-16 units of a text that are looked at; longer ones are nobody's title or abstract.</summary>
    const int Longest = 100_000;

    const int LongestId = 300;

    /// <summary>A shorter summary is a teaser: then the longer of the texts is the abstract.</summary>
    const int Teaser = 200;

    /// <summary>guid, id or rdf:about; null when it has none.</summary>
    public string? Id { get; init; }

    public string? Title { get; init; }

    /// <summary>What it is about, in short and at length; either may be missing.</summary>
    public string? Summary { get; init; }
    public string? Content { get; init; }

    public IEnumerable<string?> Authors { get; init; } = [];
    public IEnumerable<string?> Categories { get; init; } = [];

    /// <summary>Where it can be read, the best address first.</summary>
    public IEnumerable<Uri?> Links { get; init; } = [];

    public Uri? Pdf { get; init; }
    public Uri? Discussion { get; init; }

    /// <summary>What may be a DOI (prism:doi, dc:identifier).</summary>
    public IEnumerable<string?> Identifiers { get; init; } = [];

    public DateTimeOffset? At { get; init; }

    /// <summary>As a listed paper; else null and why not.</summary>
    /// <param name="feed">The feed's name: its source, and the scheme of its own names.</param>
    /// <param name="always">Categories that every entry of the feed has.</param>
    public (ListedPaper? Listed, string Fault) ToListed(string feed, IEnumerable<string> always, DateTimeOffset now)
    {
        var title = PaperText.Title(Cut(Title));
        if (title.Length == 0) return (null, "it has no title");
        var links = Links.Select(l => WebAddress.Link(l?.AbsoluteUri)).OfType<string>().ToList();
        var (arxiv, doi, version) = Identities(links);
        var own = Own(links) is { } name ? new PaperId(feed, name) : (PaperId?)null;
        // A date to come is a slip: what is in the feed is out.
        var at = At <= now ? At : null;
        var page = arxiv is { } number ? $"https://arxiv.org/abs/{number.Value}" : links.FirstOrDefault();
        return (new ListedPaper
        {
            Source = feed,
            SourceId = own?.Value ?? PaperId.FromTitle(title).Value,
            ListedAt = at,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(Abstract()),
                Authors = PaperText.Authors(FeedNames.Split(Authors)),
                Categories = PaperText.Categories(Categories.Concat(always)),
                Links = new PaperLinks
                {
                    Page = page,
                    Pdf = arxiv is { } n ? $"https://arxiv.org/pdf/{n.Value}" : WebAddress.Link(Pdf?.AbsoluteUri),
                    Discussion = WebAddress.Link(Discussion?.AbsoluteUri),
                },
                PublishedAt = at,
                FirstListedAt = at ?? now,
                Version = version,
                Ids = [.. new[] { arxiv, doi, own, PaperId.FromTitle(title) }.OfType<PaperId>().Distinct()],
            },
        }, "");
    }

    string? Abstract()
    {
        var (summary, content) = (Cut(Summary)?.Trim() ?? "", Cut(Content)?.Trim() ?? "");
        return summary.Length >= Teaser || summary.Length >= content.Length ? summary : content;
    }

    (PaperId? Arxiv, PaperId? Doi, int Version) Identities(List<string> links)
    {
        var (arxiv, doi, version) = ((PaperId?)null, (PaperId?)null, 0);
        foreach (var text in Identifiers.Append(Id).Concat(links).OfType<string>().Where(t => t.Length <= 2048))
        {
            var told = HuggingFace().Match(text) is { Success: true } hf ? hf.Groups["id"].Value : text;
            if (arxiv is null && PaperId.FromArxiv(told, out var counted) is { } number) (arxiv, version) = (number, counted);
            var found = PaperId.FromDoi(text) ?? PaperId.FromDoi(DoiOfLink(text));
            if (found is { Scheme: PaperId.Arxiv }) arxiv ??= found;
            else doi ??= found;
        }
        return (arxiv, doi, version);
    }

    // Publishers' addresses hold it: example.org/doi/abs/10.1000/x?af=R, and preprint servers' with the version behind.
    static string? DoiOfLink(string link) =>
        Publisher().Match(link) is { Success: true } match ? Uri.UnescapeDataString(match.Groups["doi"].Value) : null;

    string? Own(List<string> links)
    {
        var name = PaperText.Line(Cut(Id), int.MaxValue / 8) is { Length: > 0 } id ? id : links.FirstOrDefault();
        return name?.Length > LongestId
            ? "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))
            : name;
    }

    static string? Cut(string? text) => text?.Length > Longest ? text[..Longest] : text;

    [GeneratedRegex(@"^https?://huggingface\.co/papers/(?<id>[0-9.]{9,10})/?([?#].*)?$", Options, 1000)]
    private static partial Regex HuggingFace();

    [GeneratedRegex(@"^https?://[^/?#]+(/[^?#]*)?/(doi(/(abs|full|pdf|epdf|reader|book))?|content)/(?<doi>10\.[0-9]{4,9}/[^?#\s]+?)(v[0-9]+)?(\.(full|abstract|short))?([?#].*)?$",
        Options, 1000)]
    private static partial Regex Publisher();

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;
}
