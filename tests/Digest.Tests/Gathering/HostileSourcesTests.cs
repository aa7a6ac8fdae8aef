using System.Net;
using System.Net.Sockets;
using System.Text;
using Digest.Gathering;
using Digest.Gathering.Sources;
using Digest.Papers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>Alone, as it looks at the memory of the whole process.</summary>
[CollectionDefinition("hostile", DisableParallelization = true)]
public sealed class AloneWithTheMemory;

/// <summary>Far ends that mean harm, asked by every reader over the real network: each says in a sentence what is wrong, in
/// bounded time and memory.</summary>
[Collection("hostile")]
public class HostileSourcesTests
{
    static readonly DateOnly Friday = new(2026, 11, 20);
    static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What a gathering may hold beyond what there was, our far end and what was not cleared away yet included.</summary>
    static long MostMemory(int answerMegabytes) => (80 + 6L * answerMegabytes) * 1024 * 1024;

    public static TheoryData<string> Formats => [.. HostileFormat.All.Select(f => f.Name)];

    static HostileFormat Format(string name) => HostileFormat.All.Single(f => f.Name == name);

    sealed record Outcome(List<string> Titles, List<SkippedEntry> Skipped, int Days, IReadOnlyCollection<string> Asked);

    static async Task<Outcome> AskAsync(string format, RequestDelegate answer, Action<GatheringOptions>? change = null)
    {
        await using var far = await FarEnd.StartAsync(answer);
        return await AskAsync(format, far, far.Address, change);
    }

    static async Task<Outcome> AskAsync(string format, FarEnd far, Uri address, Action<GatheringOptions>? change = null)
    {
        var options = far.Options(o =>
        {
            o.MaxAnswerMegabytes = 4;
            o.HfDaily.BaseAddress = address;
            o.Arxiv.Categories.Add("cs.CL");
            (o.Arxiv.Interval, o.Arxiv.Harvest) = (TimeSpan.Zero, true);
            (o.Arxiv.FeedAddress, o.Arxiv.SearchAddress, o.Arxiv.HarvestAddress) = (address, address, address);
            change?.Invoke(o);
        });
        using var http = FarEnd.Client(options);
        IPaperSource source = format switch
        {
            "hf-daily" => new HfDailyPapers(http, options),
            "arxiv" => new ArxivFeed(http, options),
            "arxiv-oai" => new ArxivHarvest(http, options),
            _ => new PaperFeed(new FeedOptions { Name = "journal", Address = address }, http, options),
        };

        var (titles, skipped, days) = (new List<string>(), new List<SkippedEntry>(), 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        await using (TimeProvider.System.CreateTimer(_ => most = Math.Max(most, GC.GetTotalMemory(false)), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5)))
            await foreach (var gathered in source.GatherAsync(new GatherRange(Friday, Friday, Noon), TestContext.Current.CancellationToken))
            {
                if (gathered is GatheredPaper { Listed.Paper.Title: var title }) titles.Add(title);
                if (gathered is SkippedEntry entry) skipped.Add(entry);
                if (gathered is GatheredDay) days++;
            }
        Assert.InRange(most - before, 0, MostMemory(options.Value.MaxAnswerMegabytes));
        return new Outcome(titles, skipped, days, [.. far.Asked]);
    }

