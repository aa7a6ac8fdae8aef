using System.Runtime.CompilerServices;
using System.Text.Json;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>An answer of Hugging Face's daily-papers API, from the network or from a file. Over two years its fields came
/// and went, so all but the inner paper's id and title are optional and unknown ones are passed over.</summary>
internal static class HfAnswer
{
    public const string Source = "hf-daily";

    /// <summary>Unusable records in a row after which the rest is not looked at.</summary>
    const int Patience = 100;

    /// <summary>Longer names of submitters are cut.</summary>
    const int MaxSubmitter = 100;

    /// <param name="name">Path or address, for what is skipped.</param>
    /// <param name="day">The list's day, where a record does not say.</param>
    /// <param name="placesBefore">How many papers of the list stand on the pages before.</param>
    public static async IAsyncEnumerable<Gathered> ReadAsync(
        Stream json, string name, DateOnly? day, int placesBefore, DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var faults = 0;
        await foreach (var entry in JsonRecords.ReadAsync(json, ct))
        {
            if (entry.Fault is { } broken)
            {
                yield return new SkippedEntry(name, $"byte {entry.Byte}", broken);
                yield break;
            }
            var listed = Listed(entry.Value, day, placesBefore + entry.Number, now, out var fault);
            faults = listed is null ? faults + 1 : 0;
            yield return listed is null
                ? new SkippedEntry(name, $"item {entry.Number}", fault!)
                : new GatheredPaper(listed);
            if (faults < Patience) continue;
            yield return new SkippedEntry(name, $"item {entry.Number}",
                $"{Patience} unusable items in a row: the rest was not read");
            yield break;
        }
    }

    static ListedPaper? Listed(JsonElement item, DateOnly? day, int place, DateTimeOffset now, out string? fault)
    {
        fault = null;
        if (item.Field("paper") is not { ValueKind: JsonValueKind.Object } paper)
            fault = $"there is no paper in it ({item.ValueKind})";
        else if (PaperId.FromArxiv(paper.Text("id"), out var version) is not { } id)
            fault = $"paper.id is not an arXiv number: {PaperText.Line(paper.Field("id")?.ToString(), 60)}";
        else if (PaperText.Title(paper.Text("title") ?? item.Text("title")) is not { Length: > 0 } title)
            fault = "paper.title is missing, empty or no text";
        else
            return Listed(item, paper, id, version, title, day, place, now);
        return null;
    }

    static ListedPaper Listed(
        JsonElement item, JsonElement paper, PaperId id, int version, string title, DateOnly? day, int place,
        DateTimeOffset now)
    {
        // The outer publishedAt is off by the New York time difference and, before 2025, meant something else.
        var listedAt = paper.Instant("submittedOnDailyAt") ??
            (day is { } d ? new DateTimeOffset(d, TimeOnly.MinValue, TimeSpan.Zero) : null);
        var signal = new Signal(now, paper.Count("upvotes"), item.Count("numComments"), paper.Count("githubStars"));
        return new ListedPaper
        {
            Source = Source,
            SourceId = id.Value,
            ListedAt = listedAt,
            Place = place,
            Submitter = PaperText.Line(
                (item.Field("submittedBy") ?? paper.Field("submittedOnDailyBy"))?.Text("name"), MaxSubmitter),
            Signal = signal is { Upvotes: null, Comments: null, Stars: null } ? null : signal,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(paper.Text("summary") ?? item.Text("summary")),
                OneLine = PaperText.OneLine(paper.Text("ai_summary")),
                Authors = PaperText.Authors(paper.Items("authors")
                    .Where(a => a.Field("hidden")?.ValueKind != JsonValueKind.True).Select(a => a.Text("name"))),
                // It has no subjects; the words that its reader found are what comes nearest.
                Categories = PaperText.Categories(paper.Items("ai_keywords").Select(k => k.AsText())),
                Links = new PaperLinks
                {
                    Page = $"https://arxiv.org/abs/{id.Value}",
                    Pdf = $"https://arxiv.org/pdf/{id.Value}",
                    Code = WebAddress.Link(paper.Text("githubRepo")),
                    Project = WebAddress.Link(paper.Text("projectPage")),
                    Discussion = $"https://huggingface.co/papers/{id.Value}",
                    Thumbnail = WebAddress.Link(item.Text("thumbnail")),
                    Media = paper.Items("mediaUrls").Concat(item.Items("mediaUrls")).Select(m => WebAddress.Link(m.AsText()))
                        .FirstOrDefault(m => m is not null),
                },
                PublishedAt = paper.Instant("publishedAt"),
                FirstListedAt = listedAt ?? now,
                Version = version,
                Ids = [id, PaperId.FromTitle(title)],
            },
        };
    }
}
