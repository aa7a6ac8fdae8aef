using System.Globalization;
using System.Text.Json;
using Digest.Tests.Gathering;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>Gathering over a long range, and what is told of the sources.</summary>
public class GatherTests
{
    const int PerDay = 12;
    static readonly DateOnly First = new(2026, 3, 2), Last = new(2026, 4, 10), KilledAt = new(2026, 3, 19);

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_where_it_stopped_and_nothing_is_lost_or_doubled()
    {
        var hub = new HfHub(PerDay);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holds = true;
        await using var far = await FarEnd.StartAsync(c =>
        {
            if (!holds || HfHub.DayOf(c.Request.QueryString.Value!) != KilledAt || c.Request.Query["p"] != "1")
                return hub.AnswerAsync(c);
            reached.TrySetResult(); // its first page is told, its second never comes
            return c.HangUpAwaitedAsync();
        });
        await using var digest = new CommandLine();
        Ask(digest, far);
        string[] range = ["gather", "--from", Iso(First), "--to", Iso(Last), "--at", "2026-07-17T12:00Z", "--json"];

        var doomed = digest.Start(range);
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(3), TimeProvider.System, TestContext.Current.CancellationToken);
        doomed.Kill();
        await doomed.WaitForExitAsync(TestContext.Current.CancellationToken);
        holds = false;
        far.Asked.Clear();

        var second = await digest.RunAsync(range);
        Assert.Equal((0, PerDay * Workdays(KilledAt, Last)), (second.Exit, second.Json.GetProperty("new").GetInt32()));
        Assert.Equal(Days(KilledAt, Last), far.Asked.Select(HfHub.DayOf).Distinct());
        Assert.Equal("", second.Errors);

        far.Asked.Clear();
        Assert.Equal("""{"new":0,"updated":0,"merged":0,"skipped":[]}""", Compact(await digest.RunAsync(range)));
        Assert.Empty(far.Asked);

        var again = await digest.RunAsync([.. range[..^1], "--again"]);
        Assert.Contains($"{PerDay * Workdays(First, Last)} read: 0 new, 0 updated, 0 joined", again.Output, StringComparison.Ordinal);
        Assert.Contains($"hf-daily {Iso(First)}: {PerDay} listed, 0 new", again.Errors, StringComparison.Ordinal); // no terminal: a line a day
    }

    [Fact]
    public async Task The_sources_are_told_with_how_fresh_they_are_and_what_they_brought()
    {
        var isUp = true;
        var hub = new HfHub(PerDay);
        await using var far = await FarEnd.StartAsync(c =>
        {
            if (isUp) return hub.AnswerAsync(c);
            c.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var digest = new CommandLine();
        Ask(digest, far);
        var file = digest.File("papers.jsonl", """{"id": "2607.90001", "title": "Folding Proteins by Candlelight"}""");
        Assert.Equal("", (await digest.RunAsync("gather", "--at", "2026-07-16T12:00Z", "--json")).Errors);
        await digest.RunAsync("gather", "--file", file, "--at", "2026-07-16T13:00Z");
        isUp = false;
        Assert.Equal(1, (await digest.RunAsync("gather", "--at", "2026-07-17T11:00Z")).Exit);

        var told = await digest.RunAsync("sources", "--at", "2026-07-17T12:00Z", "--json");
        var sources = told.Json.GetProperty("sources").EnumerateArray().ToDictionary(s => s.GetProperty("source").GetString()!, StringComparer.Ordinal);
        Assert.Equal(["hf-daily", "file"], sources.Keys);
        var daily = sources["hf-daily"];
        Assert.Equal((true, true, 36.0),
            (daily.GetProperty("configured").GetBoolean(), daily.GetProperty("verified").GetBoolean(), daily.GetProperty("newestEntryAgeHours").GetDouble()));
        Assert.StartsWith("2026-07-16T12:00", daily.GetProperty("lastAnsweredAt").GetString(), StringComparison.Ordinal);
        Assert.Contains("503", daily.GetProperty("lastError").GetProperty("reason").GetString(), StringComparison.Ordinal);
        // Four lists of this week, and papers of two days before it that were made up for in this week.
        Assert.Equal((PerDay * 4, PerDay * 6), (Brought(daily, "listed"), Brought(daily, "new")));
        Assert.Equal((false, JsonValueKind.Null), (sources["file"].GetProperty("configured").GetBoolean(), sources["file"].GetProperty("verified").ValueKind));
        Assert.Equal(1, Brought(sources["file"], "new"));

        var words = (await digest.RunAsync("sources", "--at", "2026-07-17T12:00Z")).Output;
        Assert.Contains("newest entry   2026-07-16 00:00Z, 36 h old", words, StringComparison.Ordinal);
        Assert.Contains("last error     2026-07-17 11:00Z, for 2026-07-17: it answered 503", words, StringComparison.Ordinal);
    }

    static int Brought(JsonElement source, string what) => source.GetProperty("last7Days").GetProperty(what).GetInt32();

    static void Ask(CommandLine digest, FarEnd far)
    {
        digest.Environment["Gathering__HfDaily__Enabled"] = "true";
        digest.Environment["Gathering__HfDaily__BaseAddress"] = far.Address.AbsoluteUri;
        digest.Environment["Gathering__AllowedPrivateHosts__0"] = "127.0.0.1";
    }

    static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);

    static int Workdays(DateOnly from, DateOnly to) => Days(from, to).Count(HfHub.IsWorkday);

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Compact(Ran ran) => JsonSerializer.Serialize(ran.Json);
}
