using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Digest.Papers;

/// <summary>A key that a work is known by: "arxiv:2608.16590", "doi:10.1000/x", "title:…". What a key in common means
/// for two papers, SameWork says.</summary>
internal readonly partial record struct PaperId
{
    public const string Arxiv = "arxiv", Doi = "doi", OpenReview = "openreview", Title = "title";

    /// <summary>A name that means something only inside the file it came from.</summary>
    public const string File = "file";

    const int LongestDoi = 300;

    /// <param name="scheme">Lower-case word before the colon.</param>
    /// <param name="value">What follows, already in its one spelling.</param>
    public PaperId(string scheme, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentException.ThrowIfNullOrEmpty(value);
        (Scheme, Value) = (scheme, value);
    }

    public string Scheme { get; }
    public string Value { get; }

    /// <summary>False for a title: others may have the same.</summary>
    public bool IsIdentifying => Scheme != Title;

    /// <summary>A DOI that a preprint server gave: the publisher gives the same work another.</summary>
    public bool IsPreprint => Scheme == Doi && PreprintDoi().IsMatch(Value);

    /// <summary>"2608.16590v2", "arXiv:hep-ex/0307015", "https://arxiv.org/pdf/2608.16590": the work, without its
    /// version. Null when the text is none of these.</summary>
    public static PaperId? FromArxiv(string? text) => FromArxiv(text, out _);

    /// <param name="version">The version named in the text; 0 when it names none.</param>
    public static PaperId? FromArxiv(string? text, out int version)
    {
        version = 0;
        if (text is null || ArxivText().Match(text.Trim()) is not { Success: true } match) return null;
        if (match.Groups["version"] is { Success: true } v)
            version = int.Parse(v.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        // math.GT/0309136 and math/0309136 are one paper: the subject class was never part of the number.
        return new PaperId(Arxiv, match.Groups["archive"] is { Success: true } archive
            ? $"{archive.Value.ToLowerInvariant()}/{match.Groups["old"].Value}"
            : match.Groups["new"].Value);
    }

    /// <summary>"10.1000/X", "doi:10.1000/x", "https://doi.org/10.1000/x": lower case, as DOIs do not know case. arXiv's
    /// own DOIs (10.48550/arXiv.…) are the arXiv number. Null when the text is no DOI.</summary>
    public static PaperId? FromDoi(string? text)
    {
        if (text is null || DoiText().Match(text.Trim()) is not { Success: true } match) return null;
        var doi = match.Groups["doi"].Value;
        if (match.Groups["web"].Success || doi.Contains("%2f", StringComparison.OrdinalIgnoreCase)) doi = Uri.UnescapeDataString(doi);
        doi = doi.ToLowerInvariant();
        if (match.Groups["web"].Success && doi.AsSpan().IndexOfAny('?', '#') is var end and >= 0) doi = doi[..end];
        doi = doi.TrimEnd('.', ',', ';');
        doi = PreprintVersion().Replace(doi, "${work}"); // preprint servers count versions in the DOI, or write them behind it
        if (doi.Length > LongestDoi || doi.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))) return null;
        const string arxivPrefix = "10.48550/arxiv.";
        return doi.StartsWith(arxivPrefix, StringComparison.Ordinal)
            ? FromArxiv(doi[arxivPrefix.Length..])
            : new PaperId(Doi, doi);
    }

    /// <summary>"https://openreview.net/forum?id=rJl0r3R9KX&amp;noteId=…", ".../pdf?id=…", "openreview:rJl0r3R9KX". Case counts.
    /// Null when the text is none of these.</summary>
    public static PaperId? FromOpenReview(string? text) =>
        text is not null && OpenReviewText().Match(text.Trim()) is { Success: true } match
            ? new PaperId(OpenReview, match.Groups["id"].Value) : null;

    /// <summary>A number in any spelling that FromArxiv, FromDoi and FromOpenReview read, and the page of an arXiv paper
    /// at Hugging Face, alphaXiv or ar5iv. Null when the text names none.</summary>
    public static PaperId? FromAny(string? text) =>
        FromArxiv(text) ?? FromDoi(text) ?? FromOpenReview(text) ??
        (text is not null && MirrorText().Match(text.Trim()) is { Success: true } match ? FromArxiv(match.Groups["number"].Value) : null);

    /// <summary>The number that an address leads to; null when it is no web address or leads to no such place.</summary>
    public static PaperId? FromLink(string? address) =>
        address is not null && address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? FromAny(address) : null;

    /// <summary>The title as its letters and digits (see TitleKey); with the first author's surname where a title alone
    /// would be all there is to tell two works apart.</summary>
    public static PaperId FromTitle(string title, string? firstAuthor = null) =>
        new(Title, TitleKey.Of(title) + (firstAuthor is null ? "" : "/" + TitleKey.Surname(firstAuthor)));

    public override string ToString() => $"{Scheme}:{Value}";

    public static bool TryParse(string text, [NotNullWhen(true)] out PaperId? id)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        id = colon > 0 && colon < text.Length - 1 ? new PaperId(text[..colon], text[(colon + 1)..]) : null;
        return id is not null;
    }

    public static PaperId Parse(string text) =>
        TryParse(text, out var id) ? id.Value : throw new FormatException($"\"{text}\" is not a paper key (scheme:value).");

    // New numbers (since April 2007) are YYMM.NNNN, five digits since 2015; before, archive/YYMMNNN.
    [GeneratedRegex("""
        ^(arxiv:\s*|oai:arxiv\.org:|(https?://)?([a-z]+\.)?arxiv\.org/(abs|pdf|html|format|src|e-print)/)?
        ((?<new>[0-9]{2}(0[1-9]|1[0-2])\.[0-9]{4,5})|
         (?<archive>acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|
           cs|dg-ga|funct-an|gr-qc|hep-(ex|lat|ph|th)|math|math-ph|mtrl-th|nlin|nucl-(ex|th)|patt-sol|physics|plasm-ph|
           q-alg|q-bio|quant-ph|solv-int|supr-con)(\.[a-z]{2})?/(?<old>[0-9]{2}(0[1-9]|1[0-2])[0-9]{3}))
        (v(?<version>[1-9][0-9]{0,2}))?(\.pdf)?/?([?\#].*|\s*\[[a-z.-]+\])?$
        """, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArxivText();

    [GeneratedRegex("""
        ^(doi:\s*|(?<web>(https?://)?(dx\.|www\.)?doi\.org/))?(?<doi>10\.[0-9]{4,9}(\.[0-9]+)*(/|%2f)\S+)$
        """, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DoiText();

    [GeneratedRegex("""
        ^(openreview:\s*|(https?://)?(www\.)?openreview\.net/(forum|pdf|references/pdf|attachment)\?([^\#]*&)?id=)
        (?<id>[a-z0-9_-]{6,40})([&\#].*)?$
        """, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpenReviewText();

    [GeneratedRegex("""
        ^(https?://)?(www\.)?(huggingface\.co/papers|alphaxiv\.org/(abs|pdf|overview)|ar5iv(\.labs\.arxiv)?\.org/(abs|html))/
        (?<number>[^?\#]+)([?\#].*)?$
        """, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MirrorText();

    // bioRxiv and medRxiv, openRxiv, Research Square, Preprints.org, ChemRxiv, SSRN, the OSF's servers, TechRxiv, Authorea, Zenodo.
    [GeneratedRegex("""
        ^10\.(1101/(19|20)[0-9]{2}\.|1101/[0-9]{6}$|64898/|21203/|20944/|26434/|2139/ssrn|31234/|31219/|31235/|35542/|36227/|22541/|5281/zenodo)
        """, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PreprintDoi();

    [GeneratedRegex("""
        ^(?<work>10\.(1101|64898|21203|20944|26434)/.*?[0-9a-z])([./-]?v[1-9][0-9]?)(\.(full|abstract|article-info)(-text|\.pdf)?)?$
        """, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PreprintVersion();

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant |
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace;
}
