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
        Assert.Equal(Regex.Count(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), "</entry>"), papers.Count);
        Assert.Equal(86, papers.Count);
        Assert.StartsWith("line 123", Assert.Single(skipped).Position, StringComparison.Ordinal);
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
        static string Xml(JsonElement e, string field) => System.Security.SecurityElement.Escape(e.GetProperty(field).GetString())!;
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
                Assert.Equal(some.Select(i => Regex.Match(i.GetProperty("guid").GetString()!, @"([0-9.]+)v([0-9]+)$")).Select(m => (m.Groups[1].Value, int.Parse(m.Groups[2].Value))),
                    papers.Select(p => (p.SourceId, p.Paper.Version)));
                Assert.All(papers, p => Assert.DoesNotContain(p.Paper.Authors, a => a.Contains('(', StringComparison.Ordinal) || a.Contains(" and ", StringComparison.Ordinal)));
            }
            finally
            {
                File.Delete(path);
            }
        }
    }
}
