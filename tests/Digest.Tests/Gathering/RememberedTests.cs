using System.Globalization;
using Digest.Gathering;
using Digest.Papers;
using Xunit;
using static Digest.Tests.Gathering.ArxivTexts;

namespace Digest.Tests.Gathering;

/// <summary>What a gathering remembers of those before it, through restarts of the program.</summary>
public class RememberedTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero); // a Friday

    [Fact]
    public async Task After_a_restart_young_days_are_asked_for_changes_only_and_older_ones_not_at_all()
    {
        var hub = new HfHub(perDay: 5);
        await using var far = await FarEnd.StartAsync(hub.AnswerAsync);
        await using var app = await App.StartAsync(Settings(far));
        Assert.Equal(30, (await app.GatherAsync()).New);
        await app.RestartAsync();
        far.Asked.Clear();
        var sent = hub.Sent;

        var again = await app.GatherAsync();
        Assert.Equal((0, 0, 0, 0), (again.New, again.Taken, again.UnansweredDays, hub.Sent - sent));
        Assert.Equal(["2026-11-18", "2026-11-19", "2026-11-20"], DaysAsked(far));
        Assert.Equal(SourceState.Ok, Assert.Single((await app.PrepareEditionAsync()).Sources).State);
    }

    [Fact]
    public async Task Votes_that_changed_are_counted_while_their_papers_are_young()
    {
        var hub = new HfHub(perDay: 5);
        await using var far = await FarEnd.StartAsync(hub.AnswerAsync);
        await using var app = await App.StartAsync(Settings(far));
        await app.GatherAsync();
        hub.Upvotes = 40;
        app.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(15, (await app.GatherAsync()).Taken);
        var edition = await app.PrepareEditionAsync();
        Assert.All(edition.Papers, p => Assert.Equal(p.Paper.FirstListedAt >= Noon.AddDays(-2.5) ? 40 : 3, p.Signal!.Upvotes));
    }

    [Fact]
    public async Task Asked_for_again_everything_is_read_as_for_the_first_time_and_nothing_is_doubled()
    {
        var hub = new HfHub(perDay: 5);
        await using var far = await FarEnd.StartAsync(hub.AnswerAsync);
        await using var app = await App.StartAsync(Settings(far));
        var first = await app.GatherAsync();
        var again = await app.GatherAsync(new GatherOrder { Again = true });
        Assert.Equal((0, 0, 0, first.Taken), (again.New, again.Updated, again.Merged, again.Taken));
    }

    [Fact]
    public async Task A_feed_is_not_asked_for_any_more_once_it_has_told_its_day()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss(Item("2611.99001v1"))));
        await using var app = await App.StartAsync(Settings(far, feed: true, ("Gathering:BackfillDays", "0")));
        Assert.Equal(1, (await app.GatherAsync()).New);
        await app.RestartAsync();
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.GatherAsync();
        Assert.Single(far.Asked);
    }

    [Fact]
    public async Task Days_that_are_over_are_asked_for_once_whatever_the_source()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("""{"messages":[{"status":"no posts found"}],"collection":[]}"""));
        await using var app = await App.StartAsync(Settings(far, feed: false, ("Gathering:HfDaily:Enabled", "false"), ("Gathering:BackfillDays", "3"),
            ("Gathering:Biorxiv:Enabled", "true"), ("Gathering:Biorxiv:Address", far.Address + "details"), ("Gathering:Biorxiv:Interval", "00:00:00")));
        Assert.Equal((0, 4), ((await app.GatherAsync()).UnansweredDays, far.Asked.Count));
        await app.RestartAsync();
        await app.GatherAsync();
        Assert.Equal(4 + 1, far.Asked.Count); // today's may still come
        await app.GatherAsync(new GatherOrder { Again = true });
        Assert.Equal(4 + 1 + 4, far.Asked.Count);
    }

    [Fact]
    public async Task An_old_list_under_a_new_date_is_late_and_lists_nothing_anew()
    {
        var (day, items) = ("Thu, 19 Nov 2026", Item("2611.99001v1", day: "Thu, 19 Nov 2026") + Item("2611.99002v1", title: "Deltas", day: "Thu, 19 Nov 2026"));
        await using var far = await FarEnd.StartAsync(c =>
        {
            c.Response.Headers.ETag = $"\"{day}\"";
            return c.Say(Rss(items, day));
        });
        await using var app = await App.StartAsync(Settings(far, feed: true, ("Gathering:BackfillDays", "0")));
        app.Clock.Set(Noon.AddDays(-1));
        Assert.Equal(2, (await app.GatherAsync()).New);

        app.Clock.Set(Noon);
        (day, items) = ("Fri, 20 Nov 2026", items.Replace("Thu, 19 Nov 2026", "Fri, 20 Nov 2026", StringComparison.Ordinal));
        var stale = await app.GatherAsync();
        Assert.Equal((0, 0), (stale.Taken, stale.UnansweredDays));
        Assert.Contains("earlier day", Assert.Single(stale.Late).Reason, StringComparison.Ordinal);

        items += Item("2611.99003v1", title: "Estuaries", day: "Fri, 20 Nov 2026"); // the right one comes later in the day
        Assert.Equal(1, (await app.GatherAsync()).New);
        var answer = Assert.Single((await app.PrepareEditionAsync()).Sources);
        Assert.Equal((SourceState.Ok, 3), (answer.State, answer.Papers));
    }

    static IEnumerable<string> DaysAsked(FarEnd far) =>
        far.Asked.Select(HfHub.DayOf).Distinct().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    static AppSettings Settings(FarEnd far, bool feed = false, params (string Key, string Value)[] more)
    {
        var settings = new AppSettings { At = Noon };
        settings.Settings["Gathering:AllowedPrivateHosts:0"] = "127.0.0.1";
        settings.Settings["Gathering:HfDaily:Enabled"] = feed ? "false" : "true";
        settings.Settings["Gathering:YoungDays"] = "3";
        settings.Settings["Gathering:HfDaily:BaseAddress"] = far.Address.AbsoluteUri;
        settings.Settings["Gathering:Arxiv:Enabled"] = "true";
        settings.Settings["Gathering:Arxiv:FeedAddress"] = far.Address + "rss";
        settings.Settings["Gathering:Arxiv:SearchAddress"] = far.Address + "api/query";
        settings.Settings["Gathering:Arxiv:HarvestAddress"] = far.Address + "oai";
        settings.Settings["Gathering:Arxiv:Interval"] = "00:00:00";
        if (feed) settings.Settings["Gathering:Arxiv:Categories:0"] = "cs.CL";
        foreach (var (key, value) in more)
            settings.Settings[key] = value;
        return settings;
    }
}
