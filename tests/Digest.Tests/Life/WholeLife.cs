using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>A reader's whole life, from the front page to the goodbye, through whatever is pressed on the way.</summary>
sealed class WholeLife(App app, Visitor visitor)
{
    const string Chosen = "Your preferences";

    readonly string _address = Some.Address;

    AppMail Letter => app.MailsTo(_address).Last(m => m.Kind == "issue");

    public async Task LiveAsync()
    {
        await SignUpAsync();
        await ConfirmAsync();
        await TuneAsync();
        await ChooseWhatAsync();
        await ChooseWhenAsync();
        await LookAtDataAsync();
        await LookAroundAsync();
        await LeaveAsync();
    }

    async Task SignUpAsync()
    {
        await visitor.GoAsync();
        await visitor.SeeAsync("home");
        await visitor.WriteAsync(Control.Address, "nobody");
        await visitor.BeRefusedAsync(Control.Subscribe, "Get trending papers in your email inbox once a day!", "home-fault");
        Assert.True(await visitor.IsFocusOnAsync("#address"));
        await visitor.WriteAsync(Control.Line, "language model agents; speech recognition");
        if (visitor.Look.HasScripts)
        {
            await visitor.Page.Locator("#picks li").First.WaitForAsync();
            await visitor.SeeAsync("home-picks");
        }
        else
        {
            await visitor.FollowAsync(Control.ShowPicks, "Get trending papers in your email inbox once a day!", "home-picks");
        }
        Assert.Contains("this would bring", await visitor.SaysAsync("#picks"), StringComparison.Ordinal);
        await visitor.WriteAsync(Control.Address, _address);
        await visitor.FollowAsync(Control.Subscribe, "Look into your inbox", "check-inbox");
        await app.PlanAndSendAsync();
    }

    async Task ConfirmAsync()
    {
        await visitor.OpenAsync(app.MailsTo(_address).Single());
        await visitor.FollowAsync(Control.SeeAndConfirm, "Today’s papers for you", "confirm");
        await visitor.FollowAsync(Control.Confirm, "You are subscribed", "confirmed");
        await app.PlanAndSendAsync();
        await visitor.OpenAsync(app.MailsTo(_address).Single(m => m.Kind == "welcome"));
        await visitor.OpenAsync(Letter);
        await visitor.FollowAsync(Control.OnTheWeb, "Your letter of 1 December 2026", "issue");
    }

    async Task TuneAsync()
    {
        await visitor.OpenAsync(Letter);
        await visitor.FollowAsync(Control.Less, "Less like this", "tune");
        await visitor.FollowAsync(Control.YesLess, "Done", "tuned");
        await visitor.FollowAsync(Control.Undo, "Undone", "undone");
        await visitor.OpenAsync(Letter);
        await visitor.FollowAsync(Control.Less, "Less like this");
        await visitor.WriteAsync(Control.MutedWords, "speech");
        await visitor.FollowAsync(Control.SeeMuted, "Tune your letters", "tune-words");
    }

    async Task ChooseWhatAsync()
    {
        await visitor.OpenAsync(Letter);
        await visitor.FollowAsync(Control.ToPreferences, Chosen, "preferences");
        await visitor.BeRefusedAsync(Control.Follow, Chosen, "preferences-line-fault");
        Assert.True(await visitor.IsFocusOnAsync("#line"));
        await visitor.WriteAsync(Control.More, "weather forecasting");
        await visitor.FollowAsync(Control.Try, Chosen, "preferences-tried");
        await visitor.FollowAsync(Control.Follow, Chosen, "preferences-added");
        await NoticedAsync("You follow “weather forecasting” now.");
        await visitor.UnfoldAsync("Change", 2);
        await visitor.SeeAsync("preferences-unfolded");
        await visitor.WriteAsync(Control.InterestName, "Storms");
        await visitor.FollowAsync(Control.SaveInterest, Chosen);
        await NoticedAsync("is changed");
        await visitor.FollowAsync(Control.MoveUp, Chosen);
        await NoticedAsync("has moved");
        Assert.Equal(["speech recognition", "language model agents", "Storms"], (await app.FindAsync(_address)).Preferences.Interests.Select(i => i.Name));
    }

