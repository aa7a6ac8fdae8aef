using System.Net;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Where links lead, and what is said to who only asks for the head; that looking changes nothing is told in Life.</summary>
public class CrawlTests
{
    [Fact]
    public async Task With_own_pages_every_link_of_an_issue_leads_to_us_and_our_page_leads_on()
    {
        await using var app = await App.StartAsync(new AppSettings { Settings = { ["Rendering:OwnPages"] = "true" } });
        await app.PublishAsync(Some.Papers(3));
        var address = Some.Address;
        await app.BecomeReaderAsync(address);

        var issue = app.MailsTo(address).Single(m => m.Kind == "issue");
        var papers = issue.Links.Where(link => link.Contains("/papers/", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, papers.Distinct(StringComparer.Ordinal).Count());
        foreach (var link in issue.Links.Where(link => link.StartsWith("http", StringComparison.Ordinal)))
            Assert.Equal(System.Net.HttpStatusCode.OK, (await app.GetAsync(link)).Status);
        Assert.Contains((await app.GetAsync(papers[0])).Links, link => link.Contains("arxiv.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Head_says_what_get_would_without_the_page()
    {
        await using var app = await App.StartAsync();
        foreach (var path in new[] { "/", "/style.css", "/zone.js", "/robots.txt", "/health/live", "/health/ready", "/confirm/x", "/unsubscribe/x", "/tune/x", "/papers/1",
            "/nowhere", "/picks.js", "/picks?line=x", "/day", "/day/2026-07-17", "/week/x", "/feed.atom", "/month/feed.json", "/issues/x", "/feeds/x.atom" })
        {
            var get = await app.GetAsync(path);
            var head = await app.AskAsync(HttpMethod.Head, path);
            Assert.Equal((path, get.Status, get.Header("Content-Type"), ""), (path, head.Status, head.Header("Content-Type"), head.Body));
        }
    }
}
