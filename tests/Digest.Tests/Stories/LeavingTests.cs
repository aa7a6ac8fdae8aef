using System.Net;
using System.Text;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Leaving: by the page, and by the button of a mail program.</summary>
public sealed class LeavingTests : IAsyncLifetime
{
    App _app = null!;
    string _address = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
        _address = Some.Address;
        await _app.BecomeReaderAsync(_address);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    AppMail Issue => _app.MailsTo(_address).Last(m => m.Kind == "issue");

    [Fact]
    public async Task By_the_page_there_is_one_goodbye_and_then_silence()
    {
        var before = _app.Snapshot();
        var page = await _app.GetAsync(Issue.LeaveLink);
        Assert.Equal("Unsubscribe?", page.Heading);
        Assert.Equal(before, _app.Snapshot());

        Assert.Equal("You are unsubscribed", (await _app.SubmitAsync(page)).Heading);
        Assert.Equal("You are unsubscribed", (await _app.SubmitAsync(page)).Heading);
        Assert.Equal("You are unsubscribed", (await _app.GetAsync(Issue.LeaveLink)).Heading);
        for (var day = 1; day <= 3; day++)
        {
            await _app.PublishAsync(Some.Papers(3));
            await _app.AtAsync(Some.Morning.AddDays(day));
        }

        Assert.Equal(["confirm", "welcome", "issue", "goodbye"], _app.MailsTo(_address).Select(m => m.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task By_one_click_there_is_silence_at_once_in_either_encoding(bool multipart)
    {
        var answer = await _app.OneClickAsync(Issue, multipart);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Headers["set-cookie"]);
        Assert.Empty(answer.Headers["location"]);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);
        await _app.PublishAsync(Some.Papers(3));
        await _app.AtAsync(Some.Morning.AddDays(1));
        Assert.Equal(["confirm", "welcome", "issue"], _app.MailsTo(_address).Select(m => m.Kind));
    }

    [Fact]
    public async Task One_click_again_answers_the_same_and_changes_nothing()
    {
        var first = await _app.OneClickAsync(Issue);
        var before = _app.Snapshot();
        var second = await _app.OneClickAsync(Issue);

        Assert.Equal((first.Status, first.Body), (second.Status, second.Body));
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task Twenty_clicks_at_the_same_time_are_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => _app.OneClickAsync(Issue, multipart: n % 2 == 0)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(await _app.ConsentsAsync(_address), "left");
    }

    [Fact]
    public async Task Twenty_presses_of_the_pages_button_bring_one_goodbye()
    {
        var page = await _app.GetAsync(Issue.LeaveLink);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.SubmitAsync(page)));
        await _app.PlanAndSendAsync();

        Assert.Single(_app.MailsTo(_address), m => m.Kind == "goodbye");
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else entirely")]
    [InlineData("--x\r\nbroken multipart")]
    public async Task A_post_to_the_link_leaves_whatever_its_body_is(string body)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", body.StartsWith("--", StringComparison.Ordinal) ? "multipart/form-data; boundary=x" : "text/plain");

        var answer = await _app.AskAsync(HttpMethod.Post, Issue.LeaveLink, content);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);
    }

    [Fact]
    public async Task A_changed_link_ends_nothing()
    {
        var link = Issue.LeaveLink;
        var before = _app.Snapshot();
        for (var at = link.LastIndexOf('/') + 1; at < link.Length; at++)
        {
            var changed = link[..at] + (link[at] == 'A' ? 'B' : 'A') + link[(at + 1)..];
            await _app.OneClickAsync(changed);
            Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(changed)).Status);
        }
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task A_confirmation_link_does_not_leave_and_a_link_for_leaving_does_not_confirm()
    {
        var confirmation = _app.MailsTo(_address)[0];
        var before = _app.Snapshot();

        await _app.OneClickAsync(confirmation.ConfirmLink.Replace("/confirm/", "/unsubscribe/", StringComparison.Ordinal));
        var confirmed = await _app.AskAsync(HttpMethod.Post, Issue.LeaveLink.Replace("/unsubscribe/", "/confirm/", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, confirmed.Status);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task A_link_of_an_earlier_life_does_not_end_this_one_and_does_not_say_it_did()
    {
        var old = Issue;
        await _app.OneClickAsync(old);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(_address);
        var before = _app.Snapshot();

        await _app.OneClickAsync(old);
        Assert.Equal("We do not know this link", (await _app.GetAsync(old.LeaveLink)).Heading);
        var posted = await _app.AskAsync(HttpMethod.Post, old.LeaveLink, new FormUrlEncodedContent([new("leave", "page")]));
        Assert.Equal("We do not know this link", posted.Heading);
        Assert.Equal(before, _app.Snapshot());

        await _app.OneClickAsync(Issue);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);
    }

    [Fact]
    public async Task Links_work_after_years()
    {
        var issue = Issue;
        _app.Clock.Advance(TimeSpan.FromDays(5 * 365));
        await _app.OneClickAsync(issue);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);
    }

    [Fact]
    public async Task Leaving_from_a_pause_works_too()
    {
        await _app.PauseAsync(_address);
        await _app.OneClickAsync(Issue);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_address)).State);
        Assert.False(await _app.ResumeAsync(_address));
    }

    [Fact]
    public async Task An_operators_remove_says_no_goodbye()
    {
        await _app.RemoveAsync(_address);
        await _app.PlanAndSendAsync();
        Assert.DoesNotContain(_app.MailsTo(_address), m => m.Kind == "goodbye");
    }
}
