using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Digest.Gathering.Sources;

/// <summary>One answer of a feed in any of its formats, which it is known by: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON
/// Feed.</summary>
/// <param name="feed">The feed's name, the source of its papers.</param>
/// <param name="name">Path or address, for what is skipped.</param>
/// <param name="address">Where it was got, for relative addresses; null for a file.</param>
/// <param name="always">Categories that every entry has.</param>
internal sealed class FeedAnswer(string feed, string name, Uri? address, IReadOnlyList<string> always, DateTimeOffset now)
{
    /// <summary>Unusable entries in a row after which the rest is not looked at.</summary>
    const int Patience = 100;

    static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "items" };

    int _entries, _faults;

    /// <summary>It was read to its end and is no error.</summary>
    public bool IsWhole { get; private set; }

    /// <param name="beginning">The text's first characters, by which XML and JSON are told apart.</param>
    public async IAsyncEnumerable<Gathered> ReadAsync(Stream utf8, string beginning, [EnumeratorCancellation] CancellationToken ct)
    {
        var gathered = beginning.FirstOrDefault() switch
        {
            '<' => Xml(utf8, ct),
            '{' => Json(utf8, ct),
            _ => Nothing(beginning.Length == 0 ? "the answer is empty" : "this is neither XML nor a JSON object, so no feed"),
        };
        await foreach (var entry in gathered)
        {
            yield return entry;
            if (_faults < Patience) continue;
            yield return new SkippedEntry(name, $"entry {_entries}", $"{Patience} unusable entries in a row: the rest was not read");
            yield break;
        }
    }

    async IAsyncEnumerable<Gathered> Nothing(string fault)
    {
        yield return new SkippedEntry(name, "byte 0", fault);
        await Task.CompletedTask;
    }

    async IAsyncEnumerable<Gathered> Xml(Stream utf8, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var part in XmlParts.ReadAsync(utf8, ct))
        {
            if (part.Fault is { } broken)
            {
                yield return new SkippedEntry(name, $"line {part.Line}", broken);
                yield break;
            }
            if (part.Element is not { } element)
            {
                if (part.Root is { } root && (root.LocalName is "rss" or "RDF" || AtomEntries.IsFeed(root))) continue;
                yield return new SkippedEntry(name, $"line {part.Line}", $"<{part.Root?.LocalName}> is no feed (RSS, Atom)");
                yield break;
            }
            if (element.Name.LocalName is not ("item" or "entry")) continue;
            var around = FeedAddresses.Within(address, part.Bases);
            yield return Entry(
                element.Name.LocalName == "item" ? RssEntries.FromItem(element, around) : AtomEntries.FromEntry(element, around),
                $"line {part.Line}");
        }
        IsWhole = true;
    }

    async IAsyncEnumerable<Gathered> Json(Stream utf8, [EnumeratorCancellation] CancellationToken ct)
    {
        var isFeed = false;
        await foreach (var part in JsonRecords.ReadAsync(utf8, ct, Open))
        {
            if (part.Fault is { } broken)
            {
                yield return new SkippedEntry(name, $"byte {part.Byte}", broken);
                yield break;
            }
            if (part.Name == "version") isFeed = part.Value.AsText()?.Contains("jsonfeed.org", StringComparison.OrdinalIgnoreCase) == true;
            if (part.Name != "items") continue;
            isFeed = true;
            yield return part.Value.ValueKind == JsonValueKind.Object
                ? Entry(JsonFeedEntries.FromItem(part.Value, address), $"byte {part.Byte}")
                : Unusable($"byte {part.Byte}", $"it is no object ({part.Value.ValueKind})");
        }
        if (!isFeed) yield return new SkippedEntry(name, "byte 0", "this is JSON but no JSON Feed: it has no items");
        IsWhole = isFeed;
    }

    Gathered Entry(FeedEntry entry, string position)
    {
        var (listed, fault) = entry.ToListed(feed, always, now);
        if (listed is null) return Unusable(position, fault);
        (_entries, _faults) = (_entries + 1, 0);
        return new GatheredPaper(listed);
    }

    SkippedEntry Unusable(string position, string fault)
    {
        (_entries, _faults) = (_entries + 1, _faults + 1);
        return new SkippedEntry(name, $"entry {_entries}, {position}", fault);
    }
}
