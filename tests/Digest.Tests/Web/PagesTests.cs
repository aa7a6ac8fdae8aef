using System.Net;
using System.Text.Json;
using Xunit;

namespace Digest.Tests.Web;

public sealed class PagesTests(PagesTests.Lived lived) : IClassFixture<PagesTests.Lived>
{
    readonly App _app = lived.App;

    [Fact]
    public async Task Every_answer_says_how_it_may_be_used()
    {
        var confirm = new Uri(_app.Mails.First(m => m.Kind == "confirm").ConfirmLink).AbsolutePath;
        foreach (var path in new[] { "/", confirm, "/unsubscribe/x", "/tune/x", "/papers/1", "/style.css", "/health/live", "/nowhere", "/robots.txt" })
        {
            var page = await _app.GetAsync(path);
            Assert.StartsWith("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
            Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
            Assert.Null(page.Header("Server"));
            Assert.Empty(page.Headers["set-cookie"]);
            Assert.Equal(path.EndsWith(".css", StringComparison.Ordinal) ? "public, max-age=3600" : "no-store", page.Header("Cache-Control"));
            Assert.Equal(path.StartsWith("/confirm", StringComparison.Ordinal) || path.StartsWith("/unsubscribe", StringComparison.Ordinal)
                || path.StartsWith("/tune", StringComparison.Ordinal) ? "noindex" : null,
                page.Header("X-Robots-Tag"));
        }
    }

    [Fact]
    public async Task No_page_holds_script_or_style_of_its_own_or_loads_from_elsewhere()
    {
        foreach (var path in new[] { "/", "/nowhere", "/papers/1" })
        {
            var page = await _app.GetAsync(path);
            Assert.False(page.Shows("script:not([src]), style, [style], [onclick], iframe, img"));
            Assert.DoesNotContain("src=\"http", page.Body.Replace("src=\"https://papers.example/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/nowhere", "There is nothing here")]
    [InlineData("/papers/999999", "There is nothing here")]
    [InlineData("/papers/99999999999999999999999", "There is nothing here")]
    [InlineData("/papers/x", "There is nothing here")]
    [InlineData("/confirm/x", "We do not know this link")]
    [InlineData("/confirm/%0d%0a", "We do not know this link")]
    [InlineData("/tune/x", "We do not know this link")]
    [InlineData("/tune/%0d%0a?do=less", "We do not know this link")]
    [InlineData("/unsubscribe/..%2f..%2fetc", "We do not know this link")]
    public async Task What_is_not_there_is_said_so(string path, string heading)
    {
        var page = await _app.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, heading), (page.Status, page.Heading));
    }

    [Fact]
    public async Task Who_opens_the_address_of_the_form_comes_to_the_form()
    {
        var page = await _app.GetAsync("/subscribe");
        Assert.Equal((HttpStatusCode.Found, _app.PublicUrl.TrimEnd('/') + "/"), (page.Status, page.Header("Location")));
    }

    [Fact]
    public async Task A_flood_in_the_box_is_not_read()
    {
        var page = await _app.AskAsync(HttpMethod.Post, "/subscribe", new FormUrlEncodedContent(
            [new("address", Some.Address), new("line", new string('x', 100_000))]));
        Assert.InRange((int)page.Status, 400, 499);
    }

    [Fact]
    public async Task A_paper_without_an_address_has_a_page_of_ours()
    {
        var home = await _app.GetAsync();
        var link = home.Links.First(l => l.StartsWith("https://papers.example/papers/", StringComparison.Ordinal));
        var page = await _app.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Protein Folding at Home", page.Body, StringComparison.Ordinal);
        Assert.Contains("No address was given.", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_what_is_owed()
    {
        Assert.Equal("alive\n", (await _app.GetAsync("/health/live")).Body);
        var ready = await _app.GetAsync("/health/ready");
        using var json = JsonDocument.Parse(ready.Body);
        Assert.Equal("ready", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("owed").GetInt32());
    }

    [Fact]
    public async Task The_front_page_shows_the_newest_edition()
    {
        var page = await _app.GetAsync();
        Assert.Contains("Friday, 17 July 2026", page.Body, StringComparison.Ordinal);
        Assert.Equal(4, page.Titles.Count);
    }

    /// <summary>One application for all tests here: none of them changes anything.</summary>
    public sealed class Lived : IAsyncLifetime
    {
        internal App App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await App.StartAsync();
            await App.PublishAsync([.. Some.Papers(3), new("home", "Protein Folding at Home", "No address was given.")]);
            await App.BecomeReaderAsync(Some.Address);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
