using System.Globalization;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>On answers written after the documented format: none was recorded.</summary>
public class BiorxivTests
{
    static readonly DateOnly Friday = new(2026, 11, 20);
    static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static string Row(int n, string more = "") => $$"""
        {"doi":"10.1101/2026.11.17.{{n}}","title":"Paper {{n}}","authors":"Moss, A.; Reed, B. C.; The River Group","date":"2026-11-20","version":"1","type":"new results",
         "license":"cc_by","category":"neuroscience","jatsxml":"https://www.biorxiv.org/x.xml","abstract":"Water runs.","published":"NA"{{more}}}
        """;

    static string Page(IEnumerable<string> rows, int cursor, int count, int total, bool asText = false) => $$"""
        {"messages":[{"status":"ok","interval":"2026-11-20:2026-11-20","cursor":{{(asText ? $"\"{cursor}\"" : cursor)}},"count":{{count}},"total":{{(asText ? $"\"{total}\"" : total)}}}],
         "collection":[{{string.Join(',', rows)}}]}
        """;

    const string Nothing = """{"messages":[{"status":"no posts found"}],"collection":[]}""";

    static Biorxiv Source(FarEnd far, PoliteHttp http, Action<BiorxivOptions>? change = null, string server = "biorxiv", TimeProvider? time = null)
    {
        var preprints = new BiorxivOptions { Enabled = true, Address = new Uri(far.Address, "details"), Interval = TimeSpan.Zero };
        change?.Invoke(preprints);
        return new Biorxiv(server, preprints, http, far.Options(), time ?? TimeProvider.System);
    }

    static async Task<List<Gathered>> Gather(Biorxiv source, int days = 1)
    {
        var all = new List<Gathered>();
        await foreach (var gathered in source.GatherAsync(new GatherRange(Friday.AddDays(1 - days), Friday, Noon), TestContext.Current.CancellationToken))
            all.Add(gathered);
        return all;
    }