    async Task ChooseWhenAsync()
    {
        await visitor.WriteAsync(Control.Size, "99");
        await visitor.BeRefusedAsync(Control.SaveLetter, Chosen, "preferences-letter-fault");
        Assert.True(await visitor.IsFocusOnAsync("#size"), "the focus is not where something is to be mended");
        await visitor.PressAsync(Control.Sunday);
        await visitor.WriteAsync(Control.Time, "21:30");
        await visitor.WriteAsync(Control.Size, "5");
        await visitor.WriteAsync(Control.Zone, "Asia/Tokyo");
        await visitor.FollowAsync(Control.SaveLetter, Chosen, "preferences-letter");
        await NoticedAsync("Saved");
        await visitor.WriteAsync(Control.Until, "2026-12-24");
        await visitor.FollowAsync(Control.Pause, Chosen, "preferences-paused");
        await NoticedAsync("Paused");
        await visitor.FollowAsync(Control.Resume, Chosen);
        await NoticedAsync("Letters come again.");
        await visitor.UnfoldAsync("Days without letters");
        await visitor.WriteAsync(Control.QuietDays, "2026-12-24 to 2026-12-26");
        await visitor.FollowAsync(Control.SaveQuiet, Chosen, "preferences-quiet");
        await NoticedAsync("Saved: no letters on those days.");
        await visitor.UnfoldAsync("Another address");
        await visitor.WriteAsync(Control.NewAddress, "elsewhere@example.org");
        await visitor.FollowAsync(Control.AskBoth, Chosen, "preferences-moving");
        await NoticedAsync("We write to both addresses.");
        await visitor.FollowAsync(Control.CallOff, Chosen);
        await NoticedAsync("Called off");
        var chosen = (await app.FindAsync(_address)).Preferences;
        Assert.Equal(("21:30", "Asia/Tokyo", 5, false), (chosen.Delivery.Time.ToString("HH:mm", null), chosen.Delivery.Zone, chosen.Size,
            chosen.Delivery.Days.HasFlag(Digest.Subscribers.Weekdays.Sunday)));
    }

    async Task LookAtDataAsync()
    {
        await visitor.UnfoldAsync("What we know about you");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.PressAsync(Control.Export));
        Assert.Equal("my-subscription.json", download.SuggestedFilename);
        using var told = JsonDocument.Parse(await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.Contains(_address, told.RootElement.GetRawText(), StringComparison.Ordinal);
        await visitor.FollowAsync(Control.Erase, "Erase everything about you?", "erase");
        await visitor.FollowAsync(Control.BackToPreferences, Chosen);
    }

    async Task LookAroundAsync()
    {
        await visitor.FollowAsync(Control.ToSearch, "Search papers", "search");
        await visitor.WriteAsync(Control.Query, "whales and speech");
        await visitor.FollowAsync(Control.Search, "Papers about “whales and speech”", "search-found");
        await visitor.FollowAsync(visitor.Page.Locator(".entry h3 a").First, await visitor.SaysAsync(".entry h3 a"), "paper");
        await visitor.GoAsync("/day/2026-12-01");
        await visitor.SeeAsync("day");
        await visitor.FollowAsync(visitor.Page.Locator("a[rel=prev]"), "Papers of Friday, 20 November 2026", "day-before");
        await visitor.FollowAsync(visitor.Page.Locator("a[rel=next]"), "Papers of Tuesday, 1 December 2026");
        await visitor.BackAsync();
        Assert.Equal("Papers of Friday, 20 November 2026", await visitor.HeadingAsync());
        await visitor.FollowAsync(Control.To("week 47 of 2026"), "Papers of week 47 of 2026", "week");
        await visitor.FollowAsync(Control.To("November 2026"), "Papers of November 2026", "month");
    }

    async Task LeaveAsync()
    {
        await visitor.OpenAsync(Letter);
        await visitor.FollowAsync(Control.ToLeave, "Unsubscribe?", "unsubscribe");
        await visitor.FollowAsync(Control.Leave, "You are unsubscribed", "left");
        await visitor.FollowAsync(Control.ReturnWeekly, "You are back", "returned");
        Assert.Equal(Digest.Subscribers.Weekdays.Monday, (await app.FindAsync(_address)).Preferences.Delivery.Days);
        await LeaveAgainAsync();
        await visitor.FollowAsync(Control.Return, "You are back");
        await LeaveAgainAsync();
        await app.PlanAndSendAsync();
        await visitor.OpenAsync(app.MailsTo(_address).Single(m => m.Kind == "goodbye"));
    }

    async Task LeaveAgainAsync()
    {
        await visitor.OpenAsync(Letter);
        await visitor.FollowAsync(Control.ToLeave, "Unsubscribe?");
        await visitor.FollowAsync(Control.Leave, "You are unsubscribed");
    }

    /// <summary>What was done is said, and the focus is where it is said.</summary>
    async Task NoticedAsync(string says)
    {
        Assert.Contains(says, await visitor.SaysAsync(".notice"), StringComparison.Ordinal);
        Assert.True(await visitor.IsFocusOnAsync(".notice"), "the focus is not on what was done");
    }
}
