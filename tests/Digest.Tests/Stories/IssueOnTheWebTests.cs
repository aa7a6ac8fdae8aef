using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Every letter can be read on the web by its link, and all of them as a feed of one's own.</summary>
public class IssueOnTheWebTests
{
    static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task A_letter_reads_on_the_web_as_it_was_sent_whatever_became_of_the_papers()
    {
        await using var app = await App.StartAsync();
        var papers = Some.Papers(3);
        await app.PublishAsync(papers);
        var address = Some.Address;
        await app.BecomeReaderAsync(address);
        var letter = Letter(app, address);
        Assert.Contains(Web(letter), letter.Text, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(papers[0] with { Title = "Renamed since", Version = 2 });
        var page = await app.GetAsync(Web(letter));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(letter.Titles, page.Titles);
        Assert.Equal(("noindex", "no-store"), (page.Header("X-Robots-Tag"), page.Header("Cache-Control")));
        Assert.DoesNotContain(address, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_left_may_still_read_it_and_their_feed_has_ended()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        var address = Some.Address;
        await app.BecomeReaderAsync(address);
        var letter = Letter(app, address);
        var feed = Feed(await app.GetAsync(letter.PreferencesLink), ".atom");
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(feed)).Status);
        await app.LeaveByPageAsync(letter);

        var page = await app.GetAsync(Web(letter));
        Assert.Equal(letter.Titles, page.Titles);
        Assert.DoesNotContain(page.Links, link => link.Contains("/feeds/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Gone, (await app.GetAsync(feed)).Status);

        // Whoever comes back has new addresses; the old ones are worth nothing.
        await app.BecomeReaderAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(feed)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(Web(letter))).Status);
    }

    [Fact]
    public async Task The_preferences_list_the_letters_that_went_out_the_newest_first()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.BecomeReaderAsync(address);
        var first = Letter(app, address);
        app.Clock.Advance(TimeSpan.FromDays(1)); // a day without anything new, and without a letter
        await app.PlanAndSendAsync();
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(Some.Paper);
        await app.PlanAndSendAsync();
        var second = app.MailsTo(address).Last(m => m.Kind == "issue");
        Assert.NotEqual(Web(first), Web(second));

        var page = await app.GetAsync(second.PreferencesLink);
        Assert.Equal([Web(second), Web(first)], page.Links.Where(link => link.Contains("/issues/", StringComparison.Ordinal)));
        Assert.EndsWith(": 1 paper", page.Says("#received li")[0], StringComparison.Ordinal);
        Assert.EndsWith(": 3 papers", page.Says("#received li")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_too_old_to_be_kept_says_so()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        var address = Some.Address;
        await app.BecomeReaderAsync(address);
        var letter = Letter(app, address);
        app.Clock.Advance(TimeSpan.FromDays(200));
        await app.PruneAsync();

        var page = await app.GetAsync(Web(letter));
        Assert.Equal((HttpStatusCode.Gone, "This letter is not kept any more"), (page.Status, page.Heading));
    }

    [Fact]
    public async Task Links_for_something_else_or_changed_by_a_letter_open_nothing()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        string address = Some.Address, other = Some.Address;
        await app.BecomeReaderAsync(address);
        await app.BecomeReaderAsync(other);
        var letter = Letter(app, address);
        var token = Web(letter).Split('/')[^1];
        var feed = Feed(await app.GetAsync(letter.PreferencesLink), ".json").Split('/')[^1].Split('.')[0];
        var leave = letter.LeaveLink.Split('/')[^1];

        foreach (var path in new[]
        {
            $"/issues/{feed}", $"/issues/{leave}", $"/feeds/{token}.atom", $"/feeds/{leave}.json",
            $"/issues/{(token[9] == 'A' ? token[..9] + 'B' : token[..9] + 'A')}{token[10..]}",
            "/issues/x", "/feeds/x.atom", $"/issues/{new string('A', 5000)}",
        })
            Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(path)).Status);
        await app.EraseAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(Web(letter))).Status);
    }

    [Fact]
    public async Task A_readers_own_feed_holds_their_letters_newest_first_and_nobody_elses()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        string address = Some.Address, other = Some.Address;
        await app.BecomeReaderAsync(address);
        await app.BecomeReaderAsync(other, "glaciers");
        app.Clock.Set(Some.Morning.AddDays(1).AddHours(-1));
        await app.PublishAsync(Some.Papers(2));
        await app.AtAsync(Some.Morning.AddDays(1).AddHours(6));
        var issues = app.MailsTo(address).Where(m => m.Kind == "issue").ToList();
        Assert.Equal(2, issues.Count);

        var page = await app.GetAsync(issues[0].PreferencesLink);
        var atom = XDocument.Parse((await app.GetAsync(Feed(page, ".atom"))).Body).Root!;
        Assert.Equal([Web(issues[1]), Web(issues[0])], atom.Elements(Atom + "entry").Select(e => (string)e.Element(Atom + "link")!.Attribute("href")!));
        Assert.All(issues[1].Titles, title => Assert.Contains(title, atom.Elements(Atom + "entry").First().Element(Atom + "content")!.Value, StringComparison.Ordinal));
        using var json = JsonDocument.Parse((await app.GetAsync(Feed(page, ".json"))).Body);
        Assert.Equal(2, json.RootElement.GetProperty("items").GetArrayLength());
        Assert.DoesNotContain(address, atom.ToString(), StringComparison.Ordinal);
        var answer = await app.GetAsync(Feed(page, ".atom"));
        Assert.Equal(("no-cache, private", "noindex"), (answer.Header("Cache-Control"), answer.Header("X-Robots-Tag")));
        Assert.Equal(HttpStatusCode.NotModified, (await app.AskAsync(HttpMethod.Get, Feed(page, ".atom"), null, ("If-None-Match", answer.Header("ETag")!))).Status);
    }

    static AppMail Letter(App app, string address) => app.MailsTo(address).First(m => m.Kind == "issue");

    static string Web(AppMail letter) => letter.Links.First(link => link.Contains("/issues/", StringComparison.Ordinal));

    static string Feed(AppPage page, string kind) => page.Links.First(link => link.Contains("/feeds/", StringComparison.Ordinal) && link.EndsWith(kind, StringComparison.Ordinal));
}