    static async Task<ListedPaper> One(string row)
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page([row], 0, 1, 1)));
        using var http = far.Client();
        return Assert.Single((await Gather(Source(far, http))).OfType<GatheredPaper>()).Listed;
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(100, true)]
    public async Task A_day_is_read_page_by_page_however_many_there_are_to_one(int perPage, bool asText)
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            var cursor = int.Parse(c.Request.Path.Value!.Split('/')[^2], CultureInfo.InvariantCulture);
            var rows = Enumerable.Range(0, 250).Skip(cursor).Take(perPage).ToList();
            return c.Say(Page(rows.Select(n => Row(n)), cursor, rows.Count, 250, asText));
        });
        using var http = far.Client();
        var all = await Gather(Source(far, http));
        Assert.Equal(250, all.OfType<GatheredPaper>().Select(p => p.Listed.SourceId).Distinct().Count());
        Assert.Equal([new GatheredDay(Friday, 250)], all.OfType<GatheredDay>());
        Assert.Equal("/details/biorxiv/2026-11-20/2026-11-20/0/json", far.Asked.First());
        Assert.Equal((250 + perPage - 1) / perPage, far.Asked.Count);
    }

    [Fact]
    public async Task A_row_gives_all_it_says()
    {
        var listed = await One(Row(123456));
        Assert.Equal(("biorxiv", "10.1101/2026.11.17.123456", "Paper 123456", 1), (listed.Source, listed.SourceId, listed.Paper.Title, listed.Paper.Version));
        Assert.Equal(["A. Moss", "B. C. Reed", "The River Group"], listed.Paper.Authors);
        Assert.Equal(["neuroscience"], listed.Paper.Categories);
        Assert.Equal("https://www.biorxiv.org/content/10.1101/2026.11.17.123456v1", listed.Paper.Links.Page);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), listed.ListedAt);
        Assert.Equal(["doi:10.1101/2026.11.17.123456", "title:paper123456"], listed.Paper.Ids.Select(i => i.ToString()));
        Assert.Null(listed.Paper.WithdrawnAt);
    }

    [Theory]
    [InlineData("\"version\":\"3\"", 3, "2026-11-17")] // a later version is no news
    [InlineData("\"version\":2", 2, "2026-11-17")]
    [InlineData("\"date\":\"2026-11-2\"", 1, "2026-11-02")] // unpadded
    [InlineData("\"version\":\"2\",\"doi\":\"10.1101/654321\"", 2, "2019-12-10")]
    [InlineData("\"version\":\"2\",\"doi\":\"10.64898/2026.10.05.654321\"", 2, "2026-10-05")]
    public async Task Versions_and_days_are_told_apart(string more, int version, string day)
    {
        var listed = await One(Row(7, "," + more));
        Assert.Equal((version, day), (listed.Paper.Version, listed.ListedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task The_journals_article_is_the_same_work() =>
        Assert.Equal(["10.1101/2026.11.17.7", "10.5555/river.7"],
            (await One(Row(7, ",\"published\":\"10.5555/RIVER.7\""))).Paper.Ids.Where(i => i.Scheme == PaperId.Doi).Select(i => i.Value));

    [Theory]
    [InlineData("\"type\":\"withdrawn\"")]
    [InlineData("\"title\":\"WITHDRAWN: Rivers\"")]
    [InlineData("\"abstract\":\"The authors have withdrawn this manuscript.\"")]
    public async Task A_withdrawn_one_is_known_as_such(string more) => Assert.NotNull((await One(Row(7, "," + more))).Paper.WithdrawnAt);

    [Fact]
    public async Task A_day_without_posts_is_answered()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Nothing));
        using var http = far.Client();
        Assert.Equal([new GatheredDay(Friday, 0)], await Gather(Source(far, http, server: "medrxiv")));
        Assert.StartsWith("/details/medrxiv/", far.Asked.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_wanted_categories_are_taken()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page([Row(1), Row(2, ",\"category\":\"Ecology\"")], 0, 2, 2)));
        using var http = far.Client();
        var all = await Gather(Source(far, http, o => o.Categories.Add("ecology")));
        Assert.Equal("Paper 2", Assert.Single(all.OfType<GatheredPaper>()).Listed.Paper.Title);
        Assert.Equal([new GatheredDay(Friday, 1)], all.OfType<GatheredDay>());
    }

    [Theory]
    [InlineData("{\"error\":\"down\"}", "no answer of api.biorxiv.org")]
    [InlineData("<html>down</html>", "a web page or XML, not JSON")]
    [InlineData("{\"messages\":[{\"total\":3}],\"collection\":[]}", "gives no more of them")]
    public async Task What_is_no_whole_answer_leaves_the_day_open(string text, string words)
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(text));
        using var http = far.Client();
        var skipped = Assert.IsType<SkippedEntry>(Assert.Single(await Gather(Source(far, http))));
        Assert.Contains(words, skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_wants_to_be_left_alone_is()
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            c.Response.StatusCode = 429;
            c.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        using var http = far.Client();
        var source = Source(far, http);
        Assert.Contains("left alone for 3600 s", Assert.IsType<SkippedEntry>(Assert.Single(await Gather(source, days: 3))).Reason, StringComparison.Ordinal);
        Assert.Contains("left alone, for 3", Assert.IsType<SkippedEntry>(Assert.Single(await Gather(source, days: 3))).Reason, StringComparison.Ordinal);
        Assert.Single(far.Asked);
    }

    [Fact]
    public async Task There_is_a_pause_from_one_request_to_the_next_and_a_short_rest_is_kept()
    {
        var time = new PausesAtOnce();
        var busy = true;
        await using var far = await FarEnd.StartAsync(c =>
        {
            if (busy)
            {
                busy = false;
                c.Response.StatusCode = 503;
                c.Response.Headers.RetryAfter = "20";
                return Task.CompletedTask;
            }
            return c.Say(Nothing);
        });
        using var http = far.Client();
        Assert.Equal(2, (await Gather(Source(far, http, o => o.Interval = TimeSpan.FromSeconds(7), time: time), days: 2)).OfType<GatheredDay>().Count());
        Assert.Equal([20, 7], time.Pauses.Select(p => (int)Math.Ceiling(p.TotalSeconds)));
    }
}

/// <summary>A clock on which a pause is over at once, and its length noted; no other time passes.</summary>
sealed class PausesAtOnce : TimeProvider
{
    long _now;

    public List<TimeSpan> Pauses { get; } = [];

    public override long GetTimestamp() => _now;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        _now += dueTime.Ticks;
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
