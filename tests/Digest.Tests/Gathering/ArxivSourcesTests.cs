using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;
using static Digest.Tests.Gathering.ArxivTexts;

namespace Digest.Tests.Gathering;

public partial class ArxivSourcesTests
{
    static readonly DateOnly Friday = new(2026, 11, 20);
    static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static IOptions<GatheringOptions> Settings(FarEnd far, Action<ArxivOptions>? change = null) => far.Options(o =>
    {
        var arxiv = o.Arxiv;
        (arxiv.FeedAddress, arxiv.SearchAddress, arxiv.HarvestAddress) = (new Uri(far.Address, "rss"), new Uri(far.Address, "api/query"), new Uri(far.Address, "oai"));
        (arxiv.Interval, arxiv.Harvest) = (TimeSpan.Zero, true);
        arxiv.Categories.Add("cs.CL");
        arxiv.Categories.Add("math-ph");
        change?.Invoke(arxiv);
    });

    static async Task<List<Gathered>> Gather(
        IPaperSource source, DateOnly? from = null, DateOnly? to = null, DateTimeOffset? now = null, IEnumerable<Gathered>? told = null)
    {
        var all = new List<Gathered>();
        var kept = (told ?? []).OfType<WholeAnswer>().ToDictionary(w => w.Address.AbsoluteUri, w => w.Kept, StringComparer.Ordinal);
        await foreach (var gathered in source.GatherAsync(new GatherRange(from ?? Friday, to ?? Friday, now ?? Noon) { Kept = kept }, TestContext.Current.CancellationToken))
            all.Add(gathered);
        return all;
    }

    static async Task<List<Gathered>> Feed(FarEnd far, DateOnly? from = null, DateOnly? to = null, DateTimeOffset? now = null, Action<ArxivOptions>? change = null)
    {
        var options = Settings(far, change);
        using var http = FarEnd.Client(options);
        return await Gather(new ArxivFeed(http, options), from, to, now);
    }

    static async Task<List<Gathered>> HarvestFrom(FarEnd far, DateOnly? from = null)
    {
        var options = Settings(far);
        using var http = FarEnd.Client(options);
        return await Gather(new ArxivHarvest(http, options), from);
    }

    static string Query(HttpContext c, string name) => c.Request.Query[name].ToString();

