using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Xunit;

namespace Digest.Tests.Web;

/// <summary>The front page on a full day: light, from us alone, soon there, and the same for everybody but for its stamp.</summary>
public sealed class FrontPageTests : IAsyncLifetime
{
    const int Allowed = 100 * 1024;

    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        var abstracts = string.Join(' ', Enumerable.Repeat("We show that careful measurement of small effects repays the patience it costs.", 20));
        await _app.PublishAsync([.. Enumerable.Range(1, 60).Select(i => Some.Paper with
        {
            Title = $"On the Measurement of Small Effects in Large Collections of Letters, Part {i}: Methods, Limits and Remedies",
            Abstract = abstracts,
        })]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task All_that_it_loads_is_ours_and_below_a_hundred_kilobytes()
    {
        var page = await _app.GetAsync();
        var bytes = Encoding.UTF8.GetByteCount(page.Body);
        var html = new HtmlParser().ParseDocument(page.Body);
        var loads = html.QuerySelectorAll("link[rel=stylesheet], script, img, source, video, audio, object, embed, iframe, link[rel=preload], link[rel=icon]")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src") ?? e.GetAttribute("data") ?? "").ToList();
        Assert.Equal(3, loads.Count);
        foreach (var url in loads)
        {
            Assert.StartsWith("https://papers.example/", url, StringComparison.Ordinal);
            var file = await _app.GetAsync(url);
            Assert.Equal(HttpStatusCode.OK, file.Status);
            Assert.DoesNotContain("http", file.Body, StringComparison.Ordinal);
            bytes += Encoding.UTF8.GetByteCount(file.Body);
        }
        Assert.Equal(30, page.Titles.Count);
        Assert.InRange(bytes, 10_000, Allowed);
        // What would keep the browser from showing the page until it is there.
        Assert.DoesNotContain(html.Scripts, script => !script.HasAttribute("defer") && !script.HasAttribute("async"));
    }

    [Fact]
    public async Task It_is_the_same_for_everybody_but_for_the_stamp_and_new_when_something_is()
    {
        var (one, two) = (await _app.GetAsync(), await _app.GetAsync());
        var (stamp, other) = (Stamp(one), Stamp(two));
        Assert.NotEqual(stamp, other);
        Assert.Equal(one.Body, two.Body.Replace(other, stamp, StringComparison.Ordinal));
        Assert.Equal("Look into your inbox", (await _app.SubmitAsync(two, ("address", Some.Address))).Heading);

        var head = await _app.AskAsync(HttpMethod.Head, "/");
        Assert.Equal(("", Encoding.UTF8.GetByteCount(one.Body).ToString(CultureInfo.InvariantCulture)), (head.Body, head.Header("Content-Length")));

        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.PublishAsync(Some.Paper with { Title = "What Came Later" });
        Assert.Contains("What Came Later", (await _app.GetAsync()).Titles);
    }

    [Fact]
    public async Task What_somebody_typed_is_shown_to_nobody_else()
    {
        await _app.SubmitAsync(await _app.GetAsync(), ("address", "not an address"), ("line", "my own words"));
        Assert.DoesNotContain("my own words", (await _app.GetAsync()).Body, StringComparison.Ordinal);
    }

    static string Stamp(AppPage page) => new HtmlParser().ParseDocument(page.Body).QuerySelector("input[name=stamp]")!.GetAttribute("value")!;
}
