using System.Globalization;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Digest.Tests.Gathering;

public class HfDailyPapersTests
{
    static readonly DateOnly Friday = new(2026, 11, 20);
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The API as it is: a list of a day's papers, page by page.</summary>
    static string Page(HttpContext c, int papers, string? listed = null)
    {
        var (day, page, limit) = (Query(c, "date"), int.Parse(Query(c, "p")), int.Parse(Query(c, "limit")));
        var start = DateOnly.Parse(day, CultureInfo.InvariantCulture).Day * 1000;
        return "[" + string.Join(",", Enumerable.Range(0, papers).Skip(page * limit).Take(limit).Select(n => Item(start + n, listed ?? day))) + "]";
    }

    static string Item(int number, string listed) => $$$"""
        {"paper":{"id":"2611.{{{number:00000}}}","title":"Paper {{{number}}}","submittedOnDailyAt":"{{{listed}}}T00:00:00.000Z","upvotes":1}}
        """;

    static string Query(HttpContext c, string name) => c.Request.Query[name].ToString();

    static async Task<List<Gathered>> Gather(FarEnd far, DateOnly? from = null, Action<GatheringOptions>? change = null)
    {
        var options = far.Options(change);
        using var http = FarEnd.Client(options);
        return await Gather(new HfDailyPapers(http, options), from);
    }

    static async Task<List<Gathered>> Gather(HfDailyPapers source, DateOnly? from = null, IEnumerable<Gathered>? told = null)
    {
        var all = new List<Gathered>();
        var kept = (told ?? []).OfType<WholeAnswer>().ToDictionary(w => w.Address.AbsoluteUri, w => w.Kept, StringComparer.Ordinal);
        await foreach (var gathered in source.GatherAsync(new GatherRange(from ?? Friday, Friday, Now) { Kept = kept }, TestContext.Current.CancellationToken))
            all.Add(gathered);
        return all;
    }

    static IEnumerable<GatheredDay> Days(IEnumerable<Gathered> all) => all.OfType<GatheredDay>();

