using System.IO.Compression;
using System.Text;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

public sealed class PaperFilesTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digest-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    string Write(string name, string text) => Write(name, new UTF8Encoding(false).GetBytes(text));

    string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    static async Task<(List<ListedPaper> Papers, List<SkippedEntry> Skipped)> Read(string path, DateTimeOffset? now = null)
    {
        var (papers, skipped) = (new List<ListedPaper>(), new List<SkippedEntry>());
        await foreach (var gathered in PaperFiles.ReadAsync(path, now ?? Now, TestContext.Current.CancellationToken))
            if (gathered is GatheredPaper { Listed: var listed }) papers.Add(listed);
            else skipped.Add(Assert.IsType<SkippedEntry>(gathered));
        return (papers, skipped);
    }

    const string FullItem = """
        {"paper":{"id":"2611.99001","authors":[{"name":"Ada Moss","hidden":false},{"name":"Bo Reed","hidden":true},{"name":"Cy  Fern"}],
        "publishedAt":"2026-11-16T00:00:00.000Z","submittedOnDailyAt":"2026-11-18T05:06:07.000Z","title":"Rivers\n  of Data",
        "summary":"Water\nruns.","upvotes":9,"githubRepo":"https://github.com/moss/rivers","githubStars":152,
        "projectPage":"javascript:alert(1)","ai_summary":"Rivers, briefly.","ai_keywords":["water"],"somethingNew":{"deep":[1]}},
        "publishedAt":"2026-11-15T20:00:00.000Z","title":"other","thumbnail":"https://cdn.example.org/t.png","numComments":3}
        """;

    [Fact]
    public async Task A_daily_papers_answer_gives_all_it_says()
    {
        var (papers, skipped) = await Read(Write("2026-11-19.json", $"[{FullItem}]"));
        Assert.Empty(skipped);
        var listed = Assert.Single(papers);
        Assert.Equal(("hf-daily", "2611.99001", 1), (listed.Source, listed.SourceId, listed.Place));
        Assert.Equal(new DateTimeOffset(2026, 11, 18, 5, 6, 7, TimeSpan.Zero), listed.ListedAt);
        Assert.Equal(new Signal(Now, 9, 3, 152), listed.Signal);

        var paper = listed.Paper;
        Assert.Equal(("Rivers of Data", "Water runs.", "Rivers, briefly."), (paper.Title, paper.Abstract, paper.OneLine));
        Assert.Equal(["Ada Moss", "Cy Fern"], paper.Authors);
        Assert.Equal(["water"], paper.Categories);
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 0, 0, 0, TimeSpan.Zero), paper.PublishedAt);
        Assert.Equal(listed.ListedAt, paper.FirstListedAt);
        Assert.Equal(["arxiv:2611.99001", "title:riversofdata"], paper.Ids.Select(i => i.ToString()), StringComparer.Ordinal);
        Assert.Equal(new PaperLinks
        {
            Page = "https://arxiv.org/abs/2611.99001",
            Pdf = "https://arxiv.org/pdf/2611.99001",
            Code = "https://github.com/moss/rivers",
            Project = null, // not a web address
            Discussion = "https://huggingface.co/papers/2611.99001",
            Thumbnail = "https://cdn.example.org/t.png",
        }, paper.Links);
    }

    [Fact]
    public async Task A_record_of_id_and_title_alone_is_enough_and_takes_the_day_from_the_file_name()
    {
        const string bare = """[{"paper":{"id":"2611.99002","title":"Bare"}}]""";
        var dated = Assert.Single((await Read(Write("2026-11-19.json", bare))).Papers);
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 0, 0, 0, TimeSpan.Zero), dated.ListedAt);
        Assert.Null(dated.Signal);
        Assert.Null(dated.Paper.PublishedAt);

        var undated = Assert.Single((await Read(Write("papers.json", bare))).Papers);
        Assert.Null(undated.ListedAt);
        Assert.Equal(Now, undated.Paper.FirstListedAt);
    }

    [Fact]
    public async Task Fields_of_another_kind_are_passed_over()
    {
        var (papers, skipped) = await Read(Write("x.json", """
            [{"paper":{"id":"2611.99003","title":"Odd","summary":7,"authors":[{"name":5},"x",null,{"name":"Ada"}],"upvotes":-2,
            "githubStars":"many","publishedAt":"soon","submittedOnDailyAt":"0001-01-01T00:00:00Z","ai_summary":{}},"numComments":1.5}]
            """));
        Assert.Empty(skipped);
        var odd = Assert.Single(papers);
        Assert.Equal("", odd.Paper.Abstract);
        Assert.Equal(["Ada"], odd.Paper.Authors);
        Assert.Null(odd.Signal);
        Assert.Null(odd.ListedAt);
    }

    [Fact]
    public async Task Records_that_are_no_papers_are_named_by_their_number()
    {
        var (papers, skipped) = await Read(Write("x.json", $$$"""
            ["a string", {"paper":{"title":"No id"}}, {{{FullItem}}}, {"paper":{"id":"2611.99004","title":" \n "}}, {"paper":{"id":"x7","title":"T"}}, null,
             {"paper":{"id":"2611.99005","title":"half \ud835"}}]
            """));
        Assert.Single(papers);
        Assert.Equal(["item 1", "item 2", "item 4", "item 5", "item 6", "item 7"], skipped.Select(s => s.Position), StringComparer.Ordinal);
        Assert.All(skipped, s => Assert.EndsWith("x.json", s.File, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_breaks_in_the_middle_counts_up_to_there()
    {
        var whole = $"[{FullItem},{FullItem.Replace("99001", "99002", StringComparison.Ordinal)},{FullItem}]";
        var cut = whole[..^200];
        var (papers, skipped) = await Read(Write("x.json", cut));
        Assert.Equal(["2611.99001", "2611.99002"], papers.Select(p => p.SourceId), StringComparer.Ordinal);
        var position = long.Parse(Assert.Single(skipped).Position["byte ".Length..]);
        Assert.InRange(position, cut.Length - 200, cut.Length);
    }

    [Theory]
    [InlineData("[", 0)]
    [InlineData("[{}", 1)]
    [InlineData("""[{"paper":{"id":"2611.99001","title":"T"}} {}]""", 1)]
    [InlineData("""[{"paper":{"id":"2611.99001","title":"T"}}] []""", 1)]
    [InlineData("""[{"paper":{"id":"2611.99001","title":"T"}},]""", 1)]
    [InlineData("""[{"paper":{"id":"2611.99001","title":"T"}}, nul]""", 1)]
    public async Task Every_break_is_told_with_a_byte(string text, int before)
    {
        var (papers, skipped) = await Read(Write("x.json", text));
        Assert.Equal(before, papers.Count + skipped.Count(s => s.Position.StartsWith("item ", StringComparison.Ordinal)));
        Assert.Single(skipped, s => s.Position.StartsWith("byte ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_list_is_a_good_answer_without_papers()
    {
        var (papers, skipped) = await Read(Write("x.json", " [ ]\n"));
        Assert.Empty(papers);
        Assert.Empty(skipped);
    }

    [Fact]
    public async Task A_list_far_larger_than_the_buffer_is_read_whole()
    {
        var items = Enumerable.Range(0, 3000).Select(n => $$$"""{"paper":{"id":"2611.{{{n:00000}}}","title":"Paper {{{n}}}","summary":"{{{new string('x', n * 7 % 5000)}}}"}}""");
        var (papers, skipped) = await Read(Write("x.json", "[" + string.Join(",\n", items) + "]"));
        Assert.Empty(skipped);
        Assert.Equal(Enumerable.Range(0, 3000).Select(n => $"2611.{n:00000}"), papers.Select(p => p.SourceId), StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(1, 3000), papers.Select(p => p.Place));
    }

    [Fact]
    public async Task Garbage_without_end_is_given_up()
    {
        var (_, skipped) = await Read(Write("x.json", "[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "]"));
        Assert.Equal(101, skipped.Count);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public async Task A_byte_order_mark_is_no_part_of_the_text(string encoding)
    {
        var e = Encoding.GetEncoding(encoding);
        foreach (var text in new[] { $"[{FullItem}]", """{"id":"a","title":"Ä line"}""", "Get trending papers in your email inbox!\nSubscribeÄ title\nAn abstract." })
        {
            var (papers, skipped) = await Read(Write("x", [.. e.GetPreamble(), .. e.GetBytes(text)]));
            Assert.Single(papers);
            Assert.Empty(skipped);
        }
    }

    [Fact]
    public async Task A_paper_line_gives_all_it_says()
    {
        var (papers, skipped) = await Read(Write("x", """
            {"id":"arXiv:2611.99001v2","title":"Rivers\n of Data","abstract":" Water. ","authors":["Ada Moss"],"categories":["cs.LG","cs.LG"],
            """.ReplaceLineEndings("") + """
            "published":"2026-11-16","doi":"https://doi.org/10.1000/R","urls":{"code":"https://example.org/a b"},"signals":{"upvotes":3,"stars":8},"unknown":1}
            """));
        Assert.Empty(skipped);
        var listed = Assert.Single(papers);
        Assert.Equal(("file", "arxiv:2611.99001", 0), (listed.Source, listed.SourceId, listed.Place));
        Assert.Null(listed.ListedAt);
        Assert.Equal(new Signal(Now, 3, null, 8), listed.Signal);
        Assert.Equal(("Rivers of Data", "Water.", 2, Now), (listed.Paper.Title, listed.Paper.Abstract, listed.Paper.Version, listed.Paper.FirstListedAt));
        Assert.Equal(["arxiv:2611.99001", "doi:10.1000/r", "title:riversofdata"], listed.Paper.Ids.Select(i => i.ToString()), StringComparer.Ordinal);
        Assert.Equal("https://example.org/a%20b", listed.Paper.Links.Code);
        Assert.Equal("https://arxiv.org/abs/2611.99001", listed.Paper.Links.Page);
    }

    [Theory]
    [InlineData("10.1000/X", "doi:10.1000/x", "https://doi.org/10.1000/x")]
    [InlineData("my own name", "my own name", null)]
    public async Task A_paper_line_may_be_named_by_anything(string id, string sourceId, string? page)
    {
        var listed = Assert.Single((await Read(Write("x", $$"""{"id":"{{id}}","title":"T"}"""))).Papers);
        Assert.Equal((sourceId, page), (listed.SourceId, listed.Paper.Links.Page));
        Assert.True(listed.Paper.Ids[0].IsIdentifying);
    }

    [Fact]
    public async Task Faulty_lines_are_named_by_their_number_and_the_others_count()
    {
        var (papers, skipped) = await Read(Write("x", """
            {"id":"a","title":"One"}

            {"id":"b"}
            {"title":"No id"}
            {"id":"c","title":"Cut off
            {"id":"d","title":"T","authors":"Ada"}
            {"id":"e","title":"T","published":"yesterday"}
            {"id":"f","title":"T","urls":{"code":"ftp://example.org/x"}}
            {"id":"g","title":"T","signals":{"upvotes":-1}}
            {"id":"h","title":"T","doi":"none"}
            [1]
            {"id":"z","title":"Last"}
            """ + "\r\n"));
        Assert.Equal(["a", "z"], papers.Select(p => p.SourceId), StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(3, 9).Select(n => $"line {n}"), skipped.Select(s => s.Position), StringComparer.Ordinal);
        Assert.All(skipped, s => Assert.NotEmpty(s.Reason));
    }

    [Theory]
    [InlineData("Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribeFirst Title\nFirst abstract.\nSecond Title\nSecond abstract.")]
    [InlineData("new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nFirst Title\n\nFirst abstract.\n\nSecond\nTitle\n\nSecond\nabstract.\n")]
    [InlineData("new\r\n\r\nGet trending papers in your email inbox!\r\n\r\nSubscribe\r\n\r\nDaily Papers\r\n\r\nby AK and the research community\r\n\r\nFirst Title\r\n\r\nFirst abstract.\r\n\r\nSecond Title\r\n\r\nSecond abstract.")]
    public async Task A_saved_page_is_read_in_every_spelling(string text)
    {
        var (papers, skipped) = await Read(Write("x.txt", text));
        Assert.Empty(skipped);
        Assert.Equal([("First Title", "First abstract.", 1), ("Second Title", "Second abstract.", 2)],
            papers.Select(p => (p.Paper.Title, p.Paper.Abstract, p.Place)));
        Assert.All(papers, p => Assert.Equal(("page", null, null), (p.Source, p.ListedAt, p.Signal)));
        Assert.Equal("title:firsttitle", Assert.Single(papers[0].Paper.Ids).ToString());
    }

    [Theory]
    [InlineData("Subscribe\nSubscribers Leave\nWhy they do.", "Subscribers Leave")]
    [InlineData("SubscribeSubscribers Leave\nWhy they do.", "Subscribers Leave")]
    [InlineData("SubscribevLLM\nFast.", "vLLM")]
    public async Task Only_the_buttons_own_word_is_taken_off(string rest, string title)
    {
        var (papers, _) = await Read(Write("x", "Get trending papers in your email inbox!\n" + rest));
        Assert.Equal(title, Assert.Single(papers).Paper.Title);
    }

    [Theory]
    [InlineData("Nov 20", "2026-11-20")]
    [InlineData("Nov 21", "2025-11-21")]
    [InlineData("Mar 12", "2026-03-12")]
    [InlineData("December 1", "2025-12-01")]
    [InlineData("Feb 29", "2024-02-29")]
    [InlineData("Mar 12, 2023", "2023-03-12")]
    public async Task A_date_without_a_year_is_the_latest_such_day_not_in_the_future(string date, string day)
    {
        var (papers, _) = await Read(Write("x", $"Get trending papers in your email inbox!\n\nSubscribe\n\n{date}\n\nTitle\n\nAbstract.\n"));
        Assert.Equal(day, Assert.Single(papers).ListedAt?.ToString("yyyy-MM-dd"));
    }

    [Fact]
    public async Task A_title_without_an_abstract_and_an_abstract_in_two_paragraphs_do_not_shift_the_rest()
    {
        var longer = string.Join(' ', Enumerable.Repeat("A second paragraph goes on at length.", 12));
        var (papers, _) = await Read(Write("x",
            $"Get trending papers in your email inbox!\n\nSubscribe\n\nOne\n\nTwo\n\nSecond abstract.\n\n{longer}\n\nThree\n\nThird abstract.\n\nFour"));
        Assert.Equal([("One", ""), ("Two", "Second abstract. " + longer), ("Three", "Third abstract."), ("Four", "")],
            papers.Select(p => (p.Paper.Title, p.Paper.Abstract)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Dear diary,\ntoday nothing.")]
    [InlineData("<html><body>Papers</body></html>")]
    [InlineData("Get trending papers in your email inbox!\n\nSubscribe\n")]
    public async Task A_file_that_is_none_of_these_is_one_error(string text)
    {
        var (papers, skipped) = await Read(Write("x", text));
        Assert.Empty(papers);
        Assert.EndsWith("x", Assert.Single(skipped).File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compressed_bytes_a_folder_and_a_missing_file_are_errors_too()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write("[]"u8);
        foreach (var path in new[] { Write("x.gz", packed.ToArray()), _folder.FullName, Path.Combine(_folder.FullName, "missing") })
        {
            var (papers, skipped) = await Read(path);
            Assert.Empty(papers);
            Assert.Equal((path, "byte 0"), (Assert.Single(skipped).File, skipped[0].Position));
        }
    }
}
