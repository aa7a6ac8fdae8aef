using System.Net;
using System.Text.RegularExpressions;
using Digest.Subscribers;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Digest.Tests.Web.Admin;

/// <summary>What operators can do about people, and that it is written down.</summary>
public sealed class DeedsTests : IAsyncLifetime
{
    readonly string _address = Some.Address;
    Office _office = null!;

    public async ValueTask InitializeAsync() => _office = await Office.EnteredAsync();

    public ValueTask DisposeAsync() => _office.DisposeAsync();

    [Fact]
    public async Task Pausing_resuming_suppressing_and_lifting_each_leave_a_line()
    {
        await _office.App.AddAsync(_address);
        var page = $"/admin/subscribers/{await _office.NumberOfAsync(_address)}";
        foreach (var (verb, state, shown) in new[]
        {
            ("pause", SubscriberState.Paused, "resume"), ("resume", SubscriberState.Active, "pause"),
            ("suppress", SubscriberState.Active, "unsuppress"), ("unsuppress", SubscriberState.Active, "suppress"),
        })
        {
            var done = await _office.PressAsync(page, verb);
            Assert.Equal(HttpStatusCode.OK, done.Status);
            Assert.Contains("Done.", done.Says(".notice")[0], StringComparison.Ordinal);
            Assert.NotNull(done.FormFor(shown));
            Assert.Equal(state, (await _office.App.FindAsync(_address)).State);
            var number = page.Split('/')[^1];
            Assert.Equal($"{verb} · subscriber {number} done · by token", (await _office.AuditAsync())[0]);
        }
        // A form of a page that was left open.
        var again = await _office.PostAsync(page, ("do", "resume"), ("stamp", Office.Stamp(await _office.GetAsync(page))));
        Assert.Contains("nothing to change", again.Says(".notice")[0], StringComparison.Ordinal);
        Assert.StartsWith("resume", (await _office.AuditAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_suppressed_gets_no_letter_until_that_is_lifted()
    {
        await _office.App.PublishAsync(Some.Papers(3));
        await _office.App.AddAsync(_address);
        var page = $"/admin/subscribers/{await _office.NumberOfAsync(_address)}";
        await _office.PressAsync(page, "suppress");
        await _office.App.AtAsync((await _office.App.FindAsync(_address)).NextIssueAt!.Value.AddMinutes(1));
        Assert.Empty(_office.App.MailsTo(_address));
        await _office.LogInAsync();
        Assert.Contains(_address, (await _office.GetAsync("/admin/suppressions")).Body, StringComparison.Ordinal);
        await _office.PressAsync("/admin/suppressions", "unsuppress");
        await _office.App.PublishAsync(Some.Papers(3, "protein weather"));
        await _office.App.AtAsync((await _office.App.FindAsync(_address)).NextIssueAt!.Value.AddMinutes(1));
        Assert.Single(_office.App.MailsTo(_address));
    }

    [Fact]
    public async Task A_complaint_and_never_stay_their_owners_to_lift()
    {
        await _office.App.AddAsync(_address);
        var id = await _office.NumberOfAsync(_address);
        _office.App.Tamper($"INSERT INTO suppressions (address_hash, strength, reason, evidence, since) SELECT address_hash, 'complaint', 'its reader complained', '', 1 FROM subscribers WHERE id = {id}");
        var page = await _office.GetAsync($"/admin/subscribers/{id}");
        Assert.False(page.Shows("input[value=unsuppress]"));
        var refused = await _office.PostAsync($"/admin/subscribers/{id}", ("do", "unsuppress"), ("stamp", Office.Stamp(page)));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("only its owner", refused.Says(".error")[0], StringComparison.Ordinal);
        Assert.StartsWith($"unsuppress · subscriber {id} refused", (await _office.AuditAsync())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_confirmation_is_sent_again_as_seldom_as_to_anybody()
    {
        await _office.App.SubscribeAsync(_address, "ocean weather");
        await _office.App.PlanAndSendAsync();
        var page = $"/admin/subscribers/{await _office.NumberOfAsync(_address)}";
        var refused = await _office.PressAsync(page, "resend");
        Assert.Contains("lately", refused.Says(".error")[0], StringComparison.Ordinal);
        _office.App.Clock.Advance(TimeSpan.FromHours(25));
        await _office.LogInAsync();
        await _office.PressAsync(page, "resend");
        await _office.App.PlanAndSendAsync();
        Assert.Equal(2, _office.App.MailsTo(_address).Count);
        await _office.App.ConfirmAsync(_office.App.MailsTo(_address)[^1]);
        Assert.Equal(["ocean weather"], (await _office.App.FindAsync(_address)).Preferences.Interests.Select(i => i.Name));
    }

    [Fact]
    public async Task Erasing_asks_a_second_time_and_leaves_nothing_of_the_person_in_the_audit_either()
    {
        await _office.App.AddAsync(_address);
        var id = await _office.NumberOfAsync(_address);
        await _office.PressAsync($"/admin/subscribers/{id}", "pause");
        var stamp = Office.Stamp(await _office.GetAsync($"/admin/subscribers/{id}"));
        var unsure = await _office.PostAsync($"/admin/subscribers/{id}", ("do", "erase"), ("stamp", stamp));
        Assert.Equal(HttpStatusCode.Conflict, unsure.Status);
        Assert.Equal(SubscriberState.Paused, (await _office.App.FindAsync(_address)).State);

        var erased = await _office.PressAsync($"/admin/subscribers/{id}/erase", "erase");
        Assert.Contains("is erased", erased.Body, StringComparison.Ordinal);
        Assert.Equal(["erase done · by token", "pause done · by token", "log in done · by token"], await _office.AuditAsync());
        Assert.Empty(_office.App.Rows($"SELECT what FROM audit WHERE subscriber = {id}"));
        Assert.DoesNotContain(_address, (await _office.GetAsync("/admin/subscribers")).Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await _office.PostAsync($"/admin/subscribers/{id}", ("do", "pause"), ("stamp", stamp))).Status);
    }

    [Fact]
    public async Task Without_the_stamp_of_our_own_page_or_from_another_site_nothing_is_done()
    {
        await _office.App.AddAsync(_address);
        var path = $"/admin/subscribers/{await _office.NumberOfAsync(_address)}";
        var stamp = Office.Stamp(await _office.GetAsync(path));
        foreach (var wrong in new[] { "", "AAAAAAAAAAAAAAAAAAAAAA", stamp[..^1] })
            Assert.Equal(HttpStatusCode.Forbidden, (await _office.PostAsync(path, ("do", "pause"), ("stamp", wrong))).Status);
        var elsewhere = await _office.App.AskAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("do", "pause"), new("stamp", stamp)]),
            ("Cookie", _office.Cookie!), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.Status);
        var stranger = await _office.App.AskAsync(HttpMethod.Post, path, new FormUrlEncodedContent([new("do", "pause"), new("stamp", stamp)]));
        Assert.Equal(HttpStatusCode.SeeOther, stranger.Status);
        Assert.Equal(SubscriberState.Active, (await _office.App.FindAsync(_address)).State);
        Assert.Equal(["log in done · by token"], await _office.AuditAsync());
    }

    [Fact]
    public async Task A_preview_shows_the_letter_and_opens_nothing_of_its_readers()
    {
        await _office.App.PublishAsync(Some.Papers(3));
        await _office.App.AddAsync(_address);
        var path = $"/admin/subscribers/{await _office.NumberOfAsync(_address)}/preview";
        var (page, frame) = (await _office.GetAsync(path), await _office.GetAsync(path + "/frame"));
        Assert.InRange(frame.Links.Count(link => link.StartsWith("https://arxiv.org/", StringComparison.Ordinal)), 3, 30);
        Assert.Contains("/preferences/…", frame.Body, StringComparison.Ordinal);
        foreach (var body in new[] { page.Body, frame.Body })
            Assert.DoesNotMatch("/(unsubscribe|preferences|tune|issues|confirm|move|feeds)/[A-Za-z0-9_-]{10}", body);
        Assert.EndsWith("; sandbox", frame.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Empty(_office.App.Rows("SELECT about FROM deliveries"));
    }

    [Fact]
    public async Task Looking_at_every_page_changes_nothing_and_none_is_kept_or_found_by_others()
    {
        await _office.App.PublishAsync(Some.Papers(2));
        await _office.App.BecomeReaderAsync(_address);
        var reads = _office.App.Patterns("GET").Where(p => p.StartsWith("/admin", StringComparison.Ordinal)).ToList();
        Assert.InRange(reads.Count, 14, 30);
        var before = _office.App.Snapshot();
        foreach (var path in reads.Select(p => Regex.Replace(p, "{[^}]*}", "1")))
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
            {
                var page = await _office.App.AskAsync(method, path, null, ("Cookie", _office.Cookie!));
                Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.SeeOther or HttpStatusCode.NotFound, $"{method} {path}: {page.Status}");
                if (method == HttpMethod.Get)
                    Assert.True(page.Status == HttpStatusCode.OK || path == "/admin/login", path);
                Assert.Equal(("no-store", "noindex", "no-referrer"), (page.Header("Cache-Control"), page.Header("X-Robots-Tag"), page.Header("Referrer-Policy")));
                Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
                Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
            }
        Assert.Equal(before, _office.App.Snapshot());
        var open = (await _office.App.GetAsync()).Links.Concat((await _office.App.GetAsync("/feed.atom")).Links);
        Assert.DoesNotContain(open, link => link.Contains("/admin", StringComparison.Ordinal));
        Assert.Contains("Disallow: /admin", (await _office.App.GetAsync("/robots.txt")).Body, StringComparison.Ordinal);
    }
}
