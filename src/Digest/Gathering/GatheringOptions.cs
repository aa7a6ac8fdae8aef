namespace Digest.Gathering;

/// <summary>How papers come in. Section "Gathering".</summary>
internal sealed class GatheringOptions
{
    public const string Section = "Gathering";

    /// <summary>A mail or web address that sources can complain to; part of the User-Agent. Default: Operator:Contact.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Names or addresses of hosts that may be asked although they are in a private network ("127.0.0.1",
    /// "papers.lan"), and at other ports than 80 and 443. Default: none.</summary>
    public IList<string> AllowedPrivateHosts { get; init; } = [];

    /// <summary>From asking to the last byte of one answer, redirects included. Default 30 s; 1 s to 10 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer taken, in MiB after decompression. Default 32; 1 to 1024.</summary>
    public int MaxAnswerMegabytes { get; set; } = 32;

    /// <summary>Papers taken from one answer of a source. Default 20000; 1 to 1000000.</summary>
    public int MaxEntries { get; set; } = 20_000;

    /// <summary>Days before today that are asked for again when they did not answer. Default 7; 0 to 31.</summary>
    public int BackfillDays { get; set; } = 7;

    /// <summary>Days, today among them, whose papers are young: sources that count votes are asked for their lists at every
    /// gathering, so that votes are seen to grow. Default 5; 0 to 31.</summary>
    public int YoungDays { get; set; } = 5;

    public HfDailyOptions HfDaily { get; init; } = new();

    public ArxivOptions Arxiv { get; init; } = new();

    public BiorxivOptions Biorxiv { get; init; } = new();

    public BiorxivOptions Medrxiv { get; init; } = new();

    public CrossrefOptions Crossref { get; init; } = new();

    public FolderOptions Folder { get; init; } = new();

    /// <summary>RSS, Atom and JSON feeds, each a source of its own. Default: none.</summary>
    public IList<FeedOptions> Feeds { get; init; } = [];

    /// <summary>What is wrong, each naming its key; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10))
            yield return $"{Section}:Timeout must be 00:00:01 to 00:10:00, not {Timeout}.";
        if (MaxAnswerMegabytes is < 1 or > 1024)
            yield return $"{Section}:MaxAnswerMegabytes must be 1 to 1024, not {MaxAnswerMegabytes}.";
        if (BackfillDays is < 0 or > 31)
            yield return $"{Section}:BackfillDays must be 0 to 31, not {BackfillDays}.";
        if (MaxEntries is < 1 or > 1_000_000)
            yield return $"{Section}:MaxEntries must be 1 to 1000000, not {MaxEntries}.";
        if (YoungDays is < 0 or > 31)
            yield return $"{Section}:YoungDays must be 0 to 31, not {YoungDays}.";
        if (Contact.Any(c => c is < ' ' or > '~'))
            yield return $"{Section}:Contact must be one line of ASCII, as it goes into a header.";
        foreach (var fault in HfDaily.Faults($"{Section}:HfDaily")) yield return fault;
        foreach (var fault in Arxiv.Faults($"{Section}:Arxiv")) yield return fault;
        foreach (var fault in Biorxiv.Faults($"{Section}:Biorxiv").Concat(Medrxiv.Faults($"{Section}:Medrxiv"))) yield return fault;
        foreach (var fault in Crossref.Faults($"{Section}:Crossref")) yield return fault;
        foreach (var fault in Folder.Faults($"{Section}:Folder")) yield return fault;
        foreach (var fault in Feeds.SelectMany((feed, n) => feed.Faults($"{Section}:Feeds:{n}"))) yield return fault;
        foreach (var twice in Feeds.GroupBy(f => f.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"{Section}:Feeds has two of the name {twice.Key}: each needs its own.";
    }
}

/// <summary>The Daily Papers of Hugging Face. Section "Gathering:HfDaily".</summary>
internal sealed class HfDailyOptions
{
    /// <summary>Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What api/daily_papers is appended to; a sub-path works. Default https://huggingface.co.</summary>
    public Uri BaseAddress { get; set; } = new("https://huggingface.co");

    /// <summary>Papers asked for at a time. Default 100, the most it gives; 1 to 100.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Pages of one day after which something is wrong. Default 20; 1 to 1000.</summary>
    public int MaxPages { get; set; } = 20;

    internal IEnumerable<string> Faults(string section)
    {
        if (!BaseAddress.IsAbsoluteUri || BaseAddress.Scheme is not ("http" or "https"))
            yield return $"{section}:BaseAddress must be an absolute http or https address, not {BaseAddress}.";
        if (PageSize is < 1 or > 100) yield return $"{section}:PageSize must be 1 to 100, not {PageSize}.";
        if (MaxPages is < 1 or > 1000) yield return $"{section}:MaxPages must be 1 to 1000, not {MaxPages}.";
    }
}
