using System.Net;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Mail scanners, browsers and search engines open every link they see. Looking changes nothing.</summary>
public class CrawlTests
{
    static readonly HttpMethod[] Looking = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options];

    [Fact]
    public async Task Every_link_of_every_mail_and_page_works_and_changes_nothing_however_often_it_is_opened()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync([.. Some.Papers(3), new("our own name", "Protein Folding without an Address", "Protein folding at home.")]);
        string reader = Some.Address, left = Some.Address, asked = Some.Address, never = Some.Address;
        await app.BecomeReaderAsync(reader);
        await app.BecomeReaderAsync(left);
        await app.LeaveByPageAsync(app.MailsTo(left)[^1]);
        var tuned = app.MailsTo(reader).Single(m => m.Kind == "issue");
        var offers = await app.GetAsync(tuned.TuneLink(tuned.Titles[0], "More like this"));
        await app.SubmitAsync(offers, offers.FormFor("more"));
        await app.SubmitAsync(offers, offers.FormFor("mute-words", ""), ("what", "tides, crypto"));
        await app.SubscribeAsync(never);
        await app.PlanAndSendAsync();
        await app.LeaveByPageAsync(app.MailsTo(never)[0]);
        await app.SubscribeAsync(asked);
        await app.PlanAndSendAsync();
        var before = app.Snapshot();

        var found = new Dictionary<string, string>(StringComparer.Ordinal) { ["https://papers.example/"] = "the test" };
        foreach (var mail in app.Mails)
            foreach (var link in mail.Links)
                found.TryAdd(link.Split('#')[0], mail.ToString());
        var open = new Queue<string>(found.Keys.Where(IsOurs));
        while (open.TryDequeue(out var link))
        {
            var page = await app.GetAsync(link);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.Gone, $"{link} from {found[link]}: {page.Status}");
            foreach (var next in page.Links.Select(l => l.Split('#')[0]).Where(IsOurs))
                if (found.TryAdd(next, link) && !next.EndsWith("/subscribe", StringComparison.Ordinal) && !IsFeed(next))
                    open.Enqueue(next);
        }
        var ours = found.Keys.Where(IsOurs).ToList();
        Assert.InRange(ours.Count, 12, 90);
        Assert.Contains(ours, link => link.Contains("/tune/", StringComparison.Ordinal) && link.EndsWith("?do=less", StringComparison.Ordinal));
        foreach (var kind in new[] { "/issues/", "/feeds/", "/day/2026-07-17", "/feed.atom", "/picks.js" })
            Assert.Contains(ours, link => link.Contains(kind, StringComparison.Ordinal));
        ours.Add("https://papers.example/picks?line=protein+folding");
        ours.Add(ours.First(link => link.Contains("/tune/", StringComparison.Ordinal)).Split('?')[0] + "?do=mute-words&what=protein");
        Assert.Contains(ours, link => link.Contains("/papers/", StringComparison.Ordinal));

        for (var round = 0; round < 20; round++)
            await Parallel.ForEachAsync(ours, async (link, _) =>
            {
                foreach (var method in Looking)
                    await app.AskAsync(method, link);
            });

        Assert.Equal(before, app.Snapshot());
        await app.PlanAndSendAsync();
        Assert.Equal(before, app.Snapshot());
    }

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
        foreach (var path in new[] { "/", "/style.css", "/zone.js", "/robots.txt", "/health/live", "/health/ready", "/confirm/x", "/unsubscribe/x", "/tune/x", "/papers/1", "/nowhere", "/picks.js", "/picks?line=x", "/day", "/day/2026-07-17", "/week/x", "/feed.atom", "/month/feed.json", "/issues/x", "/feeds/x.atom" })
        {
            var get = await app.GetAsync(path);
            var head = await app.AskAsync(HttpMethod.Head, path);
            Assert.Equal((path, get.Status, get.Header("Content-Type"), ""), (path, head.Status, head.Header("Content-Type"), head.Body));
        }
    }

    // A feed's text is no page; that its entries lead somewhere is told where feeds are.
    static bool IsFeed(string link) => link.EndsWith(".atom", StringComparison.Ordinal) || link.EndsWith(".json", StringComparison.Ordinal);

    static bool IsOurs(string link) => link.StartsWith("https://papers.example/", StringComparison.Ordinal);
}
