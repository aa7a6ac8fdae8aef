using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Anybody can read the editions in a feed reader. Checked against what RFC 4287 and JSON Feed 1.1 demand.</summary>
public class PublicFeedTests
{
    static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task Each_period_has_a_feed_of_its_editions_that_says_all_a_feed_must()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        app.Clock.Advance(TimeSpan.FromDays(20));
        await app.PublishAsync(Some.Papers(2));
        await app.PrepareEditionAsync(Period.Week, new(2026, 7, 17));
        await app.PrepareEditionAsync(Period.Month, new(2026, 7, 17));
        app.Clock.Advance(TimeSpan.FromSeconds(2));

        foreach (var (path, editions) in new[] { ("", new[] { "day/2026-08-06", "day/2026-07-17" }), ("/week", ["week/2026-W29"]), ("/month", ["month/2026-07"]) })
        {
            var answer = await app.GetAsync($"{path}/feed.atom");
            Assert.Equal((HttpStatusCode.OK, "application/atom+xml; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
            var feed = XDocument.Parse(answer.Body).Root!;
            MustHave(feed);
            Assert.Equal($"https://papers.example{path}/feed.atom", Link(feed, "self"));
            Assert.False(string.IsNullOrWhiteSpace(feed.Element(Atom + "author")?.Element(Atom + "name")?.Value));
            Assert.Equal(editions.Select(e => "https://papers.example/" + e), feed.Elements(Atom + "entry").Select(e => Link(e, "alternate")));
            Assert.All(feed.Elements(Atom + "entry"), MustHave);

            using var json = JsonDocument.Parse((await app.GetAsync($"{path}/feed.json")).Body);
            Assert.Equal("https://jsonfeed.org/version/1.1", json.RootElement.GetProperty("version").GetString());
            Assert.Equal($"https://papers.example{path}/feed.json", json.RootElement.GetProperty("feed_url").GetString());
            Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
            Assert.Equal(feed.Elements(Atom + "entry").Select(e => (e.Element(Atom + "id")!.Value, e.Element(Atom + "title")!.Value)),
                json.RootElement.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("id").GetString()!, i.GetProperty("title").GetString()!)));
            Assert.All(json.RootElement.GetProperty("items").EnumerateArray(), item =>
            {
                Assert.NotEmpty(item.GetProperty("content_html").GetString()!);
                Assert.True(DateTimeOffset.TryParse(item.GetProperty("date_published").GetString(), out _));
            });
        }
    }

    [Fact]
    public async Task Names_of_entries_stay_whatever_is_published_later_and_before_the_first_edition_a_feed_is_empty_and_whole()
    {
        await using var app = await App.StartAsync();
        MustHave(XDocument.Parse((await app.GetAsync("/feed.atom")).Body).Root!);
        await app.PublishAsync(Some.Papers(1));
        var then = Ids((await app.GetAsync("/feed.atom")).Body).Single();
        Assert.Equal("tag:papers.example,2026-07-17:/day/2026-07-17", then);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(Some.Papers(1));
        Assert.Equal(then, Ids((await app.GetAsync("/feed.atom")).Body)[^1]);
    }

    [Theory]
    [InlineData("/feed.atom")]
    [InlineData("/feed.json")]
    public async Task Who_has_the_newest_gets_nothing_until_there_is_something_new(string path)
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(1));
        var first = await app.GetAsync(path);
        var (tag, at) = (first.Header("ETag")!, first.Header("Last-Modified")!);

        var again = await app.AskAsync(HttpMethod.Get, path, null, ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Body));
        Assert.Equal(HttpStatusCode.NotModified, (await app.AskAsync(HttpMethod.Get, path, null, ("If-Modified-Since", at))).Status);
        var head = await app.AskAsync(HttpMethod.Head, path);
        Assert.Equal((HttpStatusCode.OK, tag, ""), (head.Status, head.Header("ETag"), head.Body));

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(Some.Papers(1));
        Assert.Equal(HttpStatusCode.OK, (await app.AskAsync(HttpMethod.Get, path, null, ("If-None-Match", tag))).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.AskAsync(HttpMethod.Get, path, null, ("If-Modified-Since", at))).Status);
    }

    [Fact]
    public async Task Below_a_path_every_address_and_name_has_it()
    {
        await using var app = await App.StartAsync(new AppSettings { PublicUrl = "https://example.org:8443/digest/" });
        await app.PublishAsync(Some.Papers(1));
        var feed = XDocument.Parse((await app.GetAsync("/feed.atom")).Body).Root!;
        Assert.Equal("https://example.org:8443/digest/day/2026-07-17", Link(feed.Element(Atom + "entry")!, "alternate"));
        Assert.Equal("tag:example.org,2026-07-17:/digest/day/2026-07-17", feed.Element(Atom + "entry")!.Element(Atom + "id")!.Value);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(Link(feed, "self"))).Status);
    }

    [Fact]
    public async Task Hostile_text_is_text_in_feeds_too_and_our_own_reader_takes_them()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(new PaperLine("2607.20001", "<script>alert(1)</script> & ]]> \u0001 {{ x }}", "</p><img src=x onerror=alert(2)>"));
        foreach (var path in new[] { "/feed.atom", "/feed.json" })
        {
            var body = Encoding.UTF8.GetBytes((await app.GetAsync(path)).Body);
            var reading = new FeedAnswer("ours", path, new Uri("https://papers.example" + path), [], app.Now);
            var read = new List<Gathered>();
            await foreach (var gathered in reading.ReadAsync(new MemoryStream(body), Encoding.UTF8.GetString(body, 0, 20), TestContext.Current.CancellationToken))
                read.Add(gathered);
            Assert.True(reading.IsWhole);
            Assert.Contains("alert(1)", Assert.IsType<GatheredPaper>(Assert.Single(read)).Listed.Paper.Title, StringComparison.Ordinal);
        }
        var html = XDocument.Parse((await app.GetAsync("/feed.atom")).Body).Root!.Element(Atom + "entry")!.Element(Atom + "content")!.Value;
        var page = new AppPage("https://papers.example/", HttpStatusCode.OK, html, Array.Empty<string>().ToLookup(x => x, StringComparer.Ordinal));
        Assert.False(page.Shows("script, img"));
    }

    [Fact]
    public void Signs_that_xml_cannot_say_are_left_out_and_nothing_else()
    {
        var feed = new FeedDocument("tag:a,2026:b", "a\0b\uD800c\uFFFEd🐝", "e\u001Bf", "en", "https://a.example/",
            [new("tag:a,2026:c", "\u0008<&>\"'", "https://a.example/c", DateTimeOffset.UnixEpoch, "<p>\u000B&amp;</p>")]);
        var atom = XDocument.Parse(Encoding.UTF8.GetString(feed.Atom("https://a.example/feed.atom"))).Root!;
        Assert.Equal("ab\uFFFDcd🐝", atom.Element(Atom + "title")!.Value);
        Assert.Equal("<&>\"'", atom.Element(Atom + "entry")!.Element(Atom + "title")!.Value);
        Assert.Equal("<p>&amp;</p>", atom.Element(Atom + "entry")!.Element(Atom + "content")!.Value);
        using var json = JsonDocument.Parse(feed.JsonFeed("https://a.example/feed.json"));
        Assert.Equal("ab\uFFFDcd🐝", json.RootElement.GetProperty("title").GetString());
    }

    static void MustHave(XElement element)
    {
        Assert.StartsWith("tag:", element.Element(Atom + "id")!.Value, StringComparison.Ordinal);
        Assert.NotEmpty(element.Element(Atom + "title")!.Value);
        Assert.True(DateTimeOffset.TryParse(element.Element(Atom + "updated")!.Value, out _));
        Assert.True(Uri.TryCreate(Link(element, "alternate"), UriKind.Absolute, out _));
    }

    static string Link(XElement element, string rel) =>
        (string)element.Elements(Atom + "link").Single(l => (string?)l.Attribute("rel") == rel).Attribute("href")!;

    static List<string> Ids(string atom) => [.. XDocument.Parse(atom).Root!.Elements(Atom + "entry").Select(e => e.Element(Atom + "id")!.Value)];
}
