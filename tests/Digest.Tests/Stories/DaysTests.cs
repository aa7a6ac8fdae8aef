using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Days and weeks go by.</summary>
public class DaysTests
{
    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero); // a Friday

    [Fact]
    public async Task In_ten_days_nobody_gets_a_paper_twice_or_two_mails_a_day_or_misses_one()
    {
        await using var app = await App.StartAsync(new() { At = Noon.AddDays(-1) });
        var readers = new Dictionary<string, DeliveryTime>(StringComparer.Ordinal)
        {
            [Some.Address] = Some.Hour("Europe/Berlin"),
            [Some.Address] = Some.Hour("Pacific/Kiritimati", "06:00"),
            [Some.Address] = Some.Hour("Pacific/Pago_Pago", "23:30"),
            [Some.Address] = Some.Hour("Asia/Kolkata", "18:00", Weekdays.Friday),
            [Some.Address] = Some.Hour("America/New_York", "07:00", Weekdays.Workdays),
        };
        foreach (var (address, hour) in readers)
            await app.AddAsync(address, at: hour, size: 50);

        var published = new List<PaperLine>();
        for (var day = 0; day < 10; day++)
        {
            app.Clock.Set(Noon.AddDays(day));
            var papers = Some.Papers(4);
            // One of the day before is listed again, and once more under another version.
            await app.PublishAsync([.. papers, .. published.TakeLast(2).Select(p => p with { Abstract = p.Abstract + " Now with more." })]);
            published.AddRange(papers);
            for (var hour = 1; hour < 24; hour += 2)
                await app.AtAsync(Noon.AddDays(day).AddHours(hour));
        }

        foreach (var (address, hour) in readers)
        {
            var mails = app.MailsTo(address);
            var titles = mails.SelectMany(m => m.Titles).ToList();
            Assert.Equal(titles.Distinct(), titles);
            var dates = mails.Select(m => hour.DateAt(m.Date)).ToList();
            Assert.Equal(dates.Distinct(), dates);
            // What was published until the last edition before their last mail.
            var seen = published.Take(4 * (1 + (int)(mails[^1].Date - Noon).TotalDays));
            Assert.Equal(seen.Select(p => p.Title).Order(StringComparer.Ordinal), titles.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Doing_a_step_again_changes_nothing()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        await app.AddAsync(Some.Address, at: Some.Hour(time: "13:00"));
        var papers = Some.Papers(3);
        await app.GatherAsync(papers);
        app.Clock.Set(Noon.AddHours(1));

        var snapshots = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            await app.GatherAsync(papers);
            await app.PrepareEditionAsync();
            await app.PlanAsync();
            await app.SendAsync();
            snapshots.Add(app.Snapshot());
        }

        Assert.Equal(snapshots[0], snapshots[1]);
        Assert.Equal(snapshots[0], snapshots[2]);
        Assert.Single(app.Mails);
    }

    [Fact]
    public async Task A_service_that_was_down_for_days_sends_one_issue_with_all_it_missed()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(2));
        await app.AddAsync(address, at: Some.Hour(time: "18:00"), size: 50);
        await app.AtAsync(Noon.AddHours(6));

        for (var day = 1; day <= 4; day++)
        {
            app.Clock.Set(Noon.AddDays(day));
            await app.PublishAsync(Some.Papers(2)); // another node, say, still gathers
        }
        for (var minutes = 0; minutes < 60; minutes += 10)
            await app.AtAsync(Noon.AddDays(4).AddHours(7).AddMinutes(minutes));

        Assert.Equal([2, 8], app.MailsTo(address).Select(m => m.Titles.Count));
        Assert.Equal(new DateTimeOffset(2026, 7, 22, 18, 0, 0, TimeSpan.Zero), (await app.FindAsync(address)).NextIssueAt);
    }

    [Fact]
    public async Task An_issue_later_than_the_limit_is_let_go_and_its_papers_come_with_the_next()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.AddAsync(address, at: Some.Hour(time: "18:00", days: Weekdays.Friday));

        Assert.Equal(0, (await app.AtAsync(Noon.AddHours(6 + 37))).Sent);
        Assert.Equal(1, (await app.AtAsync(Noon.AddDays(7).AddHours(6))).Sent);

        Assert.Equal(3, app.MailsTo(address).Single().Titles.Count);
    }

    [Fact]
    public async Task A_day_without_news_is_written_down_and_brings_no_mail()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        await app.AddAsync(address, at: Some.Hour(time: "18:00"));
        await app.AtAsync(Noon.AddHours(6));

        app.Clock.Set(Noon.AddDays(1));
        await app.PrepareEditionAsync();
        app.Clock.Set(Noon.AddDays(1).AddHours(6));
        var planned = await app.PlanAsync();
        var counts = await app.SendAsync();

        Assert.Equal((0, 1, 0), (planned.Queued, planned.Skipped, counts.Sent));
        var told = (await app.WhyAsync(address))[0];
        Assert.Equal(("issue:2026-07-18", "skipped", "nothing was announced, and nothing older matched"), (told.About, told.State, told.Reason));
        Assert.Single(app.MailsTo(address));
    }

    [Fact]
    public async Task A_first_issue_in_the_night_that_has_nothing_leaves_the_day_to_its_hour()
    {
        await using var app = await App.StartAsync(new() { At = new(2026, 7, 16, 22, 30, 0, TimeSpan.Zero) }); // half past midnight in Berlin
        var address = Some.Address;
        await app.BecomeReaderAsync(address, zone: "Europe/Berlin");
        Assert.Equal(["confirm", "welcome"], app.MailsTo(address).Select(m => m.Kind));

        await app.PublishAsync(Some.Papers(3));
        await app.AtAsync(new(2026, 7, 17, 6, 0, 0, TimeSpan.Zero));

        Assert.Equal(["confirm", "welcome", "issue"], app.MailsTo(address).Select(m => m.Kind));
        Assert.Contains("17 July 2026", app.MailsTo(address)[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_hour_that_comes_twice_brings_one_mail()
    {
        await using var app = await App.StartAsync(new() { At = new(2026, 10, 24, 12, 0, 0, TimeSpan.Zero) });
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour("Europe/Berlin", "02:30"));
        await app.PublishAsync(Some.Papers(2));
        await app.AtAsync(new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        app.Clock.Set(new(2026, 10, 25, 0, 45, 0, TimeSpan.Zero));
        await app.GatherAsync(Some.Papers(2));
        await app.AtAsync(new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero));

        Assert.Single(app.MailsTo(address));
        Assert.Equal(new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero), (await app.FindAsync(address)).NextIssueAt);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_sends_nothing_twice()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(2));
        await app.AddAsync(address, at: Some.Hour(time: "18:00"));
        await app.AtAsync(Noon.AddHours(6));
        for (var hours = -24; hours <= 24; hours += 6)
            await app.AtAsync(Noon.AddHours(6 + hours).AddMinutes(-1));

        Assert.Single(app.MailsTo(address));
    }

    [Fact]
    public async Task Who_was_paused_gets_what_came_meanwhile()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(2));
        await app.AddAsync(address, at: Some.Hour(time: "18:00"), size: 50);
        await app.AtAsync(Noon.AddHours(6));
        await app.PauseAsync(address);
        await app.AtAsync(Noon.AddHours(7)); // the mail that says so
        for (var day = 1; day <= 5; day++)
        {
            app.Clock.Set(Noon.AddDays(day));
            await app.PublishAsync(Some.Papers(1));
            Assert.Equal(0, (await app.AtAsync(Noon.AddDays(day).AddHours(6))).Sent);
        }
        await app.ResumeAsync(address);
        await app.AtAsync(Noon.AddDays(6).AddHours(6));

        Assert.Equal([2, 5], app.MailsTo(address).Where(m => m.Kind == "issue").Select(m => m.Titles.Count));
    }

    [Fact]
    public async Task What_did_not_fit_today_comes_tomorrow()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "18:00"), size: 2);
        var papers = Some.Papers(6);
        await app.GatherAsync(papers);
        for (var day = 0; day < 4; day++)
        {
            app.Clock.Set(Noon.AddDays(day));
            await app.PrepareEditionAsync();
            await app.AtAsync(Noon.AddDays(day).AddHours(6));
        }

        Assert.Equal([2, 2, 2], app.MailsTo(address).Select(m => m.Titles.Count));
        Assert.Equal(papers.Select(p => p.Title).Order(StringComparer.Ordinal),
            app.MailsTo(address).SelectMany(m => m.Titles).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task What_merely_trends_is_a_mail_only_for_those_who_asked_for_it(bool asked, int mails)
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(5, "ocean weather"));
        await app.AddAsync(address, new Preferences
        {
            Delivery = Some.Hour(time: "18:00"),
            Interests = InterestLine.Read("quantum cryptography"),
            TrendingAlone = asked,
        });

        Assert.Equal(mails, (await app.AtAsync(Noon.AddHours(6))).Sent);
    }

    [Fact]
    public async Task Somebody_without_an_interest_gets_what_trends()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(5));
        await app.BecomeReaderAsync(address, line: "");

        Assert.Equal(5, app.MailsTo(address)[^1].Titles.Count);
    }

    [Fact]
    public async Task Pruning_does_not_bring_back_what_was_shown()
    {
        await using var app = await App.StartAsync(new() { At = Noon });
        var address = Some.Address;
        await app.AddAsync(address, at: Some.Hour(time: "18:00"));
        await app.PublishAsync(Some.Papers(3));
        for (var day = 0; day < 10; day++)
        {
            app.Clock.Set(Noon.AddDays(day));
            await app.PrepareEditionAsync();
            await app.AtAsync(Noon.AddDays(day).AddHours(6));
            await app.PruneAsync();
        }

        Assert.Single(app.MailsTo(address));
    }
}
