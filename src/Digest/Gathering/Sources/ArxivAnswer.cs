using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>One answer of arXiv, from the network or from a file: an announcement feed (RSS or Atom), an answer of the search
/// interface (Atom), or a page of a harvest (OAI-PMH). What it says besides papers is known when it was read.</summary>
internal sealed class ArxivAnswer(string name, DateTimeOffset now)
{
    /// <summary>Unusable entries in a row after which the rest is not looked at.</summary>
    const int Patience = 100;

    static readonly XNamespace Search = "http://a9.com/-/spec/opensearch/1.1/";

    int _faults;
    DateOnly? _told, _latest;

    /// <summary>It was read to its end and is no error.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Entries or records, usable or not.</summary>
    public int Entries { get; private set; }

    /// <summary>The day that a feed announces. Its entries' day rather than its own: a feed was once built afresh from the
    /// entries of the day before.</summary>
    public DateOnly? Day => _latest ?? _told;

    /// <summary>How many entries a search found; null when it does not say.</summary>
    public int? Total { get; private set; }

    /// <summary>What the answer says is wrong with the question.</summary>
    public string? Error { get; private set; }

    /// <summary>The name of that error, where errors have names.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>To ask for a harvest's next page with; null on the last.</summary>
    public string? ResumptionToken { get; private set; }

    /// <summary>When a harvest was answered; the next one begins there.</summary>
    public DateTimeOffset? RespondedAt { get; private set; }

    public async IAsyncEnumerable<Gathered> ReadAsync(Stream xml, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var part in XmlParts.ReadAsync(xml, ct))
        {
            if (part.Fault is { } broken)
            {
                yield return new SkippedEntry(name, $"line {part.Line}", broken);
                yield break;
            }
            if (part.Element is null)
            {
                if (IsKnown(part.Root)) continue;
                yield return new SkippedEntry(name, $"line {part.Line}",
                    $"<{part.Root?.LocalName}> is neither a feed (RSS, Atom) nor a harvest (OAI-PMH)");
                yield break;
            }
            var gathered = Take(part.Element, part.Line);
            if (gathered is not null) yield return gathered;
            if (Error is not null) yield break;
            if (_faults < Patience) continue;
            yield return new SkippedEntry(name, $"line {part.Line}",
                $"{Patience} unusable entries in a row: the rest was not read");
            yield break;
        }
        IsWhole = true;
    }

    static bool IsKnown(XName? root) =>
        root == "rss" || root == ArxivEntries.Atom + "feed" || root == ArxivHarvested.Oai + "OAI-PMH";

    Gathered? Take(XElement part, int line)
    {
        switch (part.Name.LocalName)
        {
            case "item":
                return Paper(ArxivEntries.FromItem(part), line);
            case "entry" when ArxivEntries.Error(part) is { } error:
                return Refusal(error, line);
            case "entry":
                return Paper(ArxivEntries.FromEntry(part), line);
            case "record":
                return Record(part, line);
            case "title" when part.Value.TrimStart().StartsWith("Feed error", StringComparison.OrdinalIgnoreCase):
                return Refusal(PaperText.Line(part.Value, 300), line);
            case "error" when part.Name.Namespace == ArxivHarvested.Oai:
                ErrorCode = (string?)part.Attribute("code");
                if (ErrorCode == "noRecordsMatch") return null; // a day without changes
                return Refusal($"{ErrorCode}: {PaperText.Line(part.Value, 300)}", line);
            case "pubDate" or "updated":
                _told = ArxivEntries.Day(part.Value) ?? _told;
                break;
            case "lastBuildDate":
                _told ??= ArxivEntries.Day(part.Value);
                break;
            case "totalResults" when part.Name.Namespace == Search:
                Total = int.TryParse(part.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;
                break;
            case "resumptionToken":
                ResumptionToken = part.Value.Trim() is { Length: > 0 } token ? token : null;
                break;
            case "responseDate":
                RespondedAt = ArxivEntries.Instant(part.Value);
                break;
        }
        return null;
    }

    SkippedEntry Refusal(string error, int line)
    {
        Error = error;
        return new SkippedEntry(name, $"line {line}", error);
    }

    Gathered Record(XElement record, int line)
    {
        var (paper, removed, fault) = ArxivHarvested.Read(record);
        if (paper is not null) return Paper(paper, line);
        Entries++;
        if (removed is { } gone)
        {
            var on = record.Element(ArxivHarvested.Oai + "header")?.Text(ArxivHarvested.Oai + "datestamp");
            return new GatheredRemoval(ArxivRecord.Source, gone, ArxivEntries.Day(on));
        }
        _faults++;
        return new SkippedEntry(name, $"entry {Entries}, line {line}", fault);
    }

    Gathered Paper(ArxivRecord record, int line)
    {
        Entries++;
        var (listed, fault) = record.ToListed(now);
        _faults = listed is null ? _faults + 1 : 0;
        if (listed is null) return new SkippedEntry(name, $"entry {Entries}, line {line}", fault);
        if (record.AnnouncedOn is { } day && (_latest is null || day > _latest)) _latest = day;
        return new GatheredPaper(listed);
    }
}
