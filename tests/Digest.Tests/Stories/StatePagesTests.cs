using System.Globalization;
using System.Net;
using System.Text.Json;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Whatever state a link, the reader or the service is in, the page says what happened and what to do, under the status
/// that says the same to a program.</summary>
public sealed class StatePagesTests : IAsyncLifetime
{
    readonly string _address = Some.Address;
    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    string Flag => Path.Combine(_app.Folder, "data", "maintenance");

    [Fact]
    public async Task Each_state_of_a_link_has_its_page()
    {
        await _app.SubscribeAsync(_address);
        await _app.PlanAndSendAsync();
        var confirmation = _app.MailsTo(_address)[0];
        _app.Clock.Advance(TimeSpan.FromHours(73));
        Says(await _app.GetAsync(confirmation.ConfirmLink), HttpStatusCode.Gone, "This link has expired", "Sign up again");

        await _app.BecomeReaderAsync(_address);
        Says(await _app.GetAsync(_app.MailsTo(_address)[1].ConfirmLink), HttpStatusCode.OK, "You are subscribed already", "nothing more to do");

        var issue = _app.MailsTo(_address)[^1];
        Says(await _app.LeaveByPageAsync(issue), HttpStatusCode.OK, "You are unsubscribed", "");
        Says(await _app.GetAsync(issue.LeaveLink), HttpStatusCode.OK, "You are unsubscribed", "");
        Says(await _app.GetAsync(issue.PreferencesLink), HttpStatusCode.OK, "You are unsubscribed", "");

        foreach (var folder in new[] { "confirm", "unsubscribe", "preferences" })
            Says(await _app.GetAsync($"/{folder}/cut-in-two"), HttpStatusCode.NotFound, "We do not know this link", "copy all of it");
    }

    [Fact]
    public async Task In_maintenance_pages_say_when_to_come_back_and_the_way_out_stays_open()
    {
        await _app.BecomeReaderAsync(_address);
        var issue = _app.MailsTo(_address)[^1];
        await File.WriteAllTextAsync(Flag, "", TestContext.Current.CancellationToken);
        var before = _app.Snapshot();
        foreach (var path in new[] { "/", "/day", issue.PreferencesLink, "/confirm/x", "/nowhere" })
        {
            var page = await _app.GetAsync(path);
            Says(page, HttpStatusCode.ServiceUnavailable, "Back in a few minutes", "Try again in ten minutes");
            Assert.Equal("600", page.Header("Retry-After"));
        }
        foreach (var path in new[] { "/subscribe", issue.PreferencesLink })
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _app.AskAsync(HttpMethod.Post, path)).Status);
        var told = await _app.GetAsync("/api/v1/today");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json", "600"), (told.Status, told.Header("Content-Type"), told.Header("Retry-After")));
        Assert.Equal(before, _app.Snapshot());
        Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync("/style.css")).Status);
        Assert.Equal("alive\n", (await _app.GetAsync("/health/live")).Body);
        Assert.Equal("maintenance", await StatusAsync());

        Assert.Equal("Unsubscribed.\n", (await _app.OneClickAsync(issue)).Body);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);
        Says(await _app.GetAsync(issue.LeaveLink), HttpStatusCode.OK, "You are unsubscribed", "");

        File.Delete(Flag);
        Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync()).Status);
        Assert.Equal("ready", await StatusAsync());
    }

    [Fact]
    public async Task When_the_database_fails_nothing_is_confirmed_and_everybody_is_told_to_try_again()
    {
        await _app.BecomeReaderAsync(_address);
        var issue = _app.MailsTo(_address)[^1];
        _app.Tamper("ALTER TABLE subscribers RENAME TO hidden");
        var posted = new[] { await _app.OneClickAsync(issue), await _app.GetAsync(issue.LeaveLink), await _app.GetAsync(issue.PreferencesLink) };
        foreach (var page in posted)
        {
            Says(page, HttpStatusCode.ServiceUnavailable, "Something went wrong", "Try again in a few minutes");
            Assert.Equal("60", page.Header("Retry-After"));
            Assert.DoesNotContain("subscribers", page.Body, StringComparison.Ordinal);
        }
        _app.Tamper("ALTER TABLE hidden RENAME TO subscribers");
        Assert.Equal("Unsubscribed.\n", (await _app.OneClickAsync(issue)).Body);

        _app.Tamper("ALTER TABLE deliveries RENAME TO hidden");
        var health = await _app.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.Contains("does not answer", health.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "http://papers.example", false)]
    [InlineData("Origin", "https://papers.example", true)]
    [InlineData("Origin", "null", true)] // what browsers say on pages without a referrer, as ours are
    [InlineData("X-Nothing", "told", true)]
    public async Task What_another_site_posts_changes_nothing_but_leaving_may_come_from_anywhere(string name, string value, bool isTaken)
    {
        await _app.BecomeReaderAsync(_address);
        var issue = _app.MailsTo(_address)[^1];
        var before = _app.Snapshot();
        var tune = await _app.GetAsync(issue.Links.First(l => l.Contains("/tune/", StringComparison.Ordinal)));
        var paused = await PostAsync(issue.PreferencesLink, ("do", "pause"), ("until", ""));
        var muted = await PostAsync(tune.Url.Split('?')[0], ("do", "mute_words"), ("what", "soap"));
        if (!isTaken)
        {
            foreach (var page in new[] { paused, muted, await PostAsync(issue.LeaveLink + "/undo") })
                Says(page, HttpStatusCode.Forbidden, "This came from another site", "nothing was changed");
            Assert.Equal(before, _app.Snapshot());
        }
        else
            Assert.Equal((HttpStatusCode.OK, SubscriberState.Paused), (paused.Status, (await _app.FindAsync(_address)).State));

        Assert.Equal("Unsubscribed.\n", (await PostAsync(issue.LeaveLink, ("List-Unsubscribe", "One-Click"))).Body);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);

        Task<AppPage> PostAsync(string url, params (string Name, string Value)[] form) => _app.AskAsync(HttpMethod.Post, url,
            new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))), (name, value));
    }

    async Task<string?> StatusAsync()
    {
        var health = await _app.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, health.Status);
        using var told = JsonDocument.Parse(health.Body);
        return told.RootElement.GetProperty("status").GetString();
    }

    static void Says(AppPage page, HttpStatusCode status, string heading, string todo)
    {
        Assert.Equal((status, heading), (page.Status, page.Heading));
        Assert.Contains(todo, string.Join(' ', page.Says("main")), StringComparison.Ordinal);
        Assert.True(int.Parse(page.Header("Content-Length")!, CultureInfo.InvariantCulture) > 0);
    }

    /// <summary>On a timetable whose hours are years away.</summary>
    [Fact]
    public async Task A_service_whose_timetable_has_stopped_is_not_ready()
    {
        var settings = new AppSettings { Serves = true };
        foreach (var line in new[] { "Gather", "Wanted", "Edition", "Issues", "Deliveries", "Bounces", "Pruning" })
            settings.Settings[$"Scheduling:{line}"] = "0 0 0 1 1 ? 2099";
        await using var app = await App.StartAsync(settings);
        var ready = await app.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Contains("\"timetable\":\"running\"", ready.Body, StringComparison.Ordinal);
        await app.StopTimetableAsync();
        var stopped = await app.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stopped.Status);
        Assert.Contains("the timetable does not run", stopped.Body, StringComparison.Ordinal);
        await app.WatchForAsync(4);
        Assert.Contains("\"alarm\":\"timetable\"", (await app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);
        await app.EndTimetableAsync();
        Assert.Contains("the timetable does not run", (await app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);
        await app.WatchAsync();
    }
}
