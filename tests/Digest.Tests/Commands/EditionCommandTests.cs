using System.Text.Json;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>Editions by hand, and recorded days lived through again.</summary>
public class EditionCommandTests
{
    static string Line(string id, string title, int upvotes) => JsonSerializer.Serialize(new { id, title, signals = new { upvotes } });

    [Fact]
    public async Task A_week_is_ranked_when_it_is_over_and_never_before()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("gather", "--file", digest.File("papers.jsonl", Line("2607.90001", "Kites", 9)), "--at", "2026-07-15T10:00Z");

        var early = await digest.RunAsync("edition", "--period", "week", "--date", "2026-07-15", "--at", "2026-07-19T23:00Z");
        Assert.Equal(2, early.Exit);
        Assert.Contains("ends on 2026-07-19", early.Errors, StringComparison.Ordinal);

        var week = await digest.RunAsync("edition", "--period", "week", "--at", "2026-07-20T13:00Z", "--json");
        Assert.Equal((0, "week", "2026-07-13", 1), (week.Exit, week.Json.GetProperty("period").GetString(),
            week.Json.GetProperty("date").GetString(), week.Json.GetProperty("papers").GetInt32()));
        Assert.Equal("9 upvotes", week.Json.GetProperty("first")[0].GetProperty("why").GetString());
        Assert.Equal(week.Output, (await digest.RunAsync("edition", "--period", "week", "--date", "2026-07-18", "--at", "2026-08-20T13:00Z", "--json")).Output);
        Assert.Contains("Edition of the month from 2026-07-01: 1 papers",
            (await digest.RunAsync("edition", "--period", "month", "--at", "2026-08-01T13:00Z")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_sees_each_day_as_it_was_and_changes_nothing()
    {
        await using var digest = new CommandLine();
        var folder = Path.GetDirectoryName(digest.File("2026-07-13.jsonl", Line("2607.90001", "Kites", 4)))!;
        digest.File("2026-07-14.jsonl", Line("2607.90001", "Kites", 5));
        digest.File("2026-07-15.jsonl", Line("2607.90001", "Kites", 80) + "\n" + Line("2607.90002", "Moths", 7));
        digest.File("2026-07-16.jsonl", Line("2607.90003", "Sails", 900));
        digest.File("notes.txt", "not a list");

        var ran = await digest.RunAsync("edition", "--replay", folder, "--from", "2026-07-13", "--to", "2026-07-15", "--json");
        Assert.Equal(0, ran.Exit);
        var days = ran.Json.GetProperty("days");
        Assert.Equal(["Kites"], Titles(days[0]));
        Assert.Equal("4 upvotes", days[0].GetProperty("first")[0].GetProperty("why").GetString());
        Assert.Equal("5 upvotes", days[1].GetProperty("first")[0].GetProperty("why").GetString());
        Assert.Equal(["Kites", "Moths"], Titles(days[2]).Order(StringComparer.Ordinal));
        Assert.Contains("rising: +75 upvotes in a day", days[2].GetProperty("first").EnumerateArray().Select(p => p.GetProperty("why").GetString()));
        Assert.Equal(ran.Output, (await digest.RunAsync("edition", "--replay", folder, "--from", "2026-07-13", "--to", "2026-07-15", "--json")).Output);

        Assert.False(Directory.Exists(digest.Environment["Storage__DataFolder"]));
        Assert.Contains("2026-07-15: 2 papers, 1 file that day",
            (await digest.RunAsync("edition", "--replay", folder, "--from", "2026-07-13", "--to", "2026-07-15")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--replay needs --from and --to", "--replay", ".")]
    [InlineData("--replay needs --from and --to", "--replay", ".", "--from", "2026-07-15", "--to", "2026-07-14")]
    [InlineData("--date and --period do not go with it", "--replay", ".", "--from", "2026-07-14", "--to", "2026-07-15", "--period", "week")]
    [InlineData("--from and --to go with --replay", "--from", "2026-07-14")]
    [InlineData("holds no files of these days", "--replay", ".", "--from", "1999-07-14", "--to", "1999-07-15")]
    [InlineData("there is no folder", "--replay", "./nowhere-at-all", "--from", "1999-07-14", "--to", "1999-07-15")]
    public async Task What_is_asked_wrongly_is_refused_with_how_to_ask(string words, params string[] arguments)
    {
        await using var digest = new CommandLine();
        var ran = await digest.RunAsync(["edition", .. arguments]);
        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.Contains(words, ran.Errors, StringComparison.Ordinal);
    }

    static IEnumerable<string> Titles(JsonElement day) =>
        day.GetProperty("first").EnumerateArray().Select(p => p.GetProperty("title").GetString()!);
}