    static void SaysWhatIsWrong(Outcome outcome, params string[] words)
    {
        Assert.Contains(outcome.Skipped, s => words.Any(w => s.Reason.Contains(w, StringComparison.Ordinal)));
        Assert.All(outcome.Skipped, s => Assert.InRange(s.Reason.Length, 10, 300));
        Assert.All(outcome.Skipped, s => Assert.DoesNotContain('\n', s.Reason));
        Assert.Equal(0, outcome.Days);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_gigabyte_is_left_at_the_limit(string format)
    {
        SaysWhatIsWrong(await AskAsync(format, c => HostileAnswers.HugeAsync(c, Format(format))), "larger than 4 MiB");
        SaysWhatIsWrong(await AskAsync(format, c => HostileAnswers.HugeAndSaysSoAsync(c, Format(format))), "larger than 4 MiB");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_gigabyte_packed_small_is_left_at_the_limit(string format) =>
        SaysWhatIsWrong(await AskAsync(format, c => HostileAnswers.BombAsync(c, Format(format))), "larger than 4 MiB");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_answer_without_end_is_left_when_the_time_is_over(string format) => SaysWhatIsWrong(
        await AskAsync(format, c => HostileAnswers.EndlessAsync(c, Format(format)), o => o.Timeout = TimeSpan.FromSeconds(1)), "no full answer within 1 s");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Of_a_million_entries_the_first_twenty_thousand_are_taken(string format)
    {
        var outcome = await AskAsync(format, c => c.Request.QueryString.Value!.Contains("p=1", StringComparison.Ordinal) ? c.Say("[]")
            : HostileAnswers.ManyAsync(c, Format(format), 1_000_000), o => o.MaxAnswerMegabytes = 256);
        // A feed of arXiv's that is not whole is searched for as well, so there may be two such answers.
        var told = outcome.Skipped.Count(s => s.Reason.Contains("more than 20000 entries", StringComparison.Ordinal));
        Assert.Equal(format == "arxiv" ? 2 : 1, told);
        Assert.Equal(20_000 * told, outcome.Titles.Count);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_title_of_ten_megabytes_is_cut_or_its_entry_skipped(string format)
    {
        var outcome = await AskAsync(format, c => HostileAnswers.LongTitleAsync(c, Format(format)), o => (o.MaxAnswerMegabytes, o.HfDaily.MaxPages) = (32, 1));
        Assert.Equal("First", outcome.Titles[0]);
        Assert.All(outcome.Titles, t => Assert.InRange(t.Length, 1, 501));
        if (Format(format).IsXml) Assert.Equal(["First", "Last"], [outcome.Titles[0], outcome.Titles[^1]]);
        else Assert.Contains(outcome.Skipped, s => s.Reason == "a record is longer than 4 MiB");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Entities_unfold_to_nothing(string format) =>
        SaysWhatIsWrong(await AskAsync(format, c => HostileAnswers.LaughsAsync(c, Format(format))), "document type", "not JSON");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Nothing_is_read_that_the_answer_names(string format)
    {
        var outcome = await AskAsync(format, c => HostileAnswers.OutsiderAsync(c, Format(format)));
        SaysWhatIsWrong(outcome, "document type", "not JSON");
        Assert.DoesNotContain("/secret", outcome.Asked);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_is_nested_without_end_is_not_followed(string format) => SaysWhatIsWrong(
        await AskAsync(format, c => HostileAnswers.DeepAsync(c, Format(format)), o => o.MaxAnswerMegabytes = 32), "nested more than", "not JSON");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_entry_of_millions_of_parts_costs_no_more_than_others(string format)
    {
        var outcome = await AskAsync(format, c => HostileAnswers.WideAsync(c, Format(format)), o => (o.MaxAnswerMegabytes, o.HfDaily.MaxPages) = (32, 1));
        Assert.Equal("Last", outcome.Titles[^1]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_page_is_no_list_of_papers(string format) =>
        SaysWhatIsWrong(await AskAsync(format, HostileAnswers.PageAsync), "this is a web page (HTML), not a feed", "not JSON");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_redirect_without_end_is_followed_three_times(string format) =>
        SaysWhatIsWrong(await AskAsync(format, HostileAnswers.LoopAsync), "more than 3 redirects");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_strange_charset_and_bad_bytes_cost_no_entry(string format)
    {
        static byte[] Body(HostileFormat f, byte[] bad) =>
            [.. Encoding.UTF8.GetBytes(f.Head + f.Entry(1, "First") + f.Between), .. Encoding.UTF8.GetBytes(f.Entry(2, "@").Split('@')[0]), .. bad,
                .. Encoding.UTF8.GetBytes(f.Entry(2, "@").Split('@')[1] + f.Between + f.Entry(3, "Last") + f.Tail)];
        foreach (var (charset, bytes, title) in new (string?, byte[], string)[]
        {
            ("windows-1252", [0x46, 0x6C, 0x75, 0xDF], "Fluß"), ("shift_jis", [0x90, 0xEC], "川"), ("utf-8", [0x46, 0xFF, 0x80], "Fÿ€"), (null, [0xC3], "Ã"),
            ("no-such", [0xC3, 0x9F], "ß"), ("iso-8859-1", [0xC3, 0x9F], "ß"),
        })
        {
            var outcome = await AskAsync(format, c =>
            {
                if (charset is not null) c.Response.ContentType = $"text/plain; charset={charset}";
                return c.Response.Body.WriteAsync(Body(Format(format), bytes), c.RequestAborted).AsTask();
            });
            Assert.Equal(["First", title, "Last"], outcome.Titles.Take(3));
            Assert.Empty(outcome.Skipped);
        }
    }

    [Theory]
    [InlineData("X-Slow: 1\r\n", 20)] // a line now and then
    [InlineData("x", 20)] // a letter now and then
    [InlineData("X-Fast: 12345678901234567890123456789012345678901234567890\r\n", 0)] // as many as fit
    public async Task Headers_without_end_are_left_in_time(string drip, int pause)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var server = DripAsync(listener, Encoding.ASCII.GetBytes(drip), pause, over.Token);
        await using var far = await FarEnd.StartAsync(c => c.Say("unused"));
        foreach (var format in new[] { HostileFormat.HfDaily, HostileFormat.Rss })
            SaysWhatIsWrong(await AskAsync(format.Name, far, new Uri($"http://{listener.LocalEndpoint}/"), o => o.Timeout = TimeSpan.FromSeconds(1)), "within 1 s", "headers");
        await over.CancelAsync();
        await server;
    }

    static async Task DripAsync(TcpListener listener, byte[] drip, int pause, CancellationToken over)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(over);
                var stream = client.GetStream();
                try
                {
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), over);
                    while (true)
                    {
                        await stream.WriteAsync(drip, over);
                        if (pause > 0) await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, over);
                    }
                }
                catch (IOException)
                {
                    // The asker has gone, as it should.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    [Fact]
    public async Task Other_sources_go_on_whatever_one_does()
    {
        var attacks = new (string Name, RequestDelegate Answer)[]
        {
            ("huge", c => HostileAnswers.HugeAsync(c, HostileFormat.Rss)), ("bomb", c => HostileAnswers.BombAsync(c, HostileFormat.Rss)),
            ("endless", c => HostileAnswers.EndlessAsync(c, HostileFormat.Rss)), ("laughs", c => HostileAnswers.LaughsAsync(c, HostileFormat.Rss)),
            ("outsider", c => HostileAnswers.OutsiderAsync(c, HostileFormat.Rss)), ("deep", c => HostileAnswers.DeepAsync(c, HostileFormat.Rss)),
            ("webpage", HostileAnswers.PageAsync), ("loop", HostileAnswers.LoopAsync), ("gone", c => { c.Abort(); return Task.CompletedTask; }),
        };
        await using var far = await FarEnd.StartAsync(c => attacks.FirstOrDefault(a => c.Request.Path == "/" + a.Name).Answer?.Invoke(c)
            ?? c.Say(HostileFormat.Rss.Head + HostileFormat.Rss.Entry(1, c.Request.Path.Value!) + HostileFormat.Rss.Tail));
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Gathering:AllowedPrivateHosts:0"] = "127.0.0.1",
            ["Gathering:Timeout"] = "00:00:01",
            ["Gathering:MaxAnswerMegabytes"] = "4",
        };
        var names = attacks.Select(a => a.Name).Prepend("first").Append("last").ToList();
        for (var n = 0; n < names.Count; n++)
        {
            settings[$"Gathering:Feeds:{n}:Name"] = names[n];
            settings[$"Gathering:Feeds:{n}:Address"] = new Uri(far.Address, names[n]).AbsoluteUri;
        }
        await using var app = await App.StartAsync(new AppSettings { At = Noon, Settings = settings });

        var counts = await app.GatherAsync();
        Assert.Equal(2, counts.New);
        Assert.Equal(attacks.Select(a => a.Name), counts.Skipped.Select(s => s.File.Split('/')[^1]).Distinct());
        var edition = await app.PrepareEditionAsync();
        Assert.Equal(["/first", "/last"], edition.Papers.Select(p => p.Paper.Title).Order());
        Assert.Equal(attacks.Select(a => a.Name).Order(), edition.Sources.Where(s => s.State == SourceState.Failed).Select(s => s.Source).Order());
    }
}
