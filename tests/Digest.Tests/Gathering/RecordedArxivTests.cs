using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>On real recordings, counted in the bytes rather than by the reader.</summary>
public class RecordedArxivTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static string Recording(string file)
    {
        var root = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DIGEST_DATA does not name the folder of recordings.");
        return Path.Combine(root, "arxiv", file);
    }

    static async Task<(List<ListedPaper> Papers, List<SkippedEntry> Skipped)> Read(string path)
    {
        var (papers, skipped) = (new List<ListedPaper>(), new List<SkippedEntry>());
        await foreach (var gathered in PaperFiles.ReadAsync(path, Now, TestContext.Current.CancellationToken))
            if (gathered is GatheredPaper { Listed: var listed }) papers.Add(listed);
            else skipped.Add(Assert.IsType<SkippedEntry>(gathered));
        return (papers, skipped);
    }

    [Theory]
    [InlineData("rss-cs.LG-2026-04-27.xml", "</item>", "<guid[^>]*>oai:arXiv.org:([^v<]+)")]
    [InlineData("atom-announce-cs.AI-2025-08-20.xml", "</entry>", "<id>oai:arXiv.org:([^v<]+)")]
    [InlineData("atom-api-2026-04-30.xml", "</entry>", "<id>http://arxiv.org/abs/([^v<]+)")]
    [InlineData("atom-api-missing-id.xml", "</entry>", "<id>http://arxiv.org/abs/([^v<]+)")]
    [InlineData("atom-api-empty.xml", "</entry>", "<id>http://arxiv.org/abs/([^v<]+)")]
    [InlineData("oai-arXiv-509-rendered.xml", "</record>", "<id>([^<]+)</id>")]
    [InlineData("oai-arXivRaw-2026-05-08.xml", "</record>", "<id>([^<]+)</id>")]
    public async Task Every_entry_becomes_a_paper(string file, string end, string number)
    {
        var path = Recording(file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var (papers, skipped) = await Read(path);
        Assert.Empty(skipped);
        Assert.Equal(Regex.Count(text, end), papers.Count);
        Assert.Equal(Regex.Matches(text, number).Select(m => m.Groups[1].Value), papers.Select(p => p.SourceId));
        Assert.All(papers, p =>
        {
            Assert.NotEmpty(p.Paper.Authors);
            Assert.NotEmpty(p.Paper.Abstract);
            Assert.NotEmpty(p.Paper.Categories);
            Assert.NotNull(p.ListedAt);
            Assert.DoesNotContain("Announce Type", p.Paper.Abstract, StringComparison.Ordinal);
            Assert.DoesNotContain(p.Paper.Authors, a => a.Contains('(', StringComparison.Ordinal) || a.Contains('\\', StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_feed_that_was_cut_off_gives_what_came_before()
    {
        var path = Recording("atom-announce-truncated.xml");
        var (papers, skipped) = await Read(path);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(Regex.Count(text, "</entry>"), papers.Count);
        Assert.Equal(86, papers.Count);
        // It ends where the text does, which counted in another way is the line after the last line break.
        Assert.Equal($"line {text.Count(c => c == '\n') + 1}", Assert.Single(skipped).Position);
        Assert.Contains("not XML", skipped[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_withdrawn_among_a_harvest_are_those_that_say_so()
    {
        var path = Recording("oai-arXiv-509-rendered.xml");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var saying = Regex.Matches(text, "<record>.*?</record>", RegexOptions.Singleline).Select(m => m.Value)
            .Where(r => r.Contains("withdrawn", StringComparison.OrdinalIgnoreCase))
            .Select(r => Regex.Match(r, "<id>([^<]+)").Groups[1].Value).ToList();
        Assert.Equal(7, saying.Count);
        Assert.Equal(saying, (await Read(path)).Papers.Where(p => p.Paper.WithdrawnAt is not null).Select(p => p.SourceId));
    }

    [Fact]
    public void Every_withdrawn_paper_is_known_as_such()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Recording("withdrawn.json")));
        var records = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(11, records.Count);
        Assert.All(records, r => Assert.True(
            ArxivRecord.IsWithdrawn(r.GetProperty("Comments").GetString(), r.GetProperty("abstract").GetString()), r.GetProperty("arXiv").GetString()));
    }

    [Fact]
    public void Papers_that_stand_are_not_taken_for_withdrawn()
    {
        foreach (var line in File.ReadLines(Recording("announced-items.jsonl")))
        {
            using var item = JsonDocument.Parse(line);
            Assert.False(ArxivRecord.IsWithdrawn(null, item.RootElement.GetProperty("description").GetString()), line);
        }
    }

    [Fact]
    public async Task Announced_items_of_every_type_are_read()
    {
        var items = File.ReadLines(Recording("announced-items.jsonl")).Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToList();
        foreach (var type in new[] { "new", "cross", "replace", "replace-cross" })
        {
            var some = items.Where(i => i.GetProperty("announce_type").GetString() == type).ToList();
            Assert.Equal(150, some.Count);
            var path = Path.GetTempFileName();
            try
            {
                await File.WriteAllTextAsync(path, ArxivTexts.Rss(string.Concat(some.Select(i => $"""
                    <item><title>{Xml(i, "title")}</title><link>{Xml(i, "link")}</link><guid>{Xml(i, "guid")}</guid><description>{Xml(i, "description")}</description>
                    <pubDate>{Xml(i, "pubdate")}</pubDate><arxiv:announce_type>{type}</arxiv:announce_type><dc:creator>{Xml(i, "creator")}</dc:creator></item>
                    """))));
                var (papers, skipped) = await Read(path);
                Assert.Empty(skipped);
                Assert.Equal(some.Select(i => Regex.Match(i.GetProperty("guid").GetString()!, @"([0-9.]+)v([0-9]+)$")).Select(m => (m.Groups[1].Value,
                    int.Parse(m.Groups[2].Value))),
                    papers.Select(p => (p.SourceId, p.Paper.Version)));
                Assert.All(papers, p => Assert.DoesNotContain(p.Paper.Authors, a => a.Contains('(', StringComparison.Ordinal) || a.Contains(" and ", StringComparison.Ordinal)));
                Assert.All(papers, p => Assert.Null(p.Paper.WithdrawnAt));
                Assert.Equal(some.Select(i => Announced(i, type)), papers.Select(p => p.ListedAt));
                Assert.Equal(type == "new" ? some.Select(i => Announced(i, type)) : some.Select(_ => (DateTimeOffset?)null), papers.Select(p => p.Paper.PublishedAt));
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>The day it was announced on; of what is no news, no later than some days after the month that its number names.</summary>
    static DateTimeOffset? Announced(JsonElement item, string type)
    {
        var day = Regex.Match(item.GetProperty("pubdate").GetString()!, @"([0-9]{1,2} [A-Z][a-z]{2} [0-9]{4})").Value;
        var told = DateTimeOffset.ParseExact(day, "d MMM yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var number = Regex.Match(item.GetProperty("guid").GetString()!, @"([0-9]{2})([0-9]{2})\.[0-9]{5}v");
        var latest = new DateTimeOffset(2000 + int.Parse(number.Groups[1].Value), int.Parse(number.Groups[2].Value), 5, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        return type == "new" || told < latest ? told : latest;
    }

    [Fact]
    public async Task A_withdrawn_paper_is_withdrawn_on_the_day_of_the_version_that_says_so()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Recording("withdrawn.json")));
        var records = json.RootElement.EnumerateArray().ToList();
        var (papers, skipped) = await ReadText(ArxivTexts.Page(string.Concat(records.Select(r => Raw(r,
            string.Concat(r.GetProperty("dates").EnumerateArray().Select((d, n) => $"<version version=\"v{n + 1}\"><date>{Xml(d).Split('(')[0]}</date></version>")))))));
        Assert.Empty(skipped);
        Assert.Equal(records.Select(r => r.GetProperty("arXiv").GetString()), papers.Select(p => p.SourceId));
        Assert.Equal(records.Select(r => r.GetProperty("dates").EnumerateArray().Last().GetString()![5..25].Trim()),
            papers.Select(p => p.Paper.WithdrawnAt?.ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)));
        Assert.Equal(records.Select(r => r.GetProperty("dates").GetArrayLength()), papers.Select(p => p.Paper.Version));
    }

    [Fact]
    public async Task Titles_and_names_in_TeX_are_read_as_text()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Recording("tex-titles-authors.json")));
        var records = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(126, records.Count);
        var (papers, skipped) = await ReadText(ArxivTexts.Page(string.Concat(records.Select(r => Raw(r,
            "<version version=\"v1\"><date>Wed, 18 Nov 2026 20:30:00 GMT</date></version>")))));
        Assert.Empty(skipped);
        Assert.Equal(records.Select(r => r.GetProperty("arXiv").GetString()), papers.Select(p => p.SourceId));
        Assert.All(papers, p =>
        {
            Assert.NotEmpty(p.Paper.Abstract);
            Assert.NotEmpty(p.Paper.Authors);
            // No accent, brace or bracket of an affiliation is left on a name.
            Assert.DoesNotContain(p.Paper.Authors, a => a.IndexOfAny(['\\', '{', '}', '(', ')', '$']) >= 0);
            Assert.DoesNotMatch(@"\n|  |\\(hbar|alpha|beta|pi|mu|frac|sqrt|rm|bf|it)\b", p.Paper.Title);
        });
    }

    static string Raw(JsonElement record, string versions) => $"""
        <record><header/><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{Xml(record, "arXiv")}</id>{versions}<title>{Xml(record, "Title")}</title>
        <authors>{Xml(record, "Authors")}</authors><comments>{Xml(record, "Comments")}</comments><abstract>{Xml(record, "abstract")}</abstract></arXivRaw></metadata></record>
        """;

    static string Xml(JsonElement record, string field) => record.TryGetProperty(field, out var value) ? Xml(value) : "";

    static string Xml(JsonElement value) => System.Security.SecurityElement.Escape(value.GetString()) ?? "";

    static async Task<(List<ListedPaper> Papers, List<SkippedEntry> Skipped)> ReadText(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            return await Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
