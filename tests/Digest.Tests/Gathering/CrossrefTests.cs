using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Digest.Tests.Gathering;

public class CrossrefTests
{
    static readonly DateOnly Friday = new(2026, 11, 20);
    static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static string Item(int n, string more = "") => $$$"""
        {"DOI":"10.5555/river.{{{n}}}","type":"journal-article","title":["Paper {{{n}}}"],"URL":"https://doi.org/10.5555/river.{{{n}}}",
         "created":{"date-parts":[[2026,11,20]],"date-time":"2026-11-20T09:30:00Z"} {{{more}}} }
        """;

    static string Page(IEnumerable<string> items, string cursor = "next") => $$"""
        {"status":"ok","message-type":"work-list","message-version":"1.0.0","message":{"facets":{},"next-cursor":"{{cursor}}","total-results":9,"items":[{{string.Join(',', items)}}] } }
        """;

    static async Task<List<Gathered>> Gather(FarEnd far, Action<CrossrefOptions>? change = null, string contact = "papers@example.org")
    {
        var options = far.Options(o =>
        {
            o.Contact = contact;
            (o.Crossref.Enabled, o.Crossref.Query, o.Crossref.Interval, o.Crossref.Address) = (true, "rivers", TimeSpan.Zero, new Uri(far.Address, "works"));
            change?.Invoke(o.Crossref);
        });
        Assert.Empty(options.Value.Faults());
        using var http = FarEnd.Client(options);
        var all = new List<Gathered>();
        await foreach (var gathered in new Crossref(http, options, TimeProvider.System).GatherAsync(new GatherRange(Friday, Friday, Noon), TestContext.Current.CancellationToken))
            all.Add(gathered);
        return all;
    }

