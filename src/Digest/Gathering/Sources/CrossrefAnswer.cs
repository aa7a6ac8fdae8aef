using System.Runtime.CompilerServices;
using System.Text.Json;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>One page of Crossref's works: {message: {next-cursor, total-results, items: […]}}. Almost every field of an item may be
/// missing; titles are lists, abstracts JATS, dates lists of year, month and day of which the last ones may be missing.</summary>
internal sealed class CrossrefAnswer(string name, DateTimeOffset now)
{
    public const string Source = "crossref";

    /// <summary>Unusable items in a row after which the rest is not looked at; some publishers register many without a title.</summary>
    const int Patience = 200;

    static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "message", "items" };

    /// <summary>What is said of the same work, so that a DOI and an arXiv number (or two DOIs) are one.</summary>
    static readonly string[] SameWork = ["has-preprint", "is-preprint-of", "is-identical-to", "is-version-of", "has-version"];

    /// <summary>It was read to its end and is an answer of this interface.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Items, usable or not.</summary>
    public int Items { get; private set; }

    /// <summary>To ask for the next page with.</summary>
    public string? NextCursor { get; private set; }

    public async IAsyncEnumerable<Gathered> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken ct)
    {
        var (isAnswer, faults) = (false, 0);
        await foreach (var part in JsonRecords.ReadAsync(utf8, ct, Open))
        {
            if (part.Fault is { } broken)
            {
                yield return new SkippedEntry(name, $"byte {part.Byte}", broken);
                yield break;
            }
            if (part.Name == "message-type") isAnswer = part.Value.AsText() == "work-list";
            if (part.Name == "next-cursor") NextCursor = part.Value.AsText();
            if (part.Name != "items") continue;
            Items++;
            foreach (var gathered in Read(part.Value))
            {
                faults = gathered is SkippedEntry ? faults + 1 : 0;
                yield return gathered;
            }
            if (faults < Patience) continue;
            yield return new SkippedEntry(name, $"item {Items}", $"{Patience} unusable items in a row: the rest was not read");
            yield break;
        }
        if (!isAnswer) yield return new SkippedEntry(name, "byte 0", "this is JSON but no list of Crossref's works");
        IsWhole = isAnswer;
    }

    IEnumerable<Gathered> Read(JsonElement item)
    {
        // A notice is no paper; it is about one.
        var withdrawals = item.Items("update-to")
            .Where(u => u.Text("type") is "retraction" or "withdrawal" or "removal" or "partial_retraction").ToList();
        foreach (var withdrawal in withdrawals)
            if (withdrawal.Text("type") != "partial_retraction" && PaperId.FromDoi(withdrawal.Text("DOI")) is { } gone)
                yield return new GatheredRemoval(Source, gone,
                    Instant(item, "created") is { } on ? DateOnly.FromDateTime(on.UtcDateTime) : null);
        if (withdrawals.Count > 0) yield break;
        var (listed, fault) = Listed(item);
        yield return listed is null ? new SkippedEntry(name, $"item {Items}", fault) : new GatheredPaper(listed);
    }

    (ListedPaper? Listed, string Fault) Listed(JsonElement item)
    {
        if (PaperId.FromDoi(item.Text("DOI")) is not { } doi) return (null, $"DOI is none: {PaperText.Line(item.Text("DOI"), 60)}");
        var title = PaperText.Title(HtmlText.OfEither(First(item, "title") ?? ""));
        if (title.Length == 0) return (null, $"{doi.Value} has no title");
        var listedAt = Instant(item, "created");
        var related = SameWork.SelectMany(kind => item.Field("relation")?.Items(kind) ?? []).Select(r => r.Text("id-type") switch
        {
            "arxiv" => PaperId.FromArxiv(r.Text("id")),
            "doi" => PaperId.FromDoi(r.Text("id")),
            _ => null,
        });
        return (new ListedPaper
        {
            Source = Source,
            SourceId = doi.Value,
            ListedAt = listedAt,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(item.Text("abstract") is { } jats ? HtmlText.Of(jats) : null),
                Authors = PaperText.Authors(item.Items("author").Select(Name)),
                Categories = PaperText.Categories(item.Items("subject").Select(s => s.AsText())
                    .Append(item.Text("group-title") ?? First(item, "container-title"))),
                Links = new PaperLinks { Page = WebAddress.Link(item.Text("URL")) ?? WebAddress.Link($"https://doi.org/{doi.Value}") },
                PublishedAt = Published(item),
                FirstListedAt = listedAt ?? now,
                Ids = [.. related.Prepend(doi).Append(PaperId.FromTitle(title)).OfType<PaperId>().Distinct()],
            },
        }, "");
    }

    static string? First(JsonElement item, string field) =>
        item.Items(field).Select(t => t.AsText()).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));

    static string? Name(JsonElement author) => author.Text("name") ??
        string.Join(' ', new[] { author.Text("given"), author.Text("family"), author.Text("suffix") }.Where(p => !string.IsNullOrWhiteSpace(p)));

    // The earliest of those that name a day, else of all: a year alone would be its first of January.
    static DateTimeOffset? Published(JsonElement item)
    {
        var dates = new[] { "published-online", "posted", "published-print", "published", "issued" }
            .Select(field => Date(item, field)).Where(d => d.Day is not null).ToList();
        return dates.Where(d => d.IsWhole).Min(d => d.Day) ?? dates.Min(d => d.Day);
    }

    static (DateTimeOffset? Day, bool IsWhole) Date(JsonElement item, string field)
    {
        var parts = item.Field(field)?.Items("date-parts").FirstOrDefault() is { ValueKind: JsonValueKind.Array } first
            ? first.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.Number && p.TryGetInt32(out var n) ? n : (int?)null)
                .TakeWhile(n => n is not null).ToList()
            : [];
        return parts.Count == 0 ? (null, false)
            : (FeedDates.Day(parts[0]!.Value, parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2)), parts.Count > 2);
    }

    static DateTimeOffset? Instant(JsonElement item, string field) =>
        item.Field(field)?.Instant("date-time") ?? Date(item, field).Day;
}
