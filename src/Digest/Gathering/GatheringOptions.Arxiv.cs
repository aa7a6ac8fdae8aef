using Digest.Gathering.Sources;

namespace Digest.Gathering;

/// <summary>arXiv. Section "Gathering:Arxiv".</summary>
internal sealed class ArxivOptions
{
    /// <summary>Default true; but without categories it is asked only for papers that readers name as examples.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whose announcements are read: categories ("cs.CL", "math-ph") or whole archives ("cs"). Default: none.</summary>
    public IList<string> Categories { get; init; } = [];

    /// <summary>What a feed's categories are appended to. Default https://rss.arxiv.org/rss.</summary>
    public Uri FeedAddress { get; set; } = new("https://rss.arxiv.org/rss");

    /// <summary>The search interface, asked for days whose feed was missed. Default https://export.arxiv.org/api/query.</summary>
    public Uri SearchAddress { get; set; } = new("https://export.arxiv.org/api/query");

    /// <summary>Whether changes are harvested too, removals among them (source "arxiv-oai"). Default false: several pages of
    /// some megabytes a day for a large archive.</summary>
    public bool Harvest { get; set; }

    /// <summary>The harvesting interface (OAI-PMH). Default https://oaipmh.arxiv.org/oai.</summary>
    public Uri HarvestAddress { get; set; } = new("https://oaipmh.arxiv.org/oai");

    /// <summary>Entries of a search asked for at a time. Default 500; 1 to 2000.</summary>
    public int PageSize { get; set; } = 500;

    /// <summary>From one request to the next, over all of arXiv's hosts. Default 3 s, the least that arXiv's terms allow; up
    /// to 5 min. Shorter only where no address is arXiv's.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(3);

    internal bool IsActive => Enabled && Categories.Count > 0;

    internal IEnumerable<Uri> Addresses => [FeedAddress, SearchAddress, HarvestAddress];

    internal IEnumerable<string> Faults(string section)
    {
        foreach (var category in Categories.Where(c => !ArxivRecord.IsCategory(c)))
            yield return $"{section}:Categories holds \"{category}\", which is none (cs.CL, math-ph, cs).";
        foreach (var address in Addresses.Where(a => !a.IsAbsoluteUri || a.Scheme is not ("http" or "https")))
            yield return $"{section}: {address} must be an absolute http or https address.";
        if (PageSize is < 1 or > 2000) yield return $"{section}:PageSize must be 1 to 2000, not {PageSize}.";
        var least = Addresses.Any(IsArxiv) ? TimeSpan.FromSeconds(3) : TimeSpan.Zero;
        if (Interval < least || Interval > TimeSpan.FromMinutes(5))
            yield return $"{section}:Interval must be {least} to 00:05:00, not {Interval}.";
    }

    internal static bool IsArxiv(Uri address) => address.IsAbsoluteUri &&
        (address.Host.Equals("arxiv.org", StringComparison.OrdinalIgnoreCase) ||
            address.Host.EndsWith(".arxiv.org", StringComparison.OrdinalIgnoreCase));
}
