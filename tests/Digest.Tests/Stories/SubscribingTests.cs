using System.Net;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>From the box on the front page to the first issue, and what stands in the way of those who misuse it.</summary>
public class SubscribingTests
{
    [Fact]
    public async Task Somebody_subscribes_confirms_and_gets_a_welcome_and_their_first_issue_at_once()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync([Some.PaperAbout("protein folding"), .. Some.Papers(5, "weather")]);
        var address = Some.Address;

        var home = await app.GetAsync();
        var told = await app.SubmitAsync(home, ("address", address), ("line", "protein folding"), ("zone", "Europe/Berlin"));
        Assert.Equal("Look into your inbox", told.Heading);
        Assert.Empty(app.MailsTo(address));
        await app.PlanAndSendAsync();

        var confirmation = Assert.Single(app.MailsTo(address));
        Assert.Equal("confirm", confirmation.Kind);
        var before = app.Snapshot();
        var page = await app.GetAsync(confirmation.ConfirmLink);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(page.Titles, title => title.Contains("protein folding", StringComparison.Ordinal));
        Assert.Equal(before, app.Snapshot());

        var confirmed = await app.SubmitAsync(page);
        Assert.Equal("You are subscribed", confirmed.Heading);
        await app.PlanAndSendAsync();

        Assert.Equal(["confirm", "welcome", "issue"], app.MailsTo(address).Select(m => m.Kind));
        Assert.Equal(page.Titles, app.MailsTo(address)[2].Titles);
        Assert.Contains("08:00 (Europe/Berlin)", app.MailsTo(address)[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirming_again_changes_nothing_and_says_so()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.SubscribeAsync(address);
        await app.SendAsync();
        var confirmation = Assert.Single(app.MailsTo(address));
        var page = await app.GetAsync(confirmation.ConfirmLink);
        await app.SubmitAsync(page);

        var before = app.Snapshot();
        Assert.Equal("You are subscribed already", (await app.SubmitAsync(page)).Heading);
        Assert.Equal("You are subscribed already", (await app.GetAsync(confirmation.ConfirmLink)).Heading);
        Assert.Equal(before, app.Snapshot());
    }

    [Fact]
    public async Task Twenty_confirmations_at_the_same_time_are_one()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        var address = Some.Address;
        await app.SubscribeAsync(address);
        await app.SendAsync();
        var page = await app.GetAsync(app.MailsTo(address)[0].ConfirmLink);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.SubmitAsync(page)));
        await app.PlanAndSendAsync();

        Assert.Single(answers, a => a.Heading == "You are subscribed");
        Assert.Equal(["confirm", "welcome", "issue"], app.MailsTo(address).Select(m => m.Kind));
    }

    [Fact]
    public async Task Nobody_is_mailed_who_has_not_confirmed()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.SubscribeAsync(address);
        for (var day = 0; day < 3; day++)
        {
            await app.PublishAsync(Some.Papers(3));
            await app.AtAsync(Some.Morning.AddDays(day + 1));
        }
        Assert.Equal("confirm", Assert.Single(app.MailsTo(address)).Kind);
    }

    [Theory]
    [InlineData(71, "You are subscribed")]
    [InlineData(73, "This link has expired")]
    public async Task A_confirmation_can_be_used_for_three_days(int hours, string heading)
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.SubscribeAsync(address);
        await app.SendAsync();
        var page = await app.GetAsync(app.MailsTo(address)[0].ConfirmLink);

        app.Clock.Advance(TimeSpan.FromHours(hours));
        var answer = await app.SubmitAsync(page);

        Assert.Equal(heading, answer.Heading);
        Assert.Equal(hours > 72 ? SubscriberState.Pending : SubscriberState.Active, (await app.FindAsync(address)).State);
        if (hours > 72)
            Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (answer.Status, (await app.GetAsync(page.Url)).Status));
    }

    [Fact]
    public async Task Whoever_asks_the_page_is_the_same()
    {
        await using var app = await App.StartAsync();
        string unknown = Some.Address, pending = Some.Address, active = Some.Address, paused = Some.Address, left = Some.Address, never = Some.Address;
        await app.SubscribeAsync(pending);
        await app.AddAsync(active);
        await app.AddAsync(paused);
        await app.PauseAsync(paused);
        await app.AddAsync(left);
        await app.RemoveAsync(left);
        await app.SubscribeAsync(never);
        await app.SendAsync();
        await app.LeaveByPageAsync(app.MailsTo(never)[0]);
        app.Clock.Advance(TimeSpan.FromDays(2));

        var pages = new List<AppPage>();
        foreach (var address in new[] { unknown, pending, active, paused, left, never, unknown })
            pages.Add(await app.SubscribeAsync(address));

        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, pages[0].Body), (page.Status, page.Body)));
        Assert.All(pages, page => Assert.Equal(Heads(pages[0]), Heads(page)));

        static string Heads(AppPage page) => string.Join('\n', page.Headers.Where(h => h.Key != "date").OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(", ", h)}"));
    }

    [Fact]
    public async Task A_mailbox_gets_one_confirmation_a_day_and_three_in_thirty_days_in_all_its_spellings()
    {
        await using var app = await App.StartAsync();
        string[] spellings = ["a.da@limits.example", "ada+one@limits.example", "ADA@limits.example", "ad.a+two@limits.example"];
        async Task<int> AskAsync()
        {
            foreach (var spelling in spellings)
                await app.SubscribeAsync(spelling);
            return (await app.SendAsync()).Sent;
        }

        var sent = new List<int>();
        for (var day = 0; day < 31; day++)
        {
            sent.Add(await AskAsync());
            app.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([1, 1, 1, .. Enumerable.Repeat(0, 27), 1], sent);
    }

    [Fact]
    public async Task Who_comes_back_gets_the_hour_their_welcome_names()
    {
        await using var app = await App.StartAsync();
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour("Asia/Tokyo", "21:30", Weekdays.Friday));
        await app.RemoveAsync(address);

        await app.BecomeReaderAsync(address, zone: "Europe/Berlin");

        var delivery = (await app.FindAsync(address)).Preferences.Delivery;
        Assert.Equal(("Europe/Berlin", new TimeOnly(8, 0), Weekdays.All), (delivery.Zone, delivery.Time, delivery.Days));
        Assert.Contains("Every day at 08:00 (Europe/Berlin)", app.MailsTo(address)[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_left_can_come_back_and_starts_afresh()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync([.. Some.Papers(2, "protein folding"), .. Some.Papers(6, "ocean weather")]);
        var address = Some.Address;
        await app.BecomeReaderAsync(address, "protein folding");
        await app.LeaveByPageAsync(app.MailsTo(address)[^1]);
        await app.PlanAndSendAsync();

        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.BecomeReaderAsync(address, "ocean weather", "Asia/Tokyo");

        var reader = await app.FindAsync(address);
        Assert.Equal((SubscriberState.Active, "ocean weather", "Asia/Tokyo"),
            (reader.State, reader.Preferences.Interests.Single().Name, reader.Preferences.Delivery.Zone));
        Assert.Equal(["confirm", "welcome", "issue", "goodbye", "confirm", "welcome", "issue"], app.MailsTo(address).Select(m => m.Kind));
        Assert.All(app.MailsTo(address)[^1].Titles, title => Assert.Contains("ocean weather", title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_sign_up_of_a_reader_adds_an_interest()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        var address = Some.Address;
        await app.BecomeReaderAsync(address, "protein folding");
        app.Clock.Advance(TimeSpan.FromDays(1));

        await app.BecomeReaderAsync(address, "ocean weather; PROTEIN FOLDING");

        var reader = await app.FindAsync(address);
        Assert.Equal(["protein folding", "ocean weather"], reader.Preferences.Interests.Select(i => i.Name));
        Assert.Equal(["confirm", "welcome", "issue", "confirm"], app.MailsTo(address).Select(m => m.Kind));
    }

    [Fact]
    public async Task Who_signs_up_again_during_a_pause_is_mailed_again_with_all_that_was_chosen()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        var address = Some.Address;
        await app.BecomeReaderAsync(address, "protein folding");
        await app.PauseAsync(address);
        app.Clock.Advance(TimeSpan.FromDays(1));

        await app.BecomeReaderAsync(address, "ocean weather");

        var reader = await app.FindAsync(address);
        Assert.Equal(SubscriberState.Active, reader.State);
        Assert.Equal(["protein folding", "ocean weather"], reader.Preferences.Interests.Select(i => i.Name));
        Assert.Single(app.MailsTo(address), m => m.Kind == "welcome");
    }

    [Fact]
    public async Task What_is_no_address_is_said_beside_the_box_with_everything_still_in_it()
    {
        await using var app = await App.StartAsync();
        var page = await app.SubscribeAsync("ada@", "<script>alert(1)</script>");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.True(page.Shows("#address-error"));
        Assert.False(page.Shows("script:not([src])"));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;</textarea>", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_the_operator_does_not_want_is_told_so_whether_it_is_known_or_not()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Subscribers:RefusedDomains:0"] = "throwaway.example" } });
        await app.AddAsync("known@throwaway.example");
        var before = app.Snapshot();
        foreach (var address in new[] { "known@throwaway.example", "unknown@mail.throwaway.example" })
        {
            var page = await app.SubscribeAsync(address);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Equal("Not yet: this address cannot subscribe here. Take a mailbox of your own that you mean to keep.", page.Says("#address-error").Single());
        }
        Assert.Equal(before, app.Snapshot());
    }

    [Fact]
    public async Task Where_some_domains_alone_are_taken_others_are_told_which_at_every_door()
    {
        await using var app = await App.StartAsync(new() { Settings = { ["Subscribers:AllowedDomains:0"] = "Bücher.example",
            ["Subscribers:AllowedDomains:1"] = "*.reader.example" } });
        await app.BecomeReaderAsync("ada@xn--bcher-kva.example");
        var before = app.Snapshot();
        var page = await app.SubscribeAsync("ada@elsewhere.example");
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("Not yet: only addresses at Bücher.example, *.reader.example can subscribe here", page.Says("#address-error").Single());
        var move = await app.AskToMoveAsync(app.MailsTo("ada@xn--bcher-kva.example")[^1].PreferencesLink, "ada@reader.example");
        Assert.Equal(HttpStatusCode.BadRequest, move.Status);
        Assert.Contains("only addresses at ", move.Body, StringComparison.Ordinal);
        Assert.Equal(before, app.Snapshot());
        Assert.Contains("only addresses at Bücher.example", (await app.ImportAsync("address\nada@elsewhere.example\nbo@lab.reader.example\n")).Told.Single().Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_that_fills_the_hidden_field_is_thanked_and_forgotten()
    {
        await using var app = await App.StartAsync();
        var before = app.Snapshot();
        var page = await app.AskAsync(HttpMethod.Post, "/subscribe", new FormUrlEncodedContent(
            [new("address", Some.Address), new("line", "seo"), new("website", "https://spam.example")]));

        Assert.Equal("Look into your inbox", page.Heading);
        Assert.Equal(before, app.Snapshot());
    }
}
