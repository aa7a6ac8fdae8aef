using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Gathering;

/// <summary>bioRxiv or medRxiv. Sections "Gathering:Biorxiv" and "Gathering:Medrxiv". Not yet tried against the live service.</summary>
internal sealed class BiorxivOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>What the server, days and cursor are appended to. Default https://api.biorxiv.org/details, for both.</summary>
    public Uri Address { get; set; } = new("https://api.biorxiv.org/details");

    /// <summary>Only these of its categories ("neuroscience"). Default: all.</summary>
    public IList<string> Categories { get; init; } = [];

    /// <summary>From one request to the next. Default 1 s; 0 to 5 min.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    internal IEnumerable<string> Faults(string section)
    {
        if (WebAddress.Fault(Address) is not null) yield return $"{section}:Address must be an absolute http or https address, not {Address}.";
        if (Interval < TimeSpan.Zero || Interval > TimeSpan.FromMinutes(5))
            yield return $"{section}:Interval must be 00:00:00 to 00:05:00, not {Interval}.";
    }
}

/// <summary>Crossref. Section "Gathering:Crossref". Not yet tried against the live service.</summary>
internal sealed partial class CrossrefOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Its list of works. Default https://api.crossref.org/works.</summary>
    public Uri Address { get; set; } = new("https://api.crossref.org/works");

    /// <summary>Words to search for. Default: none.</summary>
    public string Query { get; set; } = "";

    /// <summary>Journals, by ISSN ("1234-567X"). Default: none.</summary>
    public IList<string> Issns { get; init; } = [];

    /// <summary>Publishers, by the prefix of their DOIs ("10.5555"). Default: none.</summary>
    public IList<string> Prefixes { get; init; } = [];

    /// <summary>Kinds of works, as Crossref names them. Default: journal-article, proceedings-article, posted-content.</summary>
    public IList<string> Types { get; set; } = [];

    /// <summary>Works a page. Default 100; 1 to 1000.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Pages of one day after which it is too much. Default 50; 1 to 1000.</summary>
    public int MaxPages { get; set; } = 50;

    /// <summary>From one request to the next. Default 1 s; 0 to 5 min, at Crossref's own address at least 0.2 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    internal IEnumerable<string> Faults(string section)
    {
        if (Enabled && Query.Trim().Length == 0 && Issns.Count == 0 && Prefixes.Count == 0)
            yield return $"{section} needs a Query, Issns or Prefixes: everything that is registered in a day is too much.";
        if (WebAddress.Fault(Address) is not null) yield return $"{section}:Address must be an absolute http or https address, not {Address}.";
        if (Query.Length > 500) yield return $"{section}:Query must be at most 500 characters, not {Query.Length}.";
        foreach (var issn in Issns.Where(i => !IssnText().IsMatch(i)))
            yield return $"{section}:Issns holds \"{issn}\", which is none (1234-567X).";
        foreach (var prefix in Prefixes.Where(p => PaperId.FromDoi(p + "/x") is null || p.Contains('/')))
            yield return $"{section}:Prefixes holds \"{prefix}\", which is none (10.5555).";
        foreach (var type in Types.Where(t => !TypeText().IsMatch(t)))
            yield return $"{section}:Types holds \"{type}\", which is none (journal-article).";
        if (PageSize is < 1 or > 1000) yield return $"{section}:PageSize must be 1 to 1000, not {PageSize}.";
        if (MaxPages is < 1 or > 1000) yield return $"{section}:MaxPages must be 1 to 1000, not {MaxPages}.";
        var least = Address.IsAbsoluteUri && Address.Host == "api.crossref.org" ? TimeSpan.FromMilliseconds(200) : TimeSpan.Zero;
        if (Interval < least || Interval > TimeSpan.FromMinutes(5))
            yield return $"{section}:Interval must be {least} to 00:05:00, not {Interval}.";
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{3}[0-9X]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IssnText();

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeText();
}

/// <summary>A folder that files of papers are put into. Section "Gathering:Folder".</summary>
internal sealed class FolderOptions
{
    /// <summary>The folder; made when it is not there. Default: none, so nothing is watched.</summary>
    public string Path { get; set; } = "";

    /// <summary>How long a file must not have changed to be whole. Default 2 s; 0 to 5 min.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(2);

    internal IEnumerable<string> Faults(string section)
    {
        if (Path.Any(char.IsControl)) yield return $"{section}:Path holds characters that no folder's name should.";
        if (File.Exists(Path)) yield return $"{section}:Path \"{Path}\" is a file; name the folder that files are put into.";
        if (Rest < TimeSpan.Zero || Rest > TimeSpan.FromMinutes(5)) yield return $"{section}:Rest must be 00:00:00 to 00:05:00, not {Rest}.";
    }
}
