using System.Text.RegularExpressions;
using Digest.Gathering.Sources;

namespace Digest.Gathering;

/// <summary>A feed of anybody's. Section "Gathering:Feeds", a list.</summary>
internal sealed partial class FeedOptions
{
    /// <summary>What readers and logs call it, and its papers are filed under: 1 to 40 of a-z, 0-9 and "-", a letter first. Keep
    /// it, as the feed's papers are known by it. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where the feed itself is, not the page that shows it. Required.</summary>
    public Uri? Address { get; set; }

    /// <summary>Categories that every entry of it has, besides its own ("q-bio.NC"). Default: none.</summary>
    public IList<string> Categories { get; init; } = [];

    internal IEnumerable<string> Faults(string section)
    {
        if (!NameText().IsMatch(Name))
            yield return $"{section}:Name must be 1 to 40 of a-z, 0-9 and \"-\", a letter first, not \"{Name}\".";
        if (Taken.Contains(Name)) yield return $"{section}:Name must be another than {Name}, which is a source's or key's already.";
        if (Address is null || WebAddress.Fault(Address) is not null)
            yield return $"{section}:Address must be an absolute http or https address without a user name, not {Address}.";
        else if (ArxivOptions.IsArxiv(Address))
            yield return $"{section}:Address is arXiv's: name its categories in Gathering:Arxiv:Categories instead.";
    }

    static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        HfAnswer.Source, ArxivRecord.Source, "arxiv-oai", "biorxiv", "medrxiv", "crossref", "folder", PaperLines.Source, SavedPage.Source,
        Papers.PaperId.Doi, Papers.PaperId.Title,
    };

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameText();
}
