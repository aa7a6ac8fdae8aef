using System.Runtime.CompilerServices;
using System.Text.Json;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>Our own format, a JSON object a line: {id, title, abstract, authors[], categories[], published, version, doi,
/// urls{page, pdf, code, project, discussion, thumbnail}, signals{upvotes, comments, stars}}, all but id and title optional.
/// The id is an arXiv number, a DOI or any name that means the same paper every time. A field of the wrong kind is the
/// writer's mistake and told as such; the other lines count.</summary>
internal static class PaperLines
{
    public const string Source = "file";

    const int LongestLine = 4 * 1024 * 1024, LongestId = 200;

    /// <summary>Unusable lines in a row after which the rest is not looked at.</summary>
    const int Patience = 100;

    public static async IAsyncEnumerable<Gathered> ReadAsync(
        Stream utf8, string name, DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var faults = 0;
        await foreach (var (number, text) in TextLines.ReadAsync(utf8, LongestLine, ct))
        {
            if (text is not null && text.AsSpan().IsWhiteSpace()) continue;
            var (listed, fault) = Read(text, now);
            faults = listed is null ? faults + 1 : 0;
            yield return listed is null ? new SkippedEntry(name, $"line {number}", fault) : new GatheredPaper(listed);
            if (faults < Patience) continue;
            yield return new SkippedEntry(name, $"line {number}",
                $"{Patience} unusable lines in a row: the rest was not read");
            yield break;
        }
    }

    /// <summary>One line as a paper; else null and why not.</summary>
    static (ListedPaper? Listed, string Fault) Read(string? line, DateTimeOffset now)
    {
        if (line is null) return (null, $"it is longer than {LongestLine / 1024 / 1024} million characters");
        try
        {
            var record = JsonElement.Parse(line);
            return record.ValueKind == JsonValueKind.Object
                ? (Listed(record, now), "")
                : (null, "it is not a JSON object");
        }
        catch (JsonException e)
        {
            return (null, $"this is not JSON: {e.Message}");
        }
        catch (FormatException e) // ours, from the fields
        {
            return (null, e.Message);
        }
    }

    static ListedPaper Listed(JsonElement record, DateTimeOffset now)
    {
        var told = PaperText.Line(Text(record, "id"), LongestId);
        if (told.Length == 0) throw new FormatException("id is missing");
        var title = PaperText.Title(Text(record, "title"));
        if (title.Length == 0) throw new FormatException("title is missing");

        var id = PaperId.FromArxiv(told, out var idVersion) ?? PaperId.FromDoi(told) ?? new PaperId(PaperId.File, told);
        var doi = Text(record, "doi") is { } text
            ? PaperId.FromDoi(text) ?? throw new FormatException("doi is not a DOI")
            : (PaperId?)null;
        var (urls, signals) = (Group(record, "urls"), Group(record, "signals"));
        var signal = new Signal(now, Count(signals, "upvotes"), Count(signals, "comments"), Count(signals, "stars"));
        return new ListedPaper
        {
            Source = Source,
            SourceId = id.Scheme == PaperId.File ? told : id.ToString(),
            Signal = signal is { Upvotes: null, Comments: null, Stars: null } ? null : signal,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(Text(record, "abstract")),
                Authors = PaperText.Authors(Texts(record, "authors")),
                Categories = PaperText.Categories(Texts(record, "categories")),
                Links = new PaperLinks
                {
                    Page = Link(urls, "page") ?? Page(id) ?? (doi is { } other ? Page(other) : null),
                    Pdf = Link(urls, "pdf") ?? (id.Scheme == PaperId.Arxiv ? $"https://arxiv.org/pdf/{id.Value}" : null),
                    Code = Link(urls, "code"),
                    Project = Link(urls, "project"),
                    Discussion = Link(urls, "discussion"),
                    Thumbnail = Link(urls, "thumbnail"),
                },
                PublishedAt = Text(record, "published") is { } published
                    ? JsonFields.ToInstant(published) ??
                        throw new FormatException("published is not a day (2026-07-17) or instant")
                    : null,
                FirstListedAt = now,
                Version = Count(record, "version") ?? idVersion,
                Ids = [.. new PaperId?[] { id, doi, PaperId.FromTitle(title) }.OfType<PaperId>().Distinct()],
            },
        };
    }

    static string? Page(PaperId id) => id.Scheme switch
    {
        PaperId.Arxiv => $"https://arxiv.org/abs/{id.Value}",
        PaperId.Doi => $"https://doi.org/{Uri.EscapeDataString(id.Value).Replace("%2F", "/", StringComparison.Ordinal)}",
        _ => null,
    };

    static string? Text(JsonElement record, string name) =>
        record.Field(name) is { } value ? value.AsText() ?? throw new FormatException($"{name} is not text") : null;

    static IEnumerable<string?> Texts(JsonElement record, string name)
    {
        if (record.Field(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) throw new FormatException($"{name} is not a list");
        return [.. value.EnumerateArray()
            .Select(v => v.AsText() ?? throw new FormatException($"{name} holds something that is not text"))];
    }

    static int? Count(JsonElement? record, string name) =>
        record?.Field(name) is null ? null
        : record?.Count(name) ?? throw new FormatException($"{name} is not a whole number from 0");

    static JsonElement? Group(JsonElement record, string name) =>
        record.Field(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? value
        : throw new FormatException($"{name} is not an object");

    static string? Link(JsonElement? urls, string name) =>
        urls is not { } record || Text(record, name) is not { } text ? null
        : WebAddress.Link(text) ?? throw new FormatException($"urls.{name} is not an absolute http or https address");
}
