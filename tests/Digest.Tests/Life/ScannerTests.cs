using System.Net;
using Microsoft.Playwright;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>Mail scanners, browsers and search engines open every link they see, often, at once, and run what scripts are there.
/// Looking changes nothing, and nothing is mailed for it.</summary>
public class ScannerTests(Town town) : IClassFixture<Town>
{
    const int Times = 10;

    static readonly HttpMethod[] Looking = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];

    [Fact]
    public async Task Every_address_of_whole_lives_asked_for_ten_times_at_once_in_each_way_changes_nothing()
    {
        await using var app = await StartAsync();
        var lives = new Lives(app);
        await lives.LiveAsync();
        foreach (var kind in new[]
        {
            "/confirm/", "/unsubscribe/", "/undo", "/preferences/", "/move/", "/erase", "/export", "?do=more", "?do=less", "/issues/", "/feeds/", "/feed.atom",
            "/week/feed.json", "/day/2026-11-20", "/papers/", "/picks.js", "/picks?", "/search",
        })
            Assert.True(lives.Ours.Any(link => link.Contains(kind, StringComparison.Ordinal)), kind);
        var before = app.Snapshot();

        for (var round = 0; round < Times; round++)
            await Parallel.ForEachAsync(lives.Ours, async (link, _) =>
            {
                foreach (var method in Looking)
                    Assert.True((await app.AskAsync(method, link)).Status < HttpStatusCode.InternalServerError, $"{method} {link} of {lives.Found[link]}");
            });

        Assert.Equal(before, app.Snapshot());
        Assert.Equal(0, (await app.PlanAndSendAsync()).Sent);
        Assert.Equal(before, app.Snapshot());
    }

    [Fact]
    public async Task Every_link_of_every_mail_and_page_leads_somewhere()
    {
        await using var app = await StartAsync();
        var lives = new Lives(app);
        await lives.LiveAsync();
        foreach (var (link, where) in lives.Found.Where(f => app.IsOurs(f.Key) && f.Value != "somebody who types"))
        {
            var page = await app.GetAsync(link);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.Gone or HttpStatusCode.Found, $"{link} of {where}: {page.Status}");
        }
    }

    [Fact]
    public async Task Every_address_opened_ten_times_in_a_browser_that_runs_scripts_changes_nothing()
    {
        var browser = await town.BrowserAsync();
        await using var app = await StartAsync();
        var lives = new Lives(app);
        await lives.LiveAsync();
        var before = app.Snapshot();

        await using var context = await browser.NewContextAsync(new() { AcceptDownloads = true });
        await Parallel.ForEachAsync(lives.Ours.Chunk(lives.Ours.Count / 4 + 1), async (links, _) =>
        {
            var page = await context.NewPageAsync();
            foreach (var link in Enumerable.Repeat(links, Times).SelectMany(l => l))
                try
                {
                    await page.GotoAsync(link, new() { WaitUntil = WaitUntilState.Load });
                }
                catch (PlaywrightException download) when (download.Message.Contains("Download is starting", StringComparison.Ordinal)
                    || download.Message.Contains("ERR_ABORTED", StringComparison.Ordinal))
                {
                    Assert.Matches("/export|[.]atom|[.]json", link);
                }
        });

        Assert.Equal(before, app.Snapshot());
        Assert.Equal(0, (await app.PlanAndSendAsync()).Sent);
        Assert.Equal(before, app.Snapshot());
    }

    static async Task<App> StartAsync()
    {
        var app = await Town.StartAsync();
        await app.PublishAsync([.. Some.Papers(3), new("our own name", "Protein Folding without an Address", "Protein folding at home.")]);
        return app;
    }
}
