using System.Text;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

public class FeedAnswerTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    static readonly Uri Address = new("https://journal.example/feeds/new.xml");

    static async Task<(List<ListedPaper> Papers, List<SkippedEntry> Skipped, bool IsWhole)> Read(string text, params string[] always)
    {
        var answer = new FeedAnswer("journal", Address.AbsoluteUri, Address, always, Now);
        var (papers, skipped) = (new List<ListedPaper>(), new List<SkippedEntry>());
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await foreach (var gathered in answer.ReadAsync(body, Charset.BeginningOf(body.ToArray(), null), TestContext.Current.CancellationToken))
            if (gathered is GatheredPaper { Listed: var listed }) papers.Add(listed);
            else skipped.Add(Assert.IsType<SkippedEntry>(gathered));
        return (papers, skipped, answer.IsWhole);
    }

    static async Task<ListedPaper> One(string text)
    {
        var (papers, skipped, isWhole) = await Read(text);
        Assert.Empty(skipped);
        Assert.True(isWhole);
        return Assert.Single(papers);
    }

    static string Rss(string items) => $"""
        <?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
         xmlns:prism="http://prismstandard.org/namespaces/2.0/basic/"><channel><title>Journal of Rivers</title><link>https://journal.example/</link>{items}</channel></rss>
        """;

    static string Atom(string entries, string attributes = "") =>
        $"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>Rivers</title><updated>2026-11-20T10:00:00Z</updated>{entries}</feed>""";

    /// <summary>One work as each format tells it.</summary>
    public static TheoryData<string, string> Formats => new()
    {
        { "RSS 2.0", Rss("""
            <item><title>How Rivers Bend &amp; Break</title><link>/articles/7</link><guid isPermaLink="false">article-7</guid>
            <description><![CDATA[<p>We follow a river&nbsp;for a year.</p><p>It <i>bends</i>.</p>]]></description>
            <dc:creator>Ada Moss</dc:creator><dc:creator>Bo Reed</dc:creator><category>Hydrology</category><category>Geology</category>
            <pubDate>Thu, 19 Nov 2026 06:30:00 +0000</pubDate><prism:doi>10.5555/RIVER.7</prism:doi></item>
            """) },
        { "RSS 1.0", """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="https://journal.example/"><title>Rivers</title><items><rdf:Seq><rdf:li rdf:resource="article-7"/></rdf:Seq></items></channel>
            <item rdf:about="article-7"><title>How Rivers Bend &amp;amp; Break</title><link>https://journal.example/articles/7</link>
            <description>We follow a river for a year. It bends.</description><dc:creator>Ada Moss, Bo Reed</dc:creator><dc:subject>Hydrology</dc:subject>
            <dc:subject>Geology</dc:subject><dc:date>2026-11-19T06:30:00Z</dc:date><dc:identifier>doi:10.5555/river.7</dc:identifier></item></rdf:RDF>
            """ },
        { "RSS 0.91", """
            <rss version="0.91"><channel><title>Rivers</title><item><title>How Rivers Bend &amp; Break</title><link>https://journal.example/articles/7</link>
            <guid isPermaLink="false">article-7</guid><author>desk@journal.example (Moss, A., Reed, B.)</author><category>Hydrology</category><category>Geology</category>
            <description>We follow a river for a year. It bends.</description><pubDate>19 Nov 2026 01:30 EST</pubDate>
            <identifier xmlns="http://purl.org/dc/elements/1.1/">https://doi.org/10.5555/river.7</identifier></item></channel></rss>
            """ },
        { "Atom 1.0", Atom("""
            <entry><id>article-7</id><title type="html">How Rivers Bend &amp;amp; Break</title><link href="articles/7"/><link rel="related" href="https://doi.org/10.5555/river.7"/>
            <author><name>Ada Moss</name></author><author><name>Bo Reed</name></author><category term="Hydrology"/><category term="geo" label="Geology"/>
            <published>2026-11-19T06:30:00Z</published><updated>2026-11-20T06:30:00Z</updated>
            <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>We follow a river for a year.</p><p>It <em>bends</em>.</p></div></summary></entry>
            """, " xml:base=\"https://journal.example/\"") },
        { "Atom 0.3", """
            <feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>article-7</id><title mode="escaped" type="text/html">How Rivers Bend &amp;amp; Break</title>
            <link rel="alternate" href="https://journal.example/articles/7"/><link rel="related" href="https://doi.org/10.5555/river.7"/><author><name>Ada Moss</name></author>
            <author><name>Bo Reed</name></author><category term="Hydrology"/><category term="Geology"/><issued>2026-11-19T06:30:00Z</issued><modified>2026-11-20T06:30:00Z</modified>
            <content type="text/html" mode="escaped">&lt;p&gt;We follow a river for a year.&lt;/p&gt; It bends.</content></entry></feed>
            """ },
        { "JSON Feed 1.1", """
            {"version":"https://jsonfeed.org/version/1.1","title":"Rivers","items":[{"id":"article-7","url":"/articles/7","external_url":"https://doi.org/10.5555/river.7",
            "title":"How Rivers Bend & Break","content_html":"<p>We follow a river for a year.</p><p>It bends.</p>","date_published":"2026-11-19T07:30:00+01:00",
            "authors":[{"name":"Ada Moss"},{"name":"Bo Reed"}],"tags":["Hydrology","Geology"]}]}
            """ },
        { "JSON Feed 1", """
            {"items":[{"id":"article-7","url":"https://journal.example/articles/7","title":"How Rivers Bend & Break","content_text":"We follow a river for a year. It bends.",
            "date_published":"2026-11-19T06:30:00Z","author":{"name":"Ada Moss and Bo Reed"},"tags":["Hydrology","Geology"],"doi":"10.5555/river.7"}],
            "title":"Rivers","version":"https://jsonfeed.org/version/1"}
            """ },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_tells_the_same_of_a_paper(string format, string text)
    {
        var listed = await One(text);
        Assert.Equal(("journal", "article-7", "How Rivers Bend & Break"), (listed.Source, listed.SourceId, listed.Paper.Title));
        Assert.Equal("We follow a river for a year. It bends.", listed.Paper.Abstract);
        Assert.Equal(format == "RSS 0.91" ? ["A. Moss", "B. Reed"] : ["Ada Moss", "Bo Reed"], listed.Paper.Authors);
        Assert.Equal(["Hydrology", "Geology"], listed.Paper.Categories);
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 6, 30, 0, TimeSpan.Zero), listed.ListedAt);
        Assert.Equal("https://journal.example/articles/7", listed.Paper.Links.Page);
        Assert.Equal(["doi:10.5555/river.7", "journal:article-7", "title:howriversbendandbreak"], listed.Paper.Ids.Select(id => id.ToString()));
    }

    [Theory]
    [InlineData("https://arxiv.org/abs/2611.01234v2", "arxiv:2611.01234", 2)]
    [InlineData("http://www.arxiv.org/pdf/2611.01234", "arxiv:2611.01234", 0)]
    [InlineData("https://huggingface.co/papers/2611.01234", "arxiv:2611.01234", 0)]
    [InlineData("https://doi.org/10.48550/arXiv.2611.01234", "arxiv:2611.01234", 0)]
    [InlineData("https://doi.org/10.5555/ABC", "doi:10.5555/abc", 0)]
    [InlineData("https://press.example/doi/abs/10.5555/abc.1?af=R", "doi:10.5555/abc.1", 0)]
    [InlineData("https://www.biorxiv.org/content/10.1101/2026.11.18.123456v1.full?rss=1", "doi:10.1101/2026.11.18.123456", 0)]
    public async Task A_link_to_an_archive_says_which_work_it_is(string link, string id, int version)
    {
        var listed = await One(Rss($"<item><title>T</title><link>{link}</link></item>"));
        Assert.Equal((id, version), (listed.Paper.Ids[0].ToString(), listed.Paper.Version));
    }

    [Fact]
    public async Task A_link_in_the_text_says_nothing_of_what_the_entry_is() =>
        Assert.DoesNotContain((await One(Rss("<item><title>T</title><link>https://blog.example/1</link><description>See https://arxiv.org/abs/2611.01234</description></item>")))
            .Paper.Ids, id => id.Scheme == PaperId.Arxiv);

    [Theory]
    [InlineData("articles/7", "https://journal.example/feeds/articles/7")]
    [InlineData("//other.example/7", "https://other.example/7")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("http://user:secret@journal.example/7", null)]
    [InlineData("", null)]
    public async Task A_link_is_an_absolute_web_address_or_none(string link, string? page) =>
        Assert.Equal(page, (await One(Rss($"<item><title>T</title><link>{link}</link></item>"))).Paper.Links.Page);

    [Fact]
    public async Task Bases_are_within_bases()
    {
        var listed = await One(Atom("""<entry xml:base="b/"><id>1</id><title>T</title><link xml:base="c/" href="d"/></entry>""", " xml:base=\"a/\""));
        Assert.Equal("https://journal.example/feeds/a/b/c/d", listed.Paper.Links.Page);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<pubDate>when it is ready</pubDate>")]
    [InlineData("<pubDate>Fri, 20 Nov 2099 00:00:00 GMT</pubDate>")]
    [InlineData("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>")]
    public async Task Without_a_date_that_can_be_true_an_entry_is_first_seen_now(string date)
    {
        var listed = await One(Rss($"<item><title>T</title><link>https://journal.example/7</link>{date}</item>"));
        Assert.Equal((null, null, Now), (listed.ListedAt, listed.Paper.PublishedAt, listed.Paper.FirstListedAt));
    }

    [Fact]
    public async Task Faulty_markup_is_read_as_it_was_meant()
    {
        var listed = await One("\n \uFEFF" + """
            <?xml version="1.0" encoding="utf-8"?><rss><channel><item><title>Sand &mdash; R&D of Na&iuml;ve Mod&#233;ls</title><dc:creator>Ada Moss</dc:creator>
            <link>https://journal.example/7?a=1&b=2</link><description><![CDATA[a & b &lt; c]]></description></item></channel></rss>
            """);
        Assert.Equal("Sand — R&D of Naïve Modéls", listed.Paper.Title);
        Assert.Equal(("a & b < c", "https://journal.example/7?a=1&b=2"), (listed.Paper.Abstract, listed.Paper.Links.Page));
        Assert.Equal(["Ada Moss"], listed.Paper.Authors);
    }

    [Fact]
    public async Task Texts_that_are_no_HTML_keep_their_signs()
    {
        Assert.Equal("If p<0.05 and a > b", (await One(Rss("<item><title>If p&lt;0.05 and a > b</title></item>"))).Paper.Title);
        Assert.Equal("<b> is a tag", (await One(Atom("<entry><id>1</id><title>&lt;b&gt; is a tag</title></entry>"))).Paper.Title);
    }

    [Fact]
    public async Task Nothing_active_in_a_text_is_kept()
    {
        var listed = await One(Rss("<item><title>T</title><description><![CDATA[<style>p{}</style><script>alert(1)</script><p onclick=x>Plain <a href=\"javascript:y\">words</a><img src=x onerror=z>.</p>]]></description></item>"));
        Assert.Equal("Plain words.", listed.Paper.Abstract);
    }

    [Fact]
    public async Task A_teaser_gives_way_to_the_text_and_a_summary_does_not()
    {
        var whole = string.Concat(Enumerable.Repeat("We follow a river. ", 40)).Trim();
        static string Item(string d, string c) => Rss($"<item><title>T</title><description>{d}</description><content:encoded>{c}</content:encoded></item>");
        Assert.Equal(whole, (await One(Item("Vol. 7, p. 1", whole))).Paper.Abstract);
        Assert.Equal(whole[..300], (await One(Item(whole[..300], whole))).Paper.Abstract);
    }

    [Fact]
    public async Task The_operators_categories_are_on_every_entry()
    {
        var (papers, _, _) = await Read(Rss("<item><title>A</title><category>Own</category></item><item><title>B</title></item>"), "q-bio.NC");
        Assert.Equal(["Own, q-bio.NC", "q-bio.NC"], papers.Select(p => string.Join(", ", p.Paper.Categories)));
    }

    [Fact]
    public async Task An_entry_without_a_title_is_named_and_the_others_count()
    {
        var (papers, skipped, isWhole) = await Read(Rss("<item><title>A</title></item><item><description>b</description></item><item><title>C</title></item>"));
        Assert.Equal(["A", "C"], papers.Select(p => p.Paper.Title));
        Assert.StartsWith("entry 2, line ", Assert.Single(skipped).Position, StringComparison.Ordinal);
        Assert.True(isWhole);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Not found", "neither XML nor a JSON")]
    [InlineData("<!DOCTYPE html><html><head><title>x</title></head></html>", "web page")]
    [InlineData("<opml version='2.0'><head/></opml>", "<opml> is no feed")]
    [InlineData("{\"error\":\"gone\"}", "no JSON Feed")]
    [InlineData("{\"items\":[{\"id\":1,\"title\":\"T\"},{\"id\":", "not JSON")]
    [InlineData("<rss><channel><item><title>T</title></item><item>", "not XML")]
    public async Task What_is_no_whole_feed_says_so(string text, string words)
    {
        var (_, skipped, isWhole) = await Read(text);
        Assert.Contains(words, Assert.Single(skipped).Reason, StringComparison.Ordinal);
        Assert.False(isWhole);
    }

    [Fact]
    public async Task A_very_long_name_is_still_the_entrys_own()
    {
        var (papers, _, _) = await Read(Rss($"<item><title>A</title><guid>{new string('x', 5000)}1</guid></item><item><title>B</title><guid>{new string('x', 5000)}2</guid></item>"));
        Assert.Equal(2, papers.Select(p => p.SourceId).Distinct().Count());
        Assert.All(papers, p => Assert.InRange(p.SourceId.Length, 1, 300));
    }
}