    static async Task<Gathered> One(string item)
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page([item])));
        var all = await Gather(far);
        Assert.IsType<GatheredDay>(all[^1]);
        return all[0];
    }

    static async Task<ListedPaper> Paper(string more) => Assert.IsType<GatheredPaper>(await One(Item(7, "," + more))).Listed;

    [Fact]
    public async Task A_day_is_read_cursor_by_cursor_until_a_page_is_not_full()
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            var from = c.Request.Query["cursor"] == "*" ? 0 : int.Parse(c.Request.Query["cursor"].ToString()[2..], CultureInfo.InvariantCulture);
            return c.Say(Page(Enumerable.Range(from, Math.Min(10, 25 - from)).Select(n => Item(n)), $"A+{from + 10}"));
        });
        var all = await Gather(far, o => o.PageSize = 10);
        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"10.5555/river.{n}"), all.OfType<GatheredPaper>().Select(p => p.Listed.SourceId));
        Assert.Equal([new GatheredDay(Friday, 25)], all.OfType<GatheredDay>());
        Assert.Equal(3, far.Asked.Count);
    }

    [Fact]
    public async Task It_is_asked_for_a_days_registrations_of_what_is_configured_and_told_who_asks()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page([])));
        await Gather(far, o =>
        {
            o.Issns.Add("1234-567X");
            o.Prefixes.Add("10.5555");
            o.Types.Add("journal-article");
            o.PageSize = 50;
        });
        Assert.Equal("/works?filter=from-created-date:2026-11-20,until-created-date:2026-11-20,type:journal-article,issn:1234-567X,prefix:10.5555&query=rivers&rows=50&cursor=*&mailto=papers@example.org",
            Uri.UnescapeDataString(far.Asked.Single()));
        await Gather(far, contact: "https://example.org/contact");
        Assert.DoesNotContain("mailto", far.Asked.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_gives_all_it_says()
    {
        var listed = await Paper("""
            "title":["","How <i>Rivers</i> Bend &amp; Break"],"author":[{"given":"Ada","family":"Moss","sequence":"first"},{"family":"Reed"},{"name":"The River Group"}],
            "abstract":"<jats:title>Abstract</jats:title><jats:p>Water <jats:italic>runs</jats:italic>.</jats:p><jats:p>Twice.</jats:p>","container-title":["Journal of Rivers"],
            "published-online":{"date-parts":[[2026,11,18]]},"issued":{"date-parts":[[2026]]}
            """);
        Assert.Equal(("crossref", "How Rivers Bend & Break", "Water runs. Twice."), (listed.Source, listed.Paper.Title, listed.Paper.Abstract));
        Assert.Equal(["Ada Moss", "Reed", "The River Group"], listed.Paper.Authors);
        Assert.Equal(["Journal of Rivers"], listed.Paper.Categories);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero), listed.ListedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 18, 0, 0, 0, TimeSpan.Zero), listed.Paper.PublishedAt);
    }

    [Theory]
    [InlineData("[[2026,3]]", "2026-03-01")]
    [InlineData("[[2026]]", "2026-01-01")]
    [InlineData("[[2026,null]]", "2026-01-01")]
    [InlineData("[[null]]", null)]
    [InlineData("[]", null)]
    [InlineData("[[2026,2,31]]", null)]
    [InlineData("null", null)]
    public async Task Dates_may_be_short_of_a_month_or_day(string parts, string? day) =>
        Assert.Equal(day, (await Paper($"\"published\":{{\"date-parts\":{parts}}}")).Paper.PublishedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("""{"has-preprint":[{"id-type":"arxiv","id":"2611.01234v1","asserted-by":"subject"}]}""", "arxiv:2611.01234")]
    [InlineData("""{"has-preprint":[{"id-type":"doi","id":"10.48550/arXiv.2611.01234"}]}""", "arxiv:2611.01234")]
    [InlineData("""{"is-preprint-of":[{"id-type":"doi","id":"https://doi.org/10.5555/OTHER"}]}""", "doi:10.5555/other")]
    [InlineData("""{"references":[{"id-type":"arxiv","id":"2611.01234"}]}""", null)]
    [InlineData("""{"has-preprint":[{"id-type":"uri","id":"https://x.example"}]}""", null)]
    public async Task What_is_said_to_be_the_same_work_is(string relation, string? id) =>
        Assert.Equal(id, (await Paper($"\"relation\":{relation}")).Paper.Ids.Where(i => i.IsIdentifying
            && i.Value != "10.5555/river.7").Select(i => i.ToString()).SingleOrDefault());

    [Fact]
    public async Task A_notice_of_retraction_withdraws_its_paper_and_is_none_itself() => Assert.Equal(
        new GatheredRemoval("crossref", PaperId.FromDoi("10.5555/old")!.Value, Friday),
        await One(Item(7, ",\"update-to\":[{\"type\":\"retraction\",\"DOI\":\"10.5555/OLD\"}]")));

    [Fact]
    public async Task What_has_no_title_is_skipped() =>
        Assert.Contains("has no title", Assert.IsType<SkippedEntry>(await One(Item(7, ",\"title\":[]"))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(404, "it answered 404")]
    [InlineData(400, "it answered 400: perhaps one of Gathering:Crossref's Issns, Prefixes or Types is none")]
    public async Task A_refusal_leaves_the_day_open(int status, string words)
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            c.Response.StatusCode = status;
            return c.Say("Resource not found.");
        });
        Assert.Equal(words, Assert.IsType<SkippedEntry>(Assert.Single(await Gather(far))).Reason);
    }

    [Fact]
    public async Task More_than_is_allowed_is_told_and_the_day_left_open()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say(Page([Item(1)])));
        var all = await Gather(far, o => (o.PageSize, o.MaxPages) = (1, 3));
        Assert.Contains("MaxPages", Assert.Single(all.OfType<SkippedEntry>()).Reason, StringComparison.Ordinal);
        Assert.Empty(all.OfType<GatheredDay>());
        Assert.Equal(3, far.Asked.Count);
    }

    [Fact]
    public void Settings_that_ask_for_everything_or_nothing_do_not_start()
    {
        static string[] Faults(CrossrefOptions crossref) => [.. new GatheringOptions { Crossref = crossref }.Faults()];
        Assert.Contains("needs a Query, Issns or Prefixes", Assert.Single(Faults(new() { Enabled = true })), StringComparison.Ordinal);
        Assert.Empty(Faults(new()));
        Assert.Equal(5, Faults(new() { Issns = ["12345678"], Prefixes = ["11.5555"], Types = ["Journal Article"], PageSize = 0, Interval = TimeSpan.Zero }).Length);
    }

    [Fact]
    public async Task Every_item_of_the_recorded_answer_is_read()
    {
        var root = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DIGEST_DATA does not name the folder of recordings.");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(root, "crossref", "test_cursor.body.json"), TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        // Counted and spelled in the text itself; references have a DOI too, in lower-case fields of their own.
        using var json = JsonDocument.Parse(text);
        var items = json.RootElement.GetProperty("message").GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Regex.Count(text, "\"reference-count\":"), items.Count);

        var answer = new CrossrefAnswer("recorded", Noon);
        var all = new List<Gathered>();
        using var body = new MemoryStream(bytes);
        await foreach (var gathered in answer.ReadAsync(body, TestContext.Current.CancellationToken)) all.Add(gathered);
        var papers = all.Select(g => Assert.IsType<GatheredPaper>(g).Listed).ToList();
        Assert.True(answer.IsWhole);
        Assert.Equal((20, json.RootElement.GetProperty("message").GetProperty("next-cursor").GetString()), (answer.Items, answer.NextCursor));
        Assert.Equal(items.Select(i => i.GetProperty("DOI").GetString()!.ToLowerInvariant()), papers.Select(p => p.SourceId));
        Assert.Equal(items.Select(i => i.GetProperty("created").GetProperty("date-time").GetDateTimeOffset()), papers.Select(p => p.ListedAt!.Value));
        Assert.Equal(items.Select(i => i.TryGetProperty("author", out var a) ? a.GetArrayLength() : 0), papers.Select(p => p.Paper.Authors.Count));
        Assert.Equal(items.Count(i => i.TryGetProperty("abstract", out _)), papers.Count(p => p.Paper.Abstract.Length > 0));
        Assert.All(papers, p => Assert.DoesNotContain('<', p.Paper.Title + p.Paper.Abstract));
    }
}
