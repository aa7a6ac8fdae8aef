using System.Net;
using System.Text;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Letters to another address: both ends say yes, and nothing that was mailed before opens anything afterwards.</summary>
public sealed class MovingTests : IAsyncLifetime
{
    readonly string _old = Some.Address, _new = Some.Address;
    App _app = null!;
    AppMail _letter = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync();
        await _app.PublishAsync(Some.Papers(3));
        await _app.BecomeReaderAsync(_old);
        _letter = _app.MailsTo(_old).Last(m => m.Kind == "issue");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    string Preferences => _letter.PreferencesLink;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_both_ends_have_said_yes_in_either_order_letters_come_to_the_new_address(bool newFirst)
    {
        var asked = await _app.AskToMoveAsync(Preferences, _new);
        Assert.Contains("We write to both addresses", asked.Says(".notice")[0], StringComparison.Ordinal);
        Assert.Equal("Your part is done", (await _app.SayYesAsync(newFirst ? _new : _old)).Heading);
        Assert.True(await _app.KnowsAsync(_old));
        Assert.Equal("Letters have moved", (await _app.SayYesAsync(newFirst ? _old : _new)).Heading);
        Assert.Equal("Letters have moved", (await _app.GetAsync(_app.Question(_old).MoveLink)).Heading);
        Assert.False(await _app.KnowsAsync(_old));
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(_new)).State);

        await _app.PlanAndSendAsync();
        Assert.Equal("moved_away", _app.MailsTo(_old)[^1].Kind);
        Assert.Equal("moved_here", _app.MailsTo(_new)[^1].Kind);
        var before = _app.MailsTo(_old).Count;
        await TomorrowAsync();
        Assert.Equal("issue", _app.MailsTo(_new)[^1].Kind);
        Assert.Equal(before, _app.MailsTo(_old).Count);
        Assert.Equal(["asked", "confirmed", "move_asked"], (await _app.ConsentsAsync(_new)).Take(3));
        Assert.Equal(["moved_away", "moved_here"], (await _app.ConsentsAsync(_new)).TakeLast(2));
    }

    [Fact]
    public async Task The_new_end_is_told_nothing_of_the_old_one_and_the_old_one_not_all_of_the_new()
    {
        await _app.AskToMoveAsync(Preferences, _new);
        var (here, away) = (_app.Question(_new), _app.Question(_old));
        var pages = (await _app.GetAsync(here.MoveLink)).Body + here.Html + here.Text + here.Subject;
        Assert.DoesNotContain(_old, pages, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Some.Line, pages, StringComparison.OrdinalIgnoreCase);
        Assert.Null(here.Header("List-Unsubscribe"));
        Assert.NotNull(away.Header("List-Unsubscribe"));
        var there = (await _app.GetAsync(away.MoveLink)).Body + away.Html + away.Text + (await _app.GetAsync(Preferences)).Body;
        Assert.DoesNotContain(_new, there, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("r\u2026@readers.example", there, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_changes_nothing_and_only_the_pages_own_buttons_act()
    {
        await _app.AskToMoveAsync(Preferences, _new);
        var before = _app.Snapshot();
        foreach (var end in new[] { _old, _new })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
                await _app.AskAsync(method, _app.Question(end).MoveLink + "?do=yes");
            Assert.Equal(HttpStatusCode.BadRequest, (await _app.OneClickAsync(_app.Question(end).MoveLink)).Status);
            Assert.Equal("noindex", (await _app.GetAsync(_app.Question(end).MoveLink)).Header("X-Robots-Tag"));
        }
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task Links_mailed_before_open_nothing_but_the_page_for_leaving()
    {
        var (issue, tune, feed) = (_letter.Links.First(l => l.Contains("/issues/", StringComparison.Ordinal)),
            _letter.TuneLink(_letter.Titles[0], "More like this"), (await _app.GetAsync(Preferences)).Links.First(l => l.Contains("/feeds/", StringComparison.Ordinal)));
        await _app.MoveAsync(Preferences, _old, _new);
        foreach (var link in new[] { Preferences, Preferences + "/export", Preferences + "/erase", issue, tune, feed })
            Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(link)).Status);
        foreach (var what in new[] { "erase", "pause", "address" })
            Assert.Equal(HttpStatusCode.NotFound, (await _app.ChooseAsync(Preferences, ("do", what), ("address", _old))).Status);

        var mine = _app.MailsTo(_new)[^1];
        Assert.Equal("Your preferences", (await _app.GetAsync(mine.PreferencesLink)).Heading);
        Assert.Equal("Unsubscribe?", (await _app.GetAsync(_letter.LeaveLink)).Heading);
        Assert.Equal(HttpStatusCode.OK, (await _app.OneClickAsync(_letter)).Status);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_new)).State);
        Assert.DoesNotContain("/undo", (await _app.GetAsync(_letter.LeaveLink)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_of_an_earlier_life_do_not_end_one_that_moved()
    {
        await _app.OneClickAsync(_letter);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await _app.BecomeReaderAsync(_old);
        var second = _app.MailsTo(_old)[^1];
        await _app.MoveAsync(second.PreferencesLink, _old, _new);
        await _app.OneClickAsync(_letter);
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(_new)).State);
        await _app.LeaveByPageAsync(second);
        Assert.Equal(SubscriberState.Left, (await _app.FindAsync(_new)).State);
    }

    [Fact]
    public async Task It_is_called_off_from_either_mail_or_from_the_preferences()
    {
        foreach (var end in new[] { "old", "new", "page" })
        {
            var to = Some.Address;
            await _app.AskToMoveAsync(Preferences, to);
            await _app.SayYesAsync(to);
            if (end == "page")
                Assert.Contains("Called off", (await _app.ChooseAsync(Preferences, ("do", "stay"))).Says(".notice")[0], StringComparison.Ordinal);
            else
            {
                var page = await _app.GetAsync(_app.Question(end == "old" ? _old : to).MoveLink);
                Assert.Equal("Nothing has moved", (await _app.SubmitAsync(page, page.FormFor("no"))).Heading);
            }
            Assert.Equal("Nothing has moved", (await _app.GetAsync(_app.Question(_old).MoveLink)).Heading);
            Assert.False(await _app.KnowsAsync(to));
        }
        Assert.True(await _app.KnowsAsync(_old));
    }

    [Fact]
    public async Task Asking_again_replaces_what_was_asked_three_times_a_month()
    {
        string[] to = [Some.Address, Some.Address, Some.Address];
        foreach (var address in to)
            Assert.Equal(HttpStatusCode.OK, (await _app.AskToMoveAsync(Preferences, address)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _app.AskToMoveAsync(Preferences, to[2])).Status); // pressed twice
        Assert.Equal("This link has had its time", (await _app.GetAsync(_app.Question(to[0]).MoveLink)).Heading);
        Assert.Equal("Shall letters come here?", (await _app.GetAsync(_app.Question(to[2]).MoveLink)).Heading);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _app.AskToMoveAsync(Preferences, Some.Address)).Status);
        _app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.OK, (await _app.AskToMoveAsync(Preferences, Some.Address)).Status);
    }

    [Theory]
    [InlineData("nobody", "Not yet")]
    [InlineData("", "Not yet")]
    public async Task What_is_no_address_is_said_so_at_its_field(string typed, string says)
    {
        var before = _app.Snapshot();
        foreach (var address in new[] { typed, _old.ToUpperInvariant() })
        {
            var page = await _app.ChooseAsync(Preferences, ("do", "address"), ("address", address));
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains(says, page.Says("#move-error")[0], StringComparison.Ordinal);
        }
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task The_links_are_good_for_three_days()
    {
        await _app.AskToMoveAsync(Preferences, _new);
        var (here, away) = (_app.Question(_new).MoveLink, _app.Question(_old).MoveLink);
        await _app.SayYesAsync(_new);
        _app.Clock.Advance(TimeSpan.FromHours(72));
        foreach (var link in new[] { here, away })
            Assert.Equal((HttpStatusCode.Gone, "This link has had its time"), await StatusAsync(link));
        await _app.PlanAndSendAsync();
        Assert.Equal((HttpStatusCode.Gone, "This link has had its time"), await StatusAsync(away));
        Assert.True(await _app.KnowsAsync(_old));
    }

    [Fact]
    public async Task A_new_address_is_mailed_as_seldom_as_at_the_door_and_the_page_says_the_same()
    {
        await _app.SubscribeAsync(_new);
        await _app.PlanAndSendAsync();
        var first = await _app.AskToMoveAsync(Preferences, _new);
        Assert.DoesNotContain(_app.MailsTo(_new), m => m.Kind == "move_here");
        Assert.Contains(_app.MailsTo(_old), m => m.Kind == "move_away");
        var other = await _app.AskToMoveAsync(Preferences, Some.Address);
        Assert.Equal(Neutral(first), Neutral(other));
        await _app.SubscribeAsync(_new);
        await _app.PlanAndSendAsync();
        Assert.Single(_app.MailsTo(_new));
    }

    [Fact]
    public async Task Who_says_never_is_never_asked_again_and_the_reader_stays_where_they_are()
    {
        await _app.AskToMoveAsync(Preferences, _new);
        var never = _app.Question(_new).LeaveLink;
        var page = await _app.GetAsync(never);
        Assert.Equal("Never mail this address again?", page.Heading);
        Assert.Equal("We will not mail you again", (await _app.SubmitAsync(page)).Heading);
        Assert.Equal("Nothing has moved", (await _app.GetAsync(_app.Question(_old).MoveLink)).Heading);
        var mails = _app.MailsTo(_new).Count;
        await _app.SubscribeAsync(_new);
        _app.Clock.Advance(TimeSpan.FromDays(2));
        await _app.AskToMoveAsync(Preferences, _new);
        Assert.Equal(mails, _app.MailsTo(_new).Count);
        await TomorrowAsync();
        Assert.Equal("issue", _app.MailsTo(_old)[^1].Kind);
    }

    [Fact]
    public async Task An_address_with_letters_of_its_own_is_told_to_its_owner_only_and_can_be_freed()
    {
        await _app.BecomeReaderAsync(_new);
        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.AskToMoveAsync(Preferences, _new);
        Assert.Equal("Your part is done", (await _app.SayYesAsync(_old)).Heading);
        var taken = await _app.SayYesAsync(_new);
        Assert.Equal((HttpStatusCode.Conflict, "That address has its own letters"), (taken.Status, taken.Heading));
        Assert.True(await _app.KnowsAsync(_old));

        await _app.LeaveByPageAsync(_app.MailsTo(_new).First(m => m.Kind == "issue"));
        Assert.Equal("Letters have moved", (await _app.SayYesAsync(_new)).Heading);
        Assert.Equal(SubscriberState.Active, (await _app.FindAsync(_new)).State);
        Assert.False(await _app.KnowsAsync(_old));
    }

    [Fact]
    public async Task A_letter_planned_before_goes_to_the_new_address_with_links_of_now()
    {
        await _app.AskToMoveAsync(Preferences, _new);
        _app.Clock.Set(new(2026, 7, 18, 6, 0, 0, TimeSpan.Zero));
        await _app.PublishAsync(Some.Papers(2));
        _app.Clock.Set(new(2026, 7, 18, 8, 0, 1, TimeSpan.Zero));
        await _app.PlanAsync();
        var sent = _app.MailsTo(_old).Count;
        await _app.SayYesAsync(_new);
        await _app.SayYesAsync(_old);
        await _app.SendAsync();
        Assert.Equal("moved_away", Assert.Single(_app.MailsTo(_old).Skip(sent)).Kind);
        var letter = _app.MailsTo(_new).Single(m => m.Kind == "issue");
        Assert.Equal("Your preferences", (await _app.GetAsync(letter.PreferencesLink)).Heading);
    }

    [Fact]
    public async Task Once_the_old_end_has_been_told_no_byte_of_its_address_is_left()
    {
        await _app.MoveAsync(Preferences, _old, _new);
        await _app.PlanAndSendAsync();
        await _app.StopAsync();
        foreach (var file in Directory.EnumerateFiles(_app.Folder, "*", SearchOption.AllDirectories))
            Assert.False(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))
                .Contains(_old, StringComparison.OrdinalIgnoreCase), $"{file} holds the old address");
    }

    [Fact]
    public async Task A_confirmation_mailed_to_the_old_address_opens_nothing_afterwards()
    {
        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.SubscribeAsync(_old, "ocean tides");
        await _app.PlanAndSendAsync();
        var confirmation = _app.MailsTo(_old).Last(m => m.Kind == "confirm");
        await _app.MoveAsync(Preferences, _old, _new);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(confirmation.ConfirmLink)).Status);
        Assert.Single((await _app.FindAsync(_new)).Preferences.Interests);
    }

    [Fact]
    public async Task The_old_address_can_subscribe_anew_and_both_live_on()
    {
        await _app.MoveAsync(Preferences, _old, _new);
        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.BecomeReaderAsync(_old, "ocean tides");
        Assert.NotEqual((await _app.FindAsync(_old)).Id, (await _app.FindAsync(_new)).Id);
        await _app.OneClickAsync(_letter);
        Assert.Equal((SubscriberState.Active, SubscriberState.Left), ((await _app.FindAsync(_old)).State, (await _app.FindAsync(_new)).State));
    }

    static (HttpStatusCode, string, string) Neutral(AppPage page) => (page.Status, page.Says(".notice")[0], page.Under("Another address"));

    async Task<(HttpStatusCode, string)> StatusAsync(string link)
    {
        var page = await _app.GetAsync(link);
        return (page.Status, page.Heading);
    }

    async Task TomorrowAsync()
    {
        _app.Clock.Advance(TimeSpan.FromDays(1));
        await _app.PublishAsync(Some.Papers(2));
        _app.Clock.Advance(TimeSpan.FromHours(4));
        await _app.PlanAndSendAsync();
    }
}