    [Fact]
    public async Task A_day_is_read_page_by_page_until_one_is_empty()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page(c, 250)));
        var all = await Gather(far);
        Assert.Equal(Enumerable.Range(1, 250), all.OfType<GatheredPaper>().Select(p => p.Listed.Place));
        Assert.Equal([new GatheredDay(Friday, 250)], Days(all));
        Assert.Equal(Enumerable.Range(0, 4).Select(n => $"/api/daily_papers?date=2026-11-20&p={n}&limit=100"), far.Asked, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_host_that_gives_fewer_than_asked_for_loses_nothing()
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            var page = int.Parse(Query(c, "p"));
            return c.Say("[" + string.Join(",", Enumerable.Range(page * 50, page < 3 ? 50 : 0).Select(n => Item(n, "2026-11-20"))) + "]");
        });
        Assert.Equal([new GatheredDay(Friday, 150)], Days(await Gather(far)));
    }

    [Fact]
    public async Task A_host_that_gives_the_same_page_for_ever_is_asked_twice()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say($"[{Item(1, "2026-11-20")},{Item(2, "2026-11-20")}]"));
        var all = await Gather(far);
        Assert.Equal(2, all.OfType<GatheredPaper>().Count());
        Assert.Equal([new GatheredDay(Friday, 2)], Days(all));
        Assert.Equal(2, far.Asked.Count);
    }

    [Fact]
    public async Task Pages_without_end_are_given_up_and_the_day_does_not_count_as_answered()
    {
        var number = 0;
        await using var far = await FarEnd.StartAsync(c => c.Say($"[{Item(number++, "2026-11-20")}]"));
        var all = await Gather(far, change: o => o.HfDaily.MaxPages = 5);
        Assert.Equal(5, far.Asked.Count);
        Assert.Single(all.OfType<SkippedEntry>());
        Assert.Empty(Days(all));
    }

    [Fact]
    public async Task Days_are_asked_for_in_order_and_one_without_a_list_is_no_error()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page(c, Query(c, "date") is "2026-11-19" ? 0 : 3)));
        var all = await Gather(far, Friday.AddDays(-2));
        Assert.Equal([new(Friday.AddDays(-2), 3), new(Friday.AddDays(-1), 0), new(Friday, 3)], Days(all));
        Assert.Empty(all.OfType<SkippedEntry>());
    }

    [Fact]
    public async Task An_answer_of_another_day_gives_papers_but_does_not_count_for_the_day()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page(c, 3, listed: "2026-11-18")));
        var all = await Gather(far);
        Assert.All(all.OfType<GatheredPaper>(), p => Assert.Equal(18, p.Listed.ListedAt?.Day));
        Assert.Equal([new GatheredDay(Friday, 0)], Days(all));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task A_day_that_is_refused_is_skipped_and_the_next_one_asked_for(int status)
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            if (Query(c, "date") != "2026-11-19") return c.Say(Page(c, 2));
            c.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var all = await Gather(far, Friday.AddDays(-2));
        var skipped = Assert.Single(all.OfType<SkippedEntry>());
        Assert.Contains("date=2026-11-19", skipped.File, StringComparison.Ordinal);
        Assert.Equal(["2026-11-18", "2026-11-20"], Days(all).Select(d => d.Day.ToString("yyyy-MM-dd")), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_host_that_asks_to_be_left_alone_is_left_alone()
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            c.Response.StatusCode = 429;
            c.Response.Headers.RetryAfter = "300";
            return Task.CompletedTask;
        });
        var all = await Gather(far, Friday.AddDays(-6));
        Assert.Single(far.Asked);
        Assert.Contains("300 s", Assert.IsType<SkippedEntry>(Assert.Single(all)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_not_waited_for_day_after_day()
    {
        await using var far = await FarEnd.StartAsync(c => { c.Abort(); return Task.CompletedTask; });
        var all = await Gather(far, Friday.AddDays(-6));
        Assert.Equal(2, all.OfType<SkippedEntry>().Count());
        Assert.Empty(Days(all));
    }

    [Fact]
    public async Task An_answer_that_breaks_in_the_middle_counts_up_to_there_and_the_day_is_to_be_asked_again()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say($"[{Item(1, "2026-11-20")},{Item(2, "2026-11-20")},{{\"paper\":"));
        var all = await Gather(far);
        Assert.Equal(2, all.OfType<GatheredPaper>().Count());
        Assert.StartsWith("byte ", Assert.Single(all.OfType<SkippedEntry>()).Position, StringComparison.Ordinal);
        Assert.Empty(Days(all));
    }

    [Fact]
    public async Task A_page_in_place_of_an_answer_is_an_error()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("<html>Sign in to the hotel's network"));
        Assert.IsType<SkippedEntry>(Assert.Single(await Gather(far)));
    }

    [Fact]
    public async Task An_unchanged_day_is_not_sent_again_and_still_counts()
    {
        await using var far = await FarEnd.StartAsync(c => Tagged(c, Query(c, "p"), Page(c, 3)));
        var (source, http) = Source(far);
        using var _ = http;
        var first = await Gather(source);
        var second = await Gather(source, told: first);
        Assert.Equal(4, far.Asked.Count);
        Assert.Equal([new GatheredDay(Friday, 3)], second);
    }

    [Fact]
    public async Task Where_one_page_has_changed_all_of_the_day_are_read()
    {
        var papers = 150;
        await using var far = await FarEnd.StartAsync(c => Tagged(c, $"{Query(c, "p")}-{(Query(c, "p") == "0" ? 0 : papers)}", Page(c, papers)));
        var (source, http) = Source(far);
        using var _ = http;
        var first = await Gather(source);
        papers = 160;
        var second = await Gather(source, told: first);
        Assert.Equal(160, second.OfType<GatheredPaper>().Count());
        Assert.Equal([new GatheredDay(Friday, 160)], Days(second));
    }

    [Fact]
    public async Task A_day_that_broke_off_leaves_nothing_to_ask_changes_of()
    {
        await using var far = await FarEnd.StartAsync(c => Tagged(c, "1", $"[{Item(1, "2026-11-20")},{{\"paper\":"));
        var (source, http) = Source(far);
        using var _ = http;
        Assert.Empty((await Gather(source)).OfType<WholeAnswer>());
    }

    static (HfDailyPapers Source, PoliteHttp Http) Source(FarEnd far)
    {
        var options = far.Options();
        var http = FarEnd.Client(options);
        return (new HfDailyPapers(http, options), http);
    }

    static Task Tagged(HttpContext c, string tag, string text)
    {
        c.Response.Headers.ETag = $"\"{tag}\"";
        if (c.Request.Headers.IfNoneMatch != $"\"{tag}\"") return c.Say(text);
        c.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_base_address_may_lie_under_a_path()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("[]"));
        await Gather(far, change: o => o.HfDaily.BaseAddress = new Uri(far.Address, "mirror/hf"));
        Assert.StartsWith("/mirror/hf/api/daily_papers?", Assert.Single(far.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_switched_off_asks_nobody()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("[]"));
        Assert.Empty(await Gather(far, change: o => o.HfDaily.Enabled = false));
        Assert.Empty(far.Asked);
    }

    [Fact]
    public void Settings_come_from_the_configuration_and_wrong_ones_name_their_key()
    {
        using var good = Services(("Gathering:HfDaily:BaseAddress", "http://127.0.0.1:9/x"), ("Gathering:AllowedPrivateHosts:0", "127.0.0.1"),
            ("Gathering:Timeout", "00:00:05"), ("Operator:Contact", "me@example.org"));
        var options = good.GetRequiredService<IOptions<GatheringOptions>>().Value;
        Assert.Equal(("http://127.0.0.1:9/x", "me@example.org", TimeSpan.FromSeconds(5)), (options.HfDaily.BaseAddress.AbsoluteUri, options.Contact, options.Timeout));
        Assert.Equal(["127.0.0.1"], options.AllowedPrivateHosts, StringComparer.Ordinal);
        Assert.Equal("hf-daily", Assert.Single(good.GetServices<IPaperSource>()).Name);

        using var bad = Services(("Gathering:Timeout", "01:00:00"), ("Gathering:HfDaily:BaseAddress", "ftp://x"), ("Gathering:HfDaily:PageSize", "0"));
        var fault = Assert.Throws<OptionsValidationException>(() => bad.GetRequiredService<IOptions<GatheringOptions>>().Value);
        Assert.Equal(3, fault.Failures.Count());
        Assert.Contains("Gathering:HfDaily:BaseAddress", fault.Message, StringComparison.Ordinal);
    }

    static ServiceProvider Services(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddSingleton(Turns.Store).AddGathering(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.OrdinalIgnoreCase)).Build())
            .BuildServiceProvider();
}
