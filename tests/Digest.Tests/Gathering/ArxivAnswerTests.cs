using System.Text;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;
using static Digest.Tests.Gathering.ArxivTexts;

namespace Digest.Tests.Gathering;

public sealed class ArxivAnswerTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digest-arxiv-");

    public void Dispose() => _folder.Delete(recursive: true);

    static async Task<(ArxivAnswer Answer, List<ListedPaper> Papers, List<SkippedEntry> Skipped)> Read(string xml)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        var answer = new ArxivAnswer("x", Now);
        var (papers, skipped) = (new List<ListedPaper>(), new List<SkippedEntry>());
        await foreach (var gathered in answer.ReadAsync(bytes, TestContext.Current.CancellationToken))
            if (gathered is GatheredPaper { Listed: var listed }) papers.Add(listed);
            else if (gathered is SkippedEntry entry) skipped.Add(entry);
        return (answer, papers, skipped);
    }

    static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_feed_gives_all_it_says_of_a_paper()
    {
        var (answer, papers, skipped) = await Read(Rss(Item("2611.99001v1", title: @"A $\mu$LO for
              na\""ive Rivers", more: "<arxiv:DOI>10.1000/Rivers.1</arxiv:DOI>")));
        Assert.Empty(skipped);
        Assert.True(answer.IsWhole);
        Assert.Equal(new DateOnly(2026, 11, 20), answer.Day);
        var listed = Assert.Single(papers);
        Assert.Equal(("arxiv", "2611.99001", Day(2026, 11, 20)), (listed.Source, listed.SourceId, listed.ListedAt));
        Assert.Null(listed.Signal);
        var paper = listed.Paper;
        Assert.Equal(("A μLO for naïve Rivers", "Water runs.", 1), (paper.Title, paper.Abstract, paper.Version));
        Assert.Equal(["Ada Moss", "Rubén Reed"], paper.Authors);
        Assert.Equal(["cs.CL", "stat.ML"], paper.Categories);
        Assert.Equal(["arxiv:2611.99001", "doi:10.1000/rivers.1"], paper.Ids.Take(2).Select(i => i.ToString()));
        Assert.Equal(("https://arxiv.org/abs/2611.99001", "https://arxiv.org/pdf/2611.99001"), (paper.Links.Page, paper.Links.Pdf));
    }

    [Fact]
    public async Task Elements_are_found_in_any_order_and_under_any_prefix()
    {
        var (answer, papers, _) = await Read(AtomFeed(AtomEntry));
        Assert.Equal(new DateOnly(2026, 11, 20), answer.Day);
        var paper = Assert.Single(papers).Paper;
        Assert.Equal(("Deltas", "Water & time."), (paper.Title, paper.Abstract));
        Assert.Equal(["Ada Moss", "Bo Reed"], paper.Authors);
        Assert.Equal("arxiv:2611.99004", paper.Ids[0].ToString());
    }

    [Theory]
    [InlineData("2611.99001v1", "new", "2026-11-20")]
    [InlineData("2611.99001v2", "new", "2026-11-20")] // it happens
    [InlineData("2611.99001v1", "cross", "2026-11-20")]
    [InlineData("2611.99001v3", "replace", "2026-11-20")]
    [InlineData("2610.99001v2", "replace-cross", "2026-11-05")]
    [InlineData("1911.99001v7", "replace", "2019-12-05")]
    [InlineData("hep-th/9901001v2", "cross", "1999-02-05")]
    public async Task What_was_announced_before_is_no_news(string number, string type, string listed)
    {
        var paper = Assert.Single((await Read(Rss(Item(number, type)))).Papers);
        Assert.Equal(listed, paper.ListedAt?.ToString("yyyy-MM-dd"));
        Assert.Equal(paper.ListedAt, paper.Paper.FirstListedAt);
        Assert.Equal(number[^1] - '0', paper.Paper.Version);
        Assert.Equal(type is "new", paper.Paper.PublishedAt is not null);
    }

    [Fact]
    public async Task A_feed_of_replacements_alone_is_still_of_its_day() =>
        Assert.Equal(new DateOnly(2026, 11, 20), (await Read(Rss(Item("1911.99001v7", "replace")))).Answer.Day);

    [Fact]
    public async Task A_feed_built_afresh_from_yesterdays_entries_is_yesterdays() =>
        Assert.Equal(new DateOnly(2026, 11, 19), (await Read(Rss(Item("2611.99001v1", day: "Thu, 19 Nov 2026")))).Answer.Day);

    [Fact]
    public async Task A_weekends_empty_feed_is_whole_and_has_its_day()
    {
        var (answer, papers, skipped) = await Read(Rss("", "Sun, 22 Nov 2026"));
        Assert.Equal((true, 0, new DateOnly(2026, 11, 22)), (answer.IsWhole, answer.Entries, answer.Day));
        Assert.Empty(papers);
        Assert.Empty(skipped);
    }

    [Fact]
    public async Task A_feed_that_says_it_is_an_error_is_one()
    {
        var (answer, _, skipped) = await Read(Rss("").Replace("cs.CL updates on arXiv.org", "Feed error for query: cs.XX", StringComparison.Ordinal));
        Assert.False(answer.IsWhole);
        Assert.Contains("cs.XX", Assert.Single(skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_before_a_break_counts_and_the_break_is_named()
    {
        var whole = Rss(Item("2611.99001v1") + Item("2611.99002v1") + Item("2611.99003v1"));
        var (answer, papers, skipped) = await Read(whole[..whole.LastIndexOf("<guid", StringComparison.Ordinal)]);
        Assert.Equal(["2611.99001", "2611.99002"], papers.Select(p => p.SourceId));
        Assert.StartsWith("line ", Assert.Single(skipped).Position, StringComparison.Ordinal);
        Assert.False(answer.IsWhole);
    }

    [Fact]
    public async Task A_bad_entry_is_named_and_the_others_count()
    {
        var (answer, papers, skipped) = await Read(Rss(Item("2611.99001v1") + Item("nonsense") + Item("2611.99003v1", title: " ") + Item("2611.99004v1")));
        Assert.Equal(["2611.99001", "2611.99004"], papers.Select(p => p.SourceId));
        Assert.Equal(["entry 2", "entry 3"], skipped.Select(s => s.Position.Split(',')[0]));
        Assert.True(answer.IsWhole);
    }

    [Theory]
    [InlineData("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><title>&x;</title></channel></rss>")]
    [InlineData("<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>")]
    public async Task A_document_type_is_refused(string xml)
    {
        var (answer, papers, skipped) = await Read(xml);
        Assert.Contains("document type", Assert.Single(skipped).Reason, StringComparison.Ordinal);
        Assert.Empty(papers);
        Assert.False(answer.IsWhole);
    }

    [Theory]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>")]
    [InlineData("<rss")]
    [InlineData("")]
    public async Task What_is_no_answer_of_arXiv_is_told(string xml) => Assert.Single((await Read(xml)).Skipped);

    [Fact]
    public async Task Nesting_without_end_breaks_nothing()
    {
        const int Deep = 200_000;
        var nested = string.Concat(Enumerable.Repeat("<b>", Deep)) + string.Concat(Enumerable.Repeat("</b>", Deep));
        var (_, papers, _) = await Read(Rss($"<item>{nested}</item>" + Item("2611.99001v1")));
        Assert.Single(papers);
    }

    [Fact]
    public async Task A_search_answer_gives_all_it_says_of_a_paper()
    {
        var (answer, papers, skipped) = await Read(Search(Found("2611.99001v2"), total: 1234));
        Assert.Empty(skipped);
        Assert.Equal((true, 1, 1234), (answer.IsWhole, answer.Entries, answer.Total));
        var listed = Assert.Single(papers);
        Assert.Equal(("arxiv", "2611.99001", Day(2026, 11, 20)), (listed.Source, listed.SourceId, listed.ListedAt));
        Assert.Equal(("Found 2611.99001v2", "Water runs again.", 2), (listed.Paper.Title, listed.Paper.Abstract, listed.Paper.Version));
        Assert.Equal(["cs.CL", "stat.ML"], listed.Paper.Categories);
        Assert.Equal(["Ada Moss", "Bo Reed"], listed.Paper.Authors);
        Assert.Equal(new DateTimeOffset(2026, 11, 18, 20, 30, 0, TimeSpan.Zero), listed.Paper.PublishedAt);
        Assert.Contains(new PaperId(PaperId.Doi, "10.1000/deep.1"), listed.Paper.Ids);
    }

    [Fact]
    public async Task The_older_way_of_writing_search_answers_is_read_too()
    {
        var (answer, papers, _) = await Read("""
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
              <title type="html">ArXiv Query: search_query=cat:cs.CL</title>
              <updated>2024-11-20T00:00:00-05:00</updated>
              <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
              <entry>
                <id>http://arxiv.org/abs/hep-ex/0307015v1</id>
                <published>2003-07-07T13:46:39-04:00</published>
                <title>Old Rivers</title>
                <author><name>Ada Moss</name><arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Delta</arxiv:affiliation></author>
                <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/old</arxiv:doi>
                <link title="pdf" href="http://arxiv.org/pdf/hep-ex/0307015v1" rel="related" type="application/pdf"/>
                <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="hep-ex" scheme="http://arxiv.org/schemas/atom"/>
              </entry>
            </feed>
            """);
        Assert.Equal(1, answer.Total);
        var listed = Assert.Single(papers);
        Assert.Equal(("hep-ex/0307015", Day(2003, 7, 8)), (listed.SourceId, listed.ListedAt));
        Assert.Equal(["hep-ex"], listed.Paper.Categories);
    }

    [Fact]
    public async Task A_search_that_finds_nothing_is_whole_and_one_that_is_refused_is_not()
    {
        Assert.True((await Read(Search("", total: 0))).Answer.IsWhole);
        var (answer, papers, skipped) = await Read(Search("""
            <entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_1</id><title>Error</title><summary>incorrect id format for 1</summary></entry>
            """, total: 1));
        Assert.Equal((false, "incorrect id format for 1"), (answer.IsWhole, answer.Error));
        Assert.Empty(papers);
        Assert.Equal("incorrect id format for 1", Assert.Single(skipped).Reason);
    }

    [Fact]
    public async Task A_harvest_gives_papers_versions_and_removals()
    {
        const string versions = """
            <version version="v2"><date>Thu, 19 Nov 2026 01:00:00 GMT</date></version>
            <version version="v1"><date>Wed, 18 Nov 2026 18:30:00 GMT</date></version>
            """;
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(Page(Raw("2611.99001", versions: versions) + Deleted("2611.99002"), "verb%3DListRecords%26skip%3D2")));
        var answer = new ArxivAnswer("x", Now);
        var all = new List<Gathered>();
        await foreach (var gathered in answer.ReadAsync(bytes, TestContext.Current.CancellationToken)) all.Add(gathered);

        var listed = Assert.Single(all.OfType<GatheredPaper>()).Listed;
        Assert.Equal((2, Day(2026, 11, 19)), (listed.Paper.Version, listed.ListedAt)); // in time for Wednesday's announcement
        Assert.Equal(["A. Moss", "C. Fern"], listed.Paper.Authors);
        Assert.Equal(["cs.CL", "stat.ML"], listed.Paper.Categories);
        Assert.Equal([new GatheredRemoval("arxiv", new PaperId(PaperId.Arxiv, "2611.99002"), new DateOnly(2026, 11, 19))], all.OfType<GatheredRemoval>());
        Assert.Equal(("verb%3DListRecords%26skip%3D2", 2), (answer.ResumptionToken, answer.Entries));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 3, 0, 0, TimeSpan.Zero), answer.RespondedAt);
    }

    [Fact]
    public async Task A_harvest_in_the_plain_format_is_read_too()
    {
        var (answer, papers, _) = await Read(Page("""
            <record><header><identifier>oai:arXiv.org:2611.99001</identifier></header><metadata>
              <arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2611.99001</id><created>2026-11-18</created><updated>2026-11-19</updated>
                <authors><author><keyname>Moss</keyname><forenames>Ada</forenames><suffix>III</suffix></author><author><keyname>Reed</keyname></author></authors>
                <title>Plain</title><categories>cs.CL</categories><doi>10.1000/a 10.1000/b</doi><abstract>  Water runs.</abstract></arXiv>
            </metadata></record>
            """));
        Assert.Null(answer.ResumptionToken);
        var listed = Assert.Single(papers);
        Assert.Equal(["Ada Moss III", "Reed"], listed.Paper.Authors);
        Assert.Equal((Day(2026, 11, 19), Day(2026, 11, 18), 0), (listed.ListedAt, listed.Paper.PublishedAt, listed.Paper.Version));
        Assert.Contains("doi:10.1000/a", listed.Paper.Ids.Select(i => i.ToString()));
    }

    [Theory]
    [InlineData("<error code=\"noRecordsMatch\">None</error>", true, null)]
    [InlineData("<error code=\"badResumptionToken\">Expired</error>", false, "badResumptionToken: Expired")]
    [InlineData("<error code=\"badArgument\">No such set</error>", false, "badArgument: No such set")]
    public async Task A_harvest_without_records_is_an_empty_day_or_an_error(string inside, bool whole, string? error)
    {
        var (answer, _, skipped) = await Read(Harvest(inside));
        Assert.Equal((whole, error), (answer.IsWhole, answer.Error));
        Assert.Equal(whole ? 0 : 1, skipped.Count);
    }

    [Fact]
    public async Task A_withdrawal_is_dated_by_the_version_that_says_so()
    {
        const string versions = """
            <version version="v1"><date>Wed, 18 Nov 2026 18:30:00 GMT</date></version><version version="v2"><date>Thu, 19 Nov 2026 01:00:00 GMT</date></version>
            """;
        var paper = Assert.Single((await Read(Page(Raw("2611.99001", "Withdrawn by the authors", versions)))).Papers).Paper;
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 1, 0, 0, TimeSpan.Zero), paper.WithdrawnAt);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", true, "UTF-8")] // as some shells redirect
    [InlineData("iso-8859-1", false)]
    public async Task Files_of_all_these_kinds_are_known_by_their_content(string encoding, bool mark, string? declared = null)
    {
        var latin = Encoding.GetEncoding(encoding);
        foreach (var xml in new[] { Rss(Item("2611.99001v1", title: "Über Flüsse")),
            Search(Found("2611.99001v1").Replace("Found", "Über Flüsse", StringComparison.Ordinal), 1),
            Page(Raw("2611.99001").Replace("Raw 2", "Über Flüsse 2", StringComparison.Ordinal)) })
        {
            var path = Path.Combine(_folder.FullName, "answer.txt");
            var text = xml.Replace("encoding='UTF-8'", $"encoding='{declared ?? encoding}'", StringComparison.Ordinal).Replace("encoding=\"UTF-8\"",
                $"encoding=\"{declared ?? encoding}\"", StringComparison.Ordinal);
            await File.WriteAllBytesAsync(path, [.. mark ? latin.GetPreamble() : "\n "u8.ToArray(), .. latin.GetBytes(text)]);
            var all = new List<Gathered>();
            await foreach (var gathered in PaperFiles.ReadAsync(path, Now, TestContext.Current.CancellationToken)) all.Add(gathered);
            Assert.StartsWith("Über Flüsse", Assert.IsType<GatheredPaper>(Assert.Single(all)).Listed.Paper.Title, StringComparison.Ordinal);
        }
    }
}
