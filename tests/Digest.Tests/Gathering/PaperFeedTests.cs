using Digest.Gathering;
using Digest.Gathering.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Digest.Tests.Gathering;

public class PaperFeedTests
{
    static readonly DateOnly Friday = new(2026, 11, 20);
    static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static string Feed(params int[] days) =>
        $"<rss><channel>{string.Concat(days.Select((d, n) => $"<item><title>Paper {n}</title><guid>g{n}</guid><pubDate>{d} Nov 2026</pubDate></item>"))}</channel></rss>";

    static PaperFeed Source(FarEnd far, PoliteHttp http, Action<GatheringOptions>? change = null) =>
        new(new FeedOptions { Name = "journal", Address = new Uri(far.Address, "feed") }, http, far.Options(change));

    static async Task<List<Gathered>> Gather(PaperFeed source, IReadOnlyDictionary<string, KeptAnswer>? kept = null)
    {
        var all = new List<Gathered>();
        await foreach (var gathered in source.GatherAsync(new GatherRange(Friday.AddDays(-2), Friday, Now) { Kept = kept ?? new Dictionary<string, KeptAnswer>() },
            TestContext.Current.CancellationToken))
            all.Add(gathered);
        return all;
    }

    [Fact]
    public async Task What_it_holds_is_its_answer_for_every_day()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Feed(20, 20, 18, 3)));
        using var http = far.Client();
        var all = await Gather(Source(far, http));
        Assert.Equal(4, all.OfType<GatheredPaper>().Count());
        Assert.Equal([new(Friday.AddDays(-2), 1), new(Friday.AddDays(-1), 0), new GatheredDay(Friday, 2)], all.OfType<GatheredDay>());
    }

    [Fact]
    public async Task An_unchanged_feed_does_not_travel_again_and_answers_the_same_days()
    {
        const string when = "Fri, 20 Nov 2026 06:00:00 GMT";
        await using var far = await FarEnd.StartAsync(async c =>
        {
            c.Response.Headers.LastModified = when;
            if (c.Request.Headers.IfModifiedSince == when) c.Response.StatusCode = 304;
            else await c.Say(Feed(20));
        });
        using var http = far.Client();
        var first = await Gather(Source(far, http));
        var whole = Assert.Single(first.OfType<WholeAnswer>());
        var kept = new Dictionary<string, KeptAnswer>(StringComparer.Ordinal) { [whole.Address.AbsoluteUri] = whole.Kept };

        // Another process, which has only what was kept.
        var again = await Gather(Source(far, http), kept);
        Assert.Equal(first.OfType<GatheredDay>(), again.OfType<GatheredDay>());
        Assert.Empty(again.OfType<GatheredPaper>());
        Assert.Equal(2, far.Asked.Count);
    }

    [Fact]
    public async Task A_broken_feed_gives_what_came_before_and_answers_no_day()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Feed(20, 20)[..^30]));
        using var http = far.Client();
        var all = await Gather(Source(far, http));
        Assert.Single(all.OfType<GatheredPaper>());
        Assert.Single(all.OfType<SkippedEntry>());
        Assert.Empty(all.OfType<GatheredDay>());
    }

    [Fact]
    public async Task A_refusal_is_told_with_how_long_it_is_for()
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            c.Response.StatusCode = 429;
            c.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        using var http = far.Client();
        var skipped = Assert.IsType<SkippedEntry>(Assert.Single(await Gather(Source(far, http))));
        Assert.Equal("it answered 429 and asks to be left alone for 3600 s", skipped.Reason);
    }

    [Fact]
    public async Task A_list_without_end_is_taken_up_to_the_limit_and_that_is_told_once()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Feed([.. Enumerable.Repeat(20, 12)])));
        using var http = far.Client();
        var all = await Gather(Source(far, http, o => o.MaxEntries = 10));
        Assert.Equal(10, all.OfType<GatheredPaper>().Count());
        Assert.Contains("more than 10 entries", Assert.Single(all.OfType<SkippedEntry>()).Reason, StringComparison.Ordinal);
        Assert.Equal(3, all.OfType<GatheredDay>().Count());
    }

    [Theory]
    [InlineData("journal", "https://journal.example/feed", null)]
    [InlineData("Journal", "https://journal.example/feed", "Gathering:Feeds:0:Name must be 1 to 40")]
    [InlineData("", "https://journal.example/feed", "Gathering:Feeds:0:Name must be 1 to 40")]
    [InlineData("hf-daily", "https://journal.example/feed", "Gathering:Feeds:0:Name must be another")]
    [InlineData("doi", "https://journal.example/feed", "Gathering:Feeds:0:Name must be another")]
    [InlineData("journal", "ftp://journal.example/feed", "Gathering:Feeds:0:Address must be an absolute")]
    [InlineData("journal", "https://me:secret@journal.example/feed", "Gathering:Feeds:0:Address must be an absolute")]
    [InlineData("journal", "", "Gathering:Feeds:0:Address must be an absolute")]
    [InlineData("journal", "https://rss.arxiv.org/rss/cs.CL", "Gathering:Feeds:0:Address is arXiv's")]
    public void A_feed_is_named_and_addressed_rightly_or_nothing_starts(string name, string address, string? fault)
    {
        var options = new GatheringOptions { Feeds = [new() { Name = name, Address = address.Length > 0 ? new Uri(address) : null }] };
        if (fault is null) Assert.Empty(options.Faults());
        else Assert.StartsWith(fault, Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_feeds_of_one_name_are_a_fault()
    {
        FeedOptions one = new() { Name = "a", Address = new("https://a.example/") }, other = new() { Name = "a", Address = new("https://b.example/") };
        Assert.Contains("two of the name a", Assert.Single(new GatheringOptions { Feeds = [one, other] }.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_feed_in_the_settings_is_a_source()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([
            new("Gathering:Feeds:0:Name", "one"), new("Gathering:Feeds:0:Address", "https://one.example/feed"),
            new("Gathering:Feeds:1:Name", "two"), new("Gathering:Feeds:1:Address", "https://two.example/feed"), new("Gathering:Feeds:1:Categories:0", "q-bio")]).Build();
        using var services = new ServiceCollection().AddLogging().AddSingleton(Turns.Store).AddGathering(settings).BuildServiceProvider();
        Assert.Equal(["hf-daily", "one", "two"], services.GetServices<IPaperSource>().Select(s => s.Name));
    }
}
