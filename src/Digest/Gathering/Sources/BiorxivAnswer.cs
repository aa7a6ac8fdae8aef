using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>One page of what bioRxiv or medRxiv posted on a day: {messages: [{status, count, total}], collection: [a row for each
/// version of a paper]}. Numbers come as numbers or as text.</summary>
internal sealed partial class BiorxivAnswer(string server, string name, DateTimeOffset now)
{
    static readonly HashSet<string> Open = new(StringComparer.Ordinal) { "messages", "collection" };

    /// <summary>Until then a DOI was a bare number; since, it holds the day its paper was handed in.</summary>
    static readonly DateOnly LastBareNumber = new(2019, 12, 10);

    /// <summary>It was read to its end and is an answer of this interface.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Rows, usable or not; the next page begins behind them.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows of the day in all; null when it does not say.</summary>
    public int? Total { get; private set; }

    public async IAsyncEnumerable<Gathered> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken ct)
    {
        var isAnswer = false;
        await foreach (var part in JsonRecords.ReadAsync(utf8, ct, Open))
        {
            if (part.Fault is { } broken)
            {
                yield return new SkippedEntry(name, $"byte {part.Byte}", broken);
                yield break;
            }
            if (part.Name == "messages")
            {
                isAnswer = true;
                Total = Number(part.Value, "total") ?? Total;
            }
            if (part.Name != "collection") continue;
            isAnswer = true;
            Rows++;
            var (listed, fault) = Listed(part.Value);
            yield return listed is null ? new SkippedEntry(name, $"row {Rows}", fault) : new GatheredPaper(listed);
        }
        if (!isAnswer) yield return new SkippedEntry(name, "byte 0", "this is JSON but no answer of api.biorxiv.org: it has no messages");
        IsWhole = isAnswer;
    }

    (ListedPaper? Listed, string Fault) Listed(JsonElement row)
    {
        if (PaperId.FromDoi(row.Text("doi")) is not { } doi) return (null, $"doi is no DOI: {PaperText.Line(row.Text("doi"), 60)}");
        var title = PaperText.Title(row.Text("title"));
        if (title.Length == 0) return (null, $"{doi.Value} has no title");
        var posted = FeedDates.Read(row.Text("date"));
        var version = Number(row, "version") ?? 0;
        // A later version is no news, and its date not the paper's.
        var listedAt = version > 1 ? HandedIn(doi.Value) ?? posted : posted;
        var @abstract = HtmlText.OfEither(row.Text("abstract") ?? "");
        var isWithdrawn = row.Text("type")?.Contains("withdraw", StringComparison.OrdinalIgnoreCase) == true ||
            title.StartsWith("WITHDRAWN", StringComparison.Ordinal) || ArxivRecord.IsWithdrawn(null, @abstract);
        var page = $"https://www.{server}.org/content/{doi.Value}v{Math.Max(version, 1)}";
        return (new ListedPaper
        {
            Source = server,
            SourceId = doi.Value,
            ListedAt = listedAt,
            Paper = new Paper
            {
                Title = title,
                Abstract = PaperText.Abstract(@abstract),
                Authors = PaperText.Authors(FeedNames.Split([(row.Text("authors") ?? "") + ";"])),
                Categories = PaperText.Categories([row.Text("category")]),
                Links = new PaperLinks { Page = WebAddress.Link(page) },
                PublishedAt = listedAt,
                FirstListedAt = listedAt ?? now,
                Version = version,
                WithdrawnAt = isWithdrawn ? posted ?? now : null,
                // "published" is the journal's DOI once there is one, else "NA".
                Ids = [.. new PaperId?[] { doi, PaperId.FromDoi(row.Text("published")), PaperId.FromTitle(title) }.OfType<PaperId>().Distinct()],
            },
        }, "");
    }

    static DateTimeOffset? HandedIn(string doi)
    {
        var day = DoiDay().Match(doi) is { Success: true } match
            ? FeedDates.Read($"{match.Groups["y"].Value}-{match.Groups["m"].Value}-{match.Groups["d"].Value}")
            : null;
        return day ?? (BareNumber().IsMatch(doi) ? new DateTimeOffset(LastBareNumber, TimeOnly.MinValue, TimeSpan.Zero) : null);
    }

    static int? Number(JsonElement record, string name) => record.Count(name) ??
        (int.TryParse(record.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    [GeneratedRegex(@"/(?<y>20[0-9]{2})\.(?<m>[0-9]{2})\.(?<d>[0-9]{2})\.[0-9]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DoiDay();

    [GeneratedRegex("^10\\.1101/[0-9]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BareNumber();
}
