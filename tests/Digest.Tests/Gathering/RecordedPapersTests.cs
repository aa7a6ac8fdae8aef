using System.Globalization;
using System.Text.Json;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>On real recordings, counted in another way than the reader counts.</summary>
public class RecordedPapersTests
{
    static readonly DateTimeOffset Now = new(2026, 7, 18, 0, 0, 0, TimeSpan.Zero);

    static string Recordings(string folder)
    {
        var root = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DIGEST_DATA does not name the folder of recordings.");
        return Path.Combine(root, folder);
    }

    static async Task<List<ListedPaper>> Read(string path)
    {
        var papers = new List<ListedPaper>();
        await foreach (var gathered in PaperFiles.ReadAsync(path, Now, TestContext.Current.CancellationToken))
            papers.Add(Assert.IsType<GatheredPaper>(gathered).Listed);
        return papers;
    }

    [Fact]
    public async Task Every_row_of_every_recorded_day_becomes_a_paper_listed_on_that_day()
    {
        var files = Directory.GetFiles(Recordings("hf-daily"), "*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var rows = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            var papers = await Read(file);
            Assert.Equal(rows.RootElement.EnumerateArray().Select(r => r.GetProperty("paper").GetProperty("id").GetString()), papers.Select(p => p.SourceId),
                StringComparer.Ordinal);
            Assert.All(papers, p =>
            {
                Assert.Equal(Path.GetFileNameWithoutExtension(file), p.ListedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Assert.NotEmpty(p.Paper.Abstract);
                Assert.NotEmpty(p.Paper.Authors);
                Assert.NotNull(p.Signal?.Upvotes);
                Assert.DoesNotContain('\n', p.Paper.Title + p.Paper.Abstract);
            });
        }
    }

    [Fact]
    public async Task What_a_row_says_besides_is_kept_when_it_is_there()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Recordings("hf-daily"), "*.json"))
        {
            using var rows = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            foreach (var (row, listed) in rows.RootElement.EnumerateArray().Zip(await Read(file)))
            {
                var (paper, told) = (listed.Paper, row.GetProperty("paper"));
                Same("ai_summary", PaperText.OneLine(Text(told, "ai_summary")), paper.OneLine);
                Same("githubRepo", Address(Text(told, "githubRepo")), paper.Links.Code ?? "");
                Same("projectPage", Address(Text(told, "projectPage")), paper.Links.Project ?? "");
                Same("thumbnail", Address(Text(row, "thumbnail")), paper.Links.Thumbnail ?? "");
                Same("mediaUrls", Address(Texts(told, "mediaUrls").FirstOrDefault() ?? ""), paper.Links.Media ?? "");
                Same("ai_keywords", string.Join('|', Texts(told, "ai_keywords").Select(k => k.Trim()).Distinct()), string.Join('|', paper.Categories));
            }
        }
        Assert.All(seen.Values, count => Assert.True(count > 100));
        Assert.Equal(6, seen.Count);

        void Same(string field, string expected, string kept)
        {
            Assert.Equal(expected, kept);
            if (expected.Length > 0) seen[field] = seen.GetValueOrDefault(field) + 1;
        }

        static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";
        static IEnumerable<string> Texts(JsonElement record, string field) =>
            record.TryGetProperty(field, out var value) ? value.EnumerateArray().Select(v => v.GetString()!) : [];
        static string Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : "";
    }

    [Fact]
    public async Task Every_saved_page_gives_its_papers()
    {
        var counts = new List<int>();
        foreach (var file in Directory.GetFiles(Recordings("pages"), "*.txt").Order(StringComparer.Ordinal))
        {
            // An abstract is a line far longer than any title, and the line with text before it is its title.
            var lines = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Where(l => l.Trim().Length > 0).ToArray();
            var titles = Enumerable.Range(1, lines.Length - 1).Where(n => lines[n].Length > 400).Select(n => lines[n - 1]).ToArray();
            if (titles[0].StartsWith("Subscribe", StringComparison.Ordinal)) titles[0] = titles[0]["Subscribe".Length..];

            var papers = await Read(file);
            Assert.Equal(titles.Select(PaperText.Title), papers.Select(p => p.Paper.Title), StringComparer.Ordinal);
            Assert.Equal(Enumerable.Range(1, papers.Count), papers.Select(p => p.Place));
            counts.Add(papers.Count);
        }
        Assert.Equal([63, 61, 70, 199, 59], counts);
    }

    [Fact]
    public void Nothing_hostile_breaks_a_text_or_its_key()
    {
        foreach (var file in Directory.GetFiles(Recordings("hostile")))
            foreach (var line in File.ReadLines(file).Concat(File.ReadAllText(file).Split('"')))
            {
                var title = PaperText.Title(line);
                Assert.DoesNotContain(title, c => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or '\u2028' or '\u2029');
                Assert.Equal(title, PaperText.Title(title));
                if (title.Length == 0) continue;
                var id = PaperId.FromTitle(title, line);
                Assert.InRange(id.Value.Length, 1, 361);
                PaperId.FromArxiv(line);
                PaperId.FromDoi(line);
                WebAddress.Link(line);
            }
    }
}
