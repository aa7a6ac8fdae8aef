using Xunit;

namespace Digest.Tests.Stories;

/// <summary>The mails about letters that stop and begin again: one where it tells something, none where it would only annoy.</summary>
public sealed class PauseMailTests : IAsyncLifetime
{
    readonly string _address = Some.Address;
    App _app = null!;
    AppMail _letter = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(_address);
        _letter = _app.MailsTo(_address).Last(m => m.Kind == "issue");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    IReadOnlyList<AppMail> News => [.. _app.MailsTo(_address).Where(m => m.Kind is "paused" or "back")];

    [Fact]
    public async Task A_pause_with_an_end_says_until_when_and_how_to_resume()
    {
        await PauseAsync("2026-07-20");
        var mail = Assert.Single(News);
        Assert.Equal("paused", mail.Kind);
        Assert.Contains("Monday, 20 July 2026, 08:00 (UTC)", mail.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var page = await _app.GetAsync(mail.PreferencesLink);
        await _app.SubmitAsync(page, page.FormFor("resume"));
        await _app.PlanAndSendAsync();
        Assert.Single(News); // resumed within the hour, by a page that said so
    }

    [Fact]
    public async Task A_pause_that_was_taken_back_before_its_mail_went_is_not_told()
    {
        await _app.ChooseAsync(_letter.PreferencesLink, ("do", "pause"), ("until", ""));
        await _app.ChooseAsync(_letter.PreferencesLink, ("do", "resume"));
        await _app.PlanAndSendAsync();
        Assert.Empty(News);
        Assert.Contains(await _app.WhyAsync(_address), told => told is { Kind: "paused", State: "skipped", Reason: "the subscriber is active" });
    }

    [Fact]
    public async Task Trying_days_brings_one_mail_and_the_same_post_again_none()
    {
        foreach (var day in new[] { "2026-07-20", "2026-07-21", "2026-07-21", "2026-07-22" })
            await PauseAsync(day);
        Assert.Single(News);
        _app.Clock.Advance(TimeSpan.FromHours(2));
        await PauseAsync("2026-07-25");
        Assert.Equal(2, News.Count);
        Assert.Contains("25 July 2026", News[^1].Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_week_away_it_is_told_that_letters_come_again_once()
    {
        await PauseAsync("2026-07-27");
        await _app.AtAsync(new(2026, 7, 27, 8, 0, 1, TimeSpan.Zero));
        await _app.PlanAndSendAsync();
        Assert.Equal(["paused", "back"], News.Select(m => m.Kind));
        Assert.Contains("28 July 2026, 08:00 (UTC)", News[^1].Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_few_days_the_letter_itself_says_enough()
    {
        await PauseAsync("2026-07-20");
        await _app.AtAsync(new(2026, 7, 20, 8, 0, 1, TimeSpan.Zero));
        Assert.Equal(["paused"], News.Select(m => m.Kind));
    }

    [Fact]
    public async Task Resuming_by_hand_after_a_day_is_told_and_by_the_operator_after_an_hour()
    {
        await PauseAsync("");
        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.ChooseAsync(_letter.PreferencesLink, ("do", "resume"));
        await _app.PlanAndSendAsync();
        Assert.Equal(["paused", "back"], News.Select(m => m.Kind));

        await _app.PauseAsync(_address);
        await _app.PlanAndSendAsync();
        _app.Clock.Advance(TimeSpan.FromHours(1));
        await _app.ResumeAsync(_address);
        await _app.PlanAndSendAsync();
        Assert.Equal(["paused", "back", "paused", "back"], News.Select(m => m.Kind));
    }

    [Fact]
    public async Task Taking_leaving_back_is_told_to_who_had_a_goodbye()
    {
        var left = await _app.LeaveByPageAsync(_letter);
        await _app.PlanAndSendAsync();
        Assert.Equal("goodbye", _app.MailsTo(_address)[^1].Kind);
        await _app.AskAsync(HttpMethod.Post, _letter.LeaveLink + "/undo");
        await _app.AskAsync(HttpMethod.Post, _letter.LeaveLink + "/undo");
        await _app.PlanAndSendAsync();
        Assert.Equal("back", Assert.Single(News).Kind);
        Assert.Equal("You are unsubscribed", left.Heading);
    }

    [Fact]
    public async Task Taking_it_back_before_the_goodbye_went_or_after_one_click_brings_no_mail()
    {
        var mails = _app.MailsTo(_address).Count;
        await _app.LeaveByPageAsync(_letter);
        await _app.AskAsync(HttpMethod.Post, _letter.LeaveLink + "/undo");
        await _app.PlanAndSendAsync();
        await _app.OneClickAsync(_letter);
        await _app.PlanAndSendAsync();
        await _app.AskAsync(HttpMethod.Post, _letter.LeaveLink + "/undo");
        await _app.PlanAndSendAsync();
        Assert.Equal(mails, _app.MailsTo(_address).Count);
    }

    async Task PauseAsync(string until)
    {
        await _app.ChooseAsync(_letter.PreferencesLink, ("do", "pause"), ("until", until));
        await _app.PlanAndSendAsync();
    }
}