    static Task Refuse(HttpContext c, int status, string? retryAfter = null)
    {
        c.Response.StatusCode = status;
        if (retryAfter is not null) c.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    static IEnumerable<string> Numbers(IEnumerable<Gathered> all) => all.OfType<GatheredPaper>().Select(p => p.Listed.SourceId);

    [Fact]
    public async Task Todays_announcements_are_read_from_one_feed_of_all_categories()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss(Item("2611.99001v1") + Item("2611.99002v1", "cross") + Item("1911.99003v4", "replace"))));
        var all = await Feed(far);
        Assert.Equal(["/rss/cs.CL+math-ph"], far.Asked);
        Assert.Equal(["2611.99001", "2611.99002", "1911.99003"], Numbers(all));
        Assert.Equal([new GatheredDay(Friday, 2)], all.OfType<GatheredDay>()); // the old one is listed, but not on this day
    }

    [Fact]
    public async Task An_empty_weekend_feed_is_an_answered_day()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss("", "Sat, 21 Nov 2026")));
        var saturday = Friday.AddDays(1);
        Assert.Equal([new GatheredDay(saturday, 0)], (await Feed(far, saturday, saturday, Noon.AddDays(1))).OfType<GatheredDay>());
    }

    [Fact]
    public async Task A_holidays_empty_feed_is_an_answered_day()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss("")));
        Assert.Equal([new GatheredDay(Friday, 0)], (await Feed(far)).OfType<GatheredDay>());
    }

    [Fact]
    public async Task Before_New_Yorks_midnight_today_has_no_list_yet_and_the_feed_is_yesterdays()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss(Item("2611.99001v1", day: "Thu, 19 Nov 2026"), "Thu, 19 Nov 2026")));
        var all = await Feed(far, Friday.AddDays(-1), Friday, Noon.AddHours(-10));
        Assert.Equal([new(Friday.AddDays(-1), 1), new(Friday, 0)], all.OfType<GatheredDay>());
        Assert.Single(far.Asked);
    }

    [Fact]
    public async Task A_feed_that_stands_still_is_told_and_the_day_stays_open()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss(Item("2611.99001v1", day: "Thu, 19 Nov 2026"))));
        var all = await Feed(far);
        Assert.Empty(all.OfType<GatheredDay>());
        Assert.Contains("2026-11-19", Assert.Single(all.OfType<LateDay>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_in_place_of_a_feed_is_no_answer_and_not_a_late_one()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("<html><body>Sign in to the hotel's network</body></html>"));
        Assert.IsType<SkippedEntry>(Assert.Single(await Feed(far)));
    }

    [Fact]
    public async Task A_feed_tells_which_papers_it_claims_for_its_day_before_it_tells_them()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Rss(Item("2611.99001v1") + Item("1911.99003v4", "replace"))));
        var claimed = Assert.IsType<ClaimedList>((await Feed(far))[0]);
        Assert.Equal((Friday, "2611.99001"), (claimed.Day, Assert.Single(claimed.Papers)));
    }

    [Fact]
    public async Task A_feed_cut_off_in_the_middle_counts_up_to_there_and_the_day_is_searched_for()
    {
        var whole = Rss(Item("2611.99001v1") + Item("2611.99002v1"));
        await using var far = await FarEnd.StartAsync(c => c.Say(c.Request.Path == "/api/query"
            ? Search(Found("2611.99001v1") + Found("2611.99002v1"), 2)
            : whole[..whole.LastIndexOf("<guid", StringComparison.Ordinal)]));
        var all = await Feed(far);
        Assert.Equal(["2611.99001", "2611.99001", "2611.99002"], Numbers(all));
        Assert.Equal([new GatheredDay(Friday, 2)], all.OfType<GatheredDay>());
        Assert.Single(all.OfType<SkippedEntry>());
    }

    [Fact]
    public async Task Missed_days_are_searched_for_by_when_their_papers_were_submitted()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(
            c.Request.Path != "/api/query" ? Rss(Item("2611.99009v1"))
            : Query(c, "start") == "0" ? Search(Found("2611.99001v1", "2026-11-17T20:00:00Z") + Found("2611.99002v1", "2026-11-18T10:00:00Z"), 3)
            : Search(Found("2611.99003v1", "2026-11-18T18:59:00Z"), 3, start: 2)));
        var thursday = Friday.AddDays(-1);
        var all = await Feed(far, thursday);
        Assert.Equal(["2611.99001", "2611.99002", "2611.99003", "2611.99009"], Numbers(all));
        Assert.Equal([new(thursday, 3), new(Friday, 1)], all.OfType<GatheredDay>());
        var asked = far.Asked.Where(a => a.StartsWith("/api", StringComparison.Ordinal)).Select(Uri.UnescapeDataString).ToList();
        Assert.Equal(2, asked.Count);
        Assert.Contains("search_query=(cat:cs.CL OR cat:math-ph) AND submittedDate:[202611171900 TO 202611181859]&start=0&max_results=500", asked[0], StringComparison.Ordinal);
        Assert.Contains("&start=2&", asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_asks_nobody_for_its_weekend()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Search(Found("2611.99001v1"), 1)));
        var all = await Feed(far, new DateOnly(2026, 11, 6), new DateOnly(2026, 11, 12)); // Friday to Thursday
        Assert.Equal(7, all.OfType<GatheredDay>().Count());
        Assert.Equal(5, far.Asked.Count);
    }

    [Fact]
    public async Task An_empty_page_before_the_end_is_asked_for_again()
    {
        var asked = 0;
        await using var far = await FarEnd.StartAsync(c => c.Say(++asked == 2
            ? Search(Found("2611.99001v1", "2026-11-11T10:00:00Z"), 1)
            : Search("", 1)));
        var day = new DateOnly(2026, 11, 12);
        Assert.Equal([new GatheredDay(day, 1)], (await Feed(far, day, day)).OfType<GatheredDay>());
    }

    [Fact]
    public async Task A_search_that_gives_no_more_leaves_the_day_open()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Search("", 9)));
        var day = new DateOnly(2026, 11, 12);
        var all = await Feed(far, day, day);
        Assert.IsType<SkippedEntry>(Assert.Single(all));
        Assert.Equal(3, far.Asked.Count);
    }

    [Fact]
    public async Task A_search_that_knows_nothing_of_yesterday_does_not_close_it()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(c.Request.Path == "/api/query" ? Search("", 0) : Rss("")));
        var all = await Feed(far, Friday.AddDays(-1));
        Assert.Equal([new GatheredDay(Friday, 0)], all.OfType<GatheredDay>());
        Assert.Equal(Friday.AddDays(-1), Assert.Single(all.OfType<LateDay>()).Day);
    }

    [Theory]
    [InlineData(400, 6)] // the question is wrong at one interface, which says nothing of the other
    [InlineData(403, 1)]
    public async Task A_ban_ends_the_asking_and_a_wrong_question_does_not(int status, int asked)
    {
        await using var far = await FarEnd.StartAsync(c => Refuse(c, status));
        var all = await Feed(far, Friday.AddDays(-7));
        Assert.Equal(asked, far.Asked.Count);
        Assert.Equal(asked, all.OfType<SkippedEntry>().Count(s => s.Reason.Contains($"{status}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unchanged_feed_does_not_travel_again_and_still_counts()
    {
        var sent = 0;
        await using var far = await FarEnd.StartAsync(async c =>
        {
            c.Response.Headers.ETag = "\"1\"";
            if (c.Request.Headers.IfNoneMatch == "\"1\"") c.Response.StatusCode = 304;
            else
            {
                sent++;
                await c.Say(Rss(Item("2611.99001v1")));
            }
        });
        var options = Settings(far);
        using var http = FarEnd.Client(options);
        var source = new ArxivFeed(http, options);
        var first = await Gather(source);
        Assert.Equal([new GatheredDay(Friday, 1)], (await Gather(source, told: first)).OfType<GatheredDay>());
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_short_come_again_later_is_waited_for()
    {
        var asked = 0;
        await using var far = await FarEnd.StartAsync(c => ++asked < 3 ? Refuse(c, 503, "0") : c.Say(Rss(Item("2611.99001v1"))));
        Assert.Equal([new GatheredDay(Friday, 1)], (await Feed(far)).OfType<GatheredDay>());
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_long_one_is_respected_by_all_who_ask_arXiv()
    {
        await using var far = await FarEnd.StartAsync(c => Refuse(c, 429, "3600"));
        var options = Settings(far);
        using var http = FarEnd.Client(options);
        await Gather(new ArxivFeed(http, options), Friday.AddDays(-3));
        var refused = Assert.IsType<SkippedEntry>(Assert.Single(await Gather(new ArxivHarvest(http, options))));
        Assert.Contains("be left alone", refused.Reason, StringComparison.Ordinal);
        Assert.Single(far.Asked);
    }

    [Fact]
    public async Task Requests_come_one_at_a_time_and_no_sooner_than_the_interval()
    {
        var interval = TimeSpan.FromMilliseconds(150);
        var (open, most, begun) = (0, 0, new ConcurrentQueue<long>());
        await using var far = await FarEnd.StartAsync(async c =>
        {
            begun.Enqueue(TimeProvider.System.GetTimestamp());
            most = Math.Max(most, Interlocked.Increment(ref open));
            await c.Say(Rss(""));
            Interlocked.Decrement(ref open);
        });
        using var http = FarEnd.Client(Settings(far, a => a.Interval = interval));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(n => http.GetAsync(new Uri(far.Address, $"rss/{n}"), null, TestContext.Current.CancellationToken)));
        Assert.Equal(1, most);
        Assert.All(begun.Zip(begun.Skip(1)), pair =>
            Assert.True(TimeProvider.System.GetElapsedTime(pair.First, pair.Second) > interval * 0.8)); // the way there takes its own time
        Assert.Equal(5, begun.Count);
    }

    [Fact]
    public void arXiv_is_a_source_once_categories_are_named()
    {
        Assert.Equal(["hf-daily"], Sources());
        Assert.Equal(["hf-daily", "arxiv"], Sources(("Gathering:Arxiv:Categories:0", "cs.CL")));
        Assert.Equal(["hf-daily", "arxiv", "arxiv-oai"], Sources(("Gathering:Arxiv:Categories:0", "cs.CL"), ("Gathering:Arxiv:Harvest", "true")));
        Assert.Equal(["hf-daily"], Sources(("Gathering:Arxiv:Categories:0", "cs.CL"), ("Gathering:Arxiv:Enabled", "false")));
    }

    [Theory]
    [InlineData("Gathering:Arxiv:Interval", "00:00:01")] // arXiv's terms
    [InlineData("Gathering:Arxiv:PageSize", "5000")]
    [InlineData("Gathering:Arxiv:Categories:0", "cs.CL+cs.LG")]
    [InlineData("Gathering:Arxiv:FeedAddress", "ftp://example.org")]
    public void Wrong_settings_name_their_key(string key, string value)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Services((key, value)).GetRequiredService<IOptions<GatheringOptions>>().Value);
        Assert.Contains("Gathering:Arxiv", Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    static IEnumerable<string> Sources(params (string, string)[] settings) => Services(settings).GetServices<IPaperSource>().Select(s => s.Name);

    static ServiceProvider Services(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddSingleton(Turns.Store).AddGathering(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build()).BuildServiceProvider();
}
