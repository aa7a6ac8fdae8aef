using System.Net;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Leaving taken back within a day, by who left and by nobody else.</summary>
public sealed class ReturningTests : ReaderStory
{
    IReadOnlyList<AppMail> Letters => [.. _app.MailsTo(_address).Where(m => m.Kind == "issue")];

    [Theory]
    [InlineData("", true)]
    [InlineData("weekly", true)]
    [InlineData("pause", false)]
    public async Task Leaving_can_be_taken_back_for_a_day(string instead, bool comes)
    {
        await _app.OneClickAsync(Letters[0]);
        var page = await _app.GetAsync(Letters[0].LeaveLink);
        var undo = new Uri(page.Links.First(l => l.EndsWith("/undo", StringComparison.Ordinal))).AbsoluteUri;
        var before = _app.Snapshot();
        await _app.GetAsync(undo);
        Assert.Equal(before, _app.Snapshot());

        foreach (var again in new[] { 1, 2 })
            Assert.Equal("You are back", (await UndoAsync(undo, instead)).Heading);
        Assert.Single(await _app.ConsentsAsync(_address), "returned");
        Assert.Equal(["protein folding"], (await _app.FindAsync(_address)).Preferences.Interests.Select(i => i.Name));
        _app.Clock.Set(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.PublishAsync(Some.Paper);
        await _app.AtAsync(new(2026, 7, 18, 8, 0, 1, TimeSpan.Zero));
        await _app.AtAsync(new(2026, 7, 20, 8, 0, 1, TimeSpan.Zero)); // a Monday
        Assert.Equal(comes ? 2 : 1, Letters.Count);
        await _app.AtAsync(new(2026, 8, 16, 8, 0, 1, TimeSpan.Zero)); // the month is over
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(_address)).State);
    }

    [Fact]
    public async Task Undo_that_is_pressed_by_who_never_left_or_long_after_changes_nothing()
    {
        var before = _app.Snapshot();
        foreach (var instead in new[] { "", "weekly", "pause" })
            Assert.Equal("You are back", (await UndoAsync(Letters[0].LeaveLink + "/undo", instead)).Heading);
        Assert.Equal(HttpStatusCode.NotFound, (await UndoAsync(Letters[0].PreferencesLink.Replace("preferences", "unsubscribe", StringComparison.Ordinal) + "/undo", "")).Status);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task After_a_day_leaving_stands()
    {
        var page = await _app.LeaveByPageAsync(Letters[0]);
        var undo = page.Links.First(l => l.EndsWith("/undo", StringComparison.Ordinal));
        _app.Clock.Advance(TimeSpan.FromHours(25));
        var before = _app.Snapshot();
        Assert.Equal("You are unsubscribed", (await UndoAsync(undo, "")).Heading);
        Assert.Equal(before, _app.Snapshot());
        Assert.DoesNotContain((await _app.GetAsync(Letters[0].LeaveLink)).Links, l => l.EndsWith("/undo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_erased_cannot_be_brought_back_by_any_link()
    {
        var letter = Letters[0];
        var undo = UndoOf(await _app.LeaveByPageAsync(letter))!;
        await _app.EraseAsync(_address);
        var before = _app.Snapshot();
        foreach (var link in new[] { letter.LeaveLink, letter.PreferencesLink })
            Assert.Null(UndoOf(await _app.GetAsync(link)));
        Assert.Equal("You are unsubscribed", (await UndoAsync(undo, "")).Heading);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task A_link_of_an_earlier_life_does_not_take_leaving_back()
    {
        var old = Letters[0];
        await _app.LeaveByPageAsync(old);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await _app.BecomeReaderAsync(_address);
        var welcome = _app.MailsTo(_address).Last(m => m.Kind == "welcome");
        await _app.LeaveByPageAsync(welcome);
        foreach (var link in new[] { old.LeaveLink, old.PreferencesLink })
            Assert.Null(UndoOf(await _app.GetAsync(link)));
        Assert.NotNull(UndoOf(await _app.GetAsync(welcome.LeaveLink)));
        var before = _app.Snapshot();
        Assert.Equal("You are unsubscribed", (await UndoAsync(old.LeaveLink + "/undo", "")).Heading);
        Assert.Equal(before, _app.Snapshot());
    }

    static string? UndoOf(AppPage page) => page.Links.FirstOrDefault(link => link.EndsWith("/undo", StringComparison.Ordinal));

    Task<AppPage> UndoAsync(string url, string instead) =>
        _app.AskAsync(HttpMethod.Post, url, new FormUrlEncodedContent([new("instead", instead)]));
}
