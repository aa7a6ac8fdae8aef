using System.Text.Json;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>The contracts of the command line: exit codes, and what stands on standard output.</summary>
public class CommandTests
{
    const string Lines = """
        {"id": "2607.90001", "title": "Folding Proteins by Candlelight", "abstract": "Protein folding by night."}
        {"id": "2607.90002", "title": "A Second Look at Protein Folding", "abstract": "Protein folding by day."}
        """;

    [Fact]
    public async Task A_day_by_hand()
    {
        await using var digest = new CommandLine();
        var file = digest.File("papers.jsonl", Lines);

        var gathered = await digest.RunAsync("gather", "--file", file, "--at", "2026-07-17T10:00Z", "--json");
        Assert.Equal((0, 2, 0, 0, 0), (gathered.Exit, Count(gathered, "new"), Count(gathered, "updated"), Count(gathered, "merged"),
            gathered.Json.GetProperty("skipped").GetArrayLength()));

        var added = await digest.RunAsync("subscribers", "add", "ada@readers.example", "--interest", "protein folding",
            "--zone", "Europe/Berlin", "--time", "20:00", "--days", "all", "--size", "5", "--at", "2026-07-17T10:00Z", "--json");
        Assert.Equal("ada@readers.example", added.Json[0].GetProperty("address").GetString());
        Assert.Equal("2026-07-17T18:00:00+00:00", added.Json[0].GetProperty("nextIssueAt").GetString());

        var edition = await digest.RunAsync("edition", "--at", "2026-07-17T11:00Z", "--json");
        Assert.Equal((0, "2026-07-17", 2), (edition.Exit, edition.Json.GetProperty("date").GetString(), Count(edition, "papers")));
        Assert.Equal(edition.Output, (await digest.RunAsync("edition", "--at", "2026-07-17T11:30Z", "--json")).Output);

        Assert.Equal("""{"planned":0,"sent":0,"retried":0,"failed":0,"expired":0,"suppressed":0,"skipped":0,"inDoubt":0}""",
            Compact(await digest.RunAsync("send", "--at", "2026-07-17T17:59Z", "--json")));
        var preview = await digest.RunAsync("preview", "ada@readers.example", "--at", "2026-07-17T17:59Z", "--format", "eml");
        Assert.Equal("""{"planned":1,"sent":1,"retried":0,"failed":0,"expired":0,"suppressed":0,"skipped":0,"inDoubt":0}""",
            Compact(await digest.RunAsync("send", "--at", "2026-07-17T18:00:00Z", "--json")));
        Assert.Equal("""{"planned":0,"sent":0,"retried":0,"failed":0,"expired":0,"suppressed":0,"skipped":0,"inDoubt":0}""",
            Compact(await digest.RunAsync("send", "--at", "2026-07-17T18:00:10Z", "--json")));

        var mail = new AppMail(Assert.Single(digest.Mailbox.Mails));
        Assert.Equal(["Folding Proteins by Candlelight", "A Second Look at Protein Folding"], mail.Titles.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(0, preview.Exit);
        Assert.Contains(mail.MessageId, preview.Output, StringComparison.Ordinal);

        var why = await digest.RunAsync("why", "ada@readers.example", "--date", "2026-07-17", "--json");
        var told = why.Json.GetProperty("deliveries")[0];
        Assert.Equal(("issue:2026-07-17", "sent"), (told.GetProperty("about").GetString(), told.GetProperty("state").GetString()));
        Assert.Equal("added", why.Json.GetProperty("consents")[0].GetProperty("event").GetString());
        Assert.Contains("accepted in final_dot", (await digest.RunAsync("why", "ada@readers.example")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribers_by_hand()
    {
        await using var digest = new CommandLine();
        Assert.Equal(0, (await digest.RunAsync("subscribers", "add", "ada@readers.example", "bo@readers.example", "--interest", "robots", "--interest", "proteins; weather")).Exit);
        var again = await digest.RunAsync("subscribers", "add", "ADA@readers.example", "nobody", "eve@readers.example", "--json");
        Assert.Equal((1, 1), (again.Exit, again.Json.GetArrayLength()));
        Assert.Contains("is known already", again.Errors, StringComparison.Ordinal);
        Assert.Contains("nobody:", again.Errors, StringComparison.Ordinal);

        var list = await digest.RunAsync("subscribers", "list", "--json");
        Assert.Equal(["ada@readers.example", "bo@readers.example", "eve@readers.example"],
            list.Json.EnumerateArray().Select(s => s.GetProperty("address").GetString()));
        var show = await digest.RunAsync("subscribers", "show", "ada@readers.example", "--json");
        Assert.Equal(["robots", "proteins", "weather"], show.Json.GetProperty("interests").EnumerateArray().Select(i => i.GetProperty("name").GetString()));

        Assert.Contains("is paused", (await digest.RunAsync("subscribers", "pause", "bo@readers.example")).Output, StringComparison.Ordinal);
        Assert.Contains("is active", (await digest.RunAsync("subscribers", "resume", "bo@readers.example")).Output, StringComparison.Ordinal);
        Assert.Contains("is left", (await digest.RunAsync("subscribers", "remove", "bo@readers.example")).Output, StringComparison.Ordinal);
        Assert.Contains("bo@readers.example: left", (await digest.RunAsync("subscribers", "show", "bo@readers.example")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Papers_by_hand()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("gather", "--file", digest.File("papers.jsonl", Lines), "--at", "2026-07-17T10:00Z");

        var found = await digest.RunAsync("papers", "find", "protein", "folding", "--json");
        Assert.Equal(["A Second Look at Protein Folding"], found.Json.EnumerateArray().Select(p => p.GetProperty("title").GetString()));
        Assert.Contains("arxiv:2607.90001", (await digest.RunAsync("papers", "find", "https://arxiv.org/abs/2607.90001v2")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await digest.RunAsync("papers", "find", "ocean", "weather")).Exit);

        Assert.Contains("is now part of", (await digest.RunAsync("papers", "merge", "2607.90001", "2607.90002")).Output, StringComparison.Ordinal);
        var show = await digest.RunAsync("papers", "show", "arXiv:2607.90002", "--json");
        Assert.Equal(("Folding Proteins by Candlelight", 1, 2), (show.Json.GetProperty("title").GetString(), show.Json.GetProperty("merges").GetArrayLength(),
            show.Json.GetProperty("listings").GetArrayLength()));
        Assert.Contains("2 into 1 by hand", (await digest.RunAsync("papers", "show", "1")).Output, StringComparison.Ordinal);
        Assert.Contains("one already", (await digest.RunAsync("papers", "merge", "1", "2")).Output, StringComparison.Ordinal);

        Assert.Equal("[1,2]", (await digest.RunAsync("papers", "split", "1", "--json")).Json.GetProperty("papers").GetRawText().Replace("\n", "",
            StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("A Second Look", (await digest.RunAsync("papers", "show", "2607.90002")).Output, StringComparison.Ordinal);
        foreach (var (arguments, why) in new[]
        {
            ("split 1", "name the keys"), ("split 1 doi:10.1000/x", "has no key"), ("split 1 arxiv:2607.90001 title:foldingproteinsbycandlelight", "nothing would be left"),
            ("show 10.1000/x", "digest papers find"), ("merge 1 99", "No paper"),
        })
        {
            var run = await digest.RunAsync(["papers", .. arguments.Split(' ')]);
            Assert.Equal(1, run.Exit);
            Assert.Contains(why, run.Errors, StringComparison.Ordinal);
        }
        Assert.Contains("are two papers now", (await digest.RunAsync("papers", "split", "1", "title:foldingproteinsbycandlelight")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_told_with_its_place_and_what_was_good_counts()
    {
        await using var digest = new CommandLine();
        var good = digest.File("good.jsonl", Lines);
        var half = digest.File("half.jsonl", Lines + "\n{\"id\": \"2607.90003\", \"title\": \"Cut in the mid");
        var cut = digest.File("cut.json", """[{"paper": {"id": "2607.90004", "title": "Whole"}}, {"paper": {"id": "2607.9""");
        var none = digest.File("none.txt", "Dear diary");

        var run = await digest.RunAsync("gather", "--json", "--file", good, half, cut, none, "/not/there.json");

        Assert.Equal((0, 3), (run.Exit, Count(run, "new")));
        Assert.Equal([(half, "line 3"), (cut, "byte"), (none, "byte 0"), ("/not/there.json", "byte 0")],
            run.Json.GetProperty("skipped").EnumerateArray().Select(s => (s.GetProperty("file").GetString()!,
                s.GetProperty("position").GetString()! is var at && s.GetProperty("file").GetString() == cut ? at.Split(' ')[0] : at)));
        Assert.Equal(1, (await digest.RunAsync("gather", "--file", none)).Exit);
    }

    [Theory]
    [InlineData(2, "sned")]
    [InlineData(2, "send", "--at", "yesterday")]
    [InlineData(2, "report", "--date", "2226-07-18")]
    [InlineData(2, "gather", "--from", "2026-07-18", "--to", "2026-07-17")]
    [InlineData(2, "subscribers", "add", "a@b.example", "--time", "25:00", "--zone", "Mars/Olympus", "--days", "someday", "--size", "0")]
    [InlineData(1, "why", "a@b.example")]
    [InlineData(2, "why", "nobody")]
    [InlineData(2, "subscribers", "add", "a@b.example", "--size", "ten")]
    [InlineData(2, "search", "--days", "x", "words")]
    [InlineData(2, "match", "--papers", "a", "--interests", "b", "--top", "x")]
    [InlineData(2, "health", "--wait", "soon")]
    [InlineData(2, "bounces", "test-route", "--wait", "x")]
    [InlineData(2, "gather", "--from", "2026-06-01", "--to", "x")]
    [InlineData(2, "edition", "--replay", "/tmp", "--from", "2026-06-01", "--to", "y")]
    [InlineData(2, "edition", "--replay", "")]
    [InlineData(2, "edition", "--period", "9")]
    [InlineData(2, "subscribers", "export", "--state", "7")]
    [InlineData(2, "subscribers", "export", "--out", "")]
    [InlineData(2, "backup", "")]
    [InlineData(2, "backup", "--withoutkeys")]
    [InlineData(2, "config", "--settings", "")]
    [InlineData(2, "schedule", "--at", "9999-12-31T23:59Z")]
    [InlineData(2, "why", "a@b.example", "--date", "9999-12-31")]
    [InlineData(1, "subscribers", "export", "--out", "/dev/null/table.csv")]
    [InlineData(1, "subscribers", "import", "/tmp", "--consent", "x")]
    [InlineData(1, "serve")]
    [InlineData(1, "send", "--settings", "not-there.json")]
    public async Task What_cannot_be_done_is_said_in_a_sentence_on_standard_error(int exit, params string[] arguments)
    {
        await using var digest = new CommandLine();
        digest.Environment["Web__PublicUrl"] = "http://127.0.0.1:8080/"; // which serve refuses
        var run = await digest.RunAsync(arguments);
        Assert.Equal((exit, ""), (run.Exit, run.Output));
        Assert.StartsWith("digest: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        foreach (var option in arguments.Where(a => a is "--at" or "--to" or "--time" or "--zone" or "--days" or "--size"))
            Assert.Contains(option, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_are_those_of_the_calendar_in_every_country()
    {
        await using var digest = new CommandLine();
        digest.Environment["LC_ALL"] = "th_TH.UTF-8";
        var edition = await digest.RunAsync("edition", "--date", "2027-01-01", "--at", "2026-07-17T11:00Z");
        Assert.Equal(2, edition.Exit);
        Assert.Contains("later than today, 2026-07-17", edition.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_is_down_is_a_failure_that_loses_nothing()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("gather", "--file", digest.File("papers.jsonl", Lines), "--at", "2026-07-17T10:00Z");
        await digest.RunAsync("subscribers", "add", "ada@readers.example", "--time", "18:00", "--at", "2026-07-17T10:00Z");
        await digest.RunAsync("edition", "--at", "2026-07-17T11:00Z");
        await digest.StopRelayAsync();

        var send = await digest.RunAsync("send", "--json", "--at", "2026-07-17T18:00Z");

        Assert.Equal((1, 1, 0, 1), (send.Exit, Count(send, "planned"), Count(send, "sent"), Count(send, "retried")));
        Assert.Contains("waits in the queue", send.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_shows_what_counts_and_hides_what_is_secret()
    {
        await using var digest = new CommandLine();
        digest.Environment["Delivering__Relay__UserName"] = "digest";
        digest.Environment["Delivering__Relay__Password"] = "hunter2";
        var file = digest.File("own.json", """{"Composing": {"TrendingSlots": 7}, "Ranking": {"WindowDays": 5}}""");
        digest.Environment["Ranking__WindowDays"] = "6";
        digest.Environment["Storage__ConnectionString"] = "Host=127.0.0.1;Port=9;PSW=hunter2;SslPassword=hunter2"; // nobody answers there, which keeps nobody from looking

        var config = await digest.RunAsync("config", "--json", "--settings", file);

        Assert.Equal(("7", "6", "***", "digest"), (Text(config, "Composing:TrendingSlots"), Text(config, "Ranking:WindowDays"),
            Text(config, "Delivering:Relay:Password"), Text(config, "Delivering:Relay:UserName")));
        Assert.DoesNotContain("hunter2", config.Output + config.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Web__PublicUrl", "papers.example", "Web:PublicUrl")]
    [InlineData("Delivering__Relay__Port", "smtp", "Delivering:Relay:Port")]
    public async Task A_wrong_setting_is_named_before_anything_starts(string name, string value, string named)
    {
        await using var digest = new CommandLine();
        digest.Environment[name] = value;
        digest.Environment["Storage__KeepDays"] = value == "smtp" ? "90" : "1";
        var run = await digest.RunAsync("send");
        Assert.Equal((1, ""), (run.Exit, run.Output));
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        if (value != "smtp")
            Assert.Contains("Storage:KeepDays", run.Errors, StringComparison.Ordinal); // all that is wrong, at once
    }

    [Fact]
    public async Task Schedule_prints_each_job_with_its_next_five_firings()
    {
        await using var digest = new CommandLine();
        var schedule = await digest.RunAsync("schedule", "--json", "--at", "2026-07-17T10:00Z");

        Assert.Equal(["gather", "wanted", "edition", "issues", "deliveries", "bounces", "pruning"], schedule.Json.EnumerateArray().Select(j => j.GetProperty("name").GetString()));
        Assert.All(schedule.Json.EnumerateArray(), job => Assert.Equal(5, job.GetProperty("next").GetArrayLength()));
        Assert.StartsWith("2026-07-17T11:10:00", schedule.Json[0].GetProperty("next")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("0 10 2/3 * * ?", schedule.Json[0].GetProperty("cron").GetString());
    }

    [Fact]
    public async Task Help_is_there_for_every_verb()
    {
        await using var digest = new CommandLine();
        var help = await digest.RunAsync("--help");
        Assert.Equal(0, help.Exit);
        foreach (var verb in new[] { "demo", "try", "serve", "gather", "edition", "send", "preview", "why", "subscribers", "schedule", "config", "migrate", "backup",
            "restore", "doctor", "bounces" })
            Assert.Contains(verb, help.Output, StringComparison.Ordinal);
    }

    static int Count(Ran ran, string name) => ran.Json.GetProperty(name).GetInt32();

    static string? Text(Ran ran, string name) => ran.Json.GetProperty(name).GetString();

    static string Compact(Ran ran) => JsonSerializer.Serialize(ran.Json);

    [Fact]
    public async Task A_rotated_key_signs_and_links_mailed_before_stay_good()
    {
        await using var digest = new CommandLine();
        Assert.Contains("1  made ", (await digest.RunAsync("keys", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("Key 2 signs new links", (await digest.RunAsync("keys", "rotate")).Output, StringComparison.Ordinal);
        var listed = JsonElement.Parse((await digest.RunAsync("keys", "list", "--json")).Output);
        Assert.Equal([(1, false), (2, true)], listed.EnumerateArray().Select(k => (k.GetProperty("id").GetInt32(), k.GetProperty("signs").GetBoolean())));
        Assert.DoesNotContain("secret", listed.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
