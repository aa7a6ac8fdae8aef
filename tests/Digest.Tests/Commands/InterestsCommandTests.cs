using System.Text.Json;
using Digest.Commands;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>digest interests: what the operator sees and changes of what a subscriber follows.</summary>
public class InterestsCommandTests
{
    const string Who = "ada@readers.example";

    [Fact]
    public async Task Interests_are_listed_added_changed_and_taken_away_by_their_numbers()
    {
        await using var digest = new CommandLine();
        Assert.Equal(Exit.Done, (await digest.RunAsync("subscribers", "add", Who, "--interest", "protein folding")).Exit);

        var added = await digest.RunAsync("interests", Who, "add", "author:\"Ada Marsh\" cat:cs.RO; 2606.00001", "--json");
        Assert.Equal(["protein folding", "Ada Marsh · cs.RO", "≈ arXiv:2606.00001"], Names(added));
        Assert.Equal("arxiv:2606.00001", added.Json.GetProperty("interests")[2].GetProperty("papers")[0].GetProperty("key").GetString());

        var set = await digest.RunAsync("interests", Who, "set", "2", "--slots", "4", "--weight", "2.5", "--threshold", "0.5",
            "--category", "", "--must", "wet soap", "--must-not", "survey", "--must-not", "review", "--json");
        var second = set.Json.GetProperty("interests")[1];
        Assert.Equal("Ada Marsh +wet soap −survey −review", second.GetProperty("name").GetString());
        Assert.Equal((4, 2.5, 0.5), (second.GetProperty("slots").GetInt32(), second.GetProperty("weight").GetDouble(), second.GetProperty("threshold").GetDouble()));
        Assert.Empty(second.GetProperty("categories").EnumerateArray());

        var named = await digest.RunAsync("interests", Who, "set", "1", "--name", "Folding", "--text", "protein folding by machine", "--threshold", "none", "--json");
        Assert.Equal("Folding", Names(named)[0]);

        var removed = await digest.RunAsync("interests", Who, "remove", "2");
        Assert.Equal("""
            1. Folding
               words        protein folding by machine
               in an issue  2 places, weight 1
            2. ≈ arXiv:2606.00001
               papers       arxiv:2606.00001
               in an issue  2 places, weight 1

            """, removed.Output, ignoreLineEndingDifferences: true);
        Assert.Equal(removed.Output, (await digest.RunAsync("interests", Who)).Output);
        var sources = await digest.RunAsync("sources", "--json");
        Assert.Equal(1, sources.Json.GetProperty("wanted").GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_changes_nothing()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("subscribers", "add", Who, "--interest", "kites", "--interest", "tides");
        (int Exit, string Says, string[] Arguments)[] wrong =
        [
            (Exit.WrongUsage, "Slots are 0 to 10", ["add", "x-rays", "--slots", "11"]),
            (Exit.WrongUsage, "A weight is 0.1 to 10", ["set", "1", "--weight", "0"]),
            (Exit.WrongUsage, "A threshold is 0 to 1", ["set", "1", "--threshold", "1.5"]),
            (Exit.WrongUsage, "is no number", ["set", "1", "--weight", "much"]),
            (Exit.WrongUsage, "There is no interest 3", ["remove", "3"]),
            (Exit.WrongUsage, "Say what to change", ["set", "1"]),
            (Exit.WrongUsage, "names no paper", ["add", "--paper", "nothing"]),
            (Exit.WrongUsage, "not what the papers are about", ["add", "--must", "cotton"]),
            (Exit.WrongUsage, "It says nothing that a paper could match", ["set", "1", "--text", ""]),
            (Exit.WrongUsage, "every text has these words", ["add", "the of and"]),
            (Exit.WrongUsage, "Say what the interest is about", ["add"]),
            (Exit.WrongUsage, "for one interest", ["add", "a1; b1", "--slots", "3"]),
            (Exit.Failed, "more than 5 interests", ["add", "a1; b1; c1; d1"]),
            (Exit.Failed, "Another interest has that name", ["set", "2", "--name", "Kites"]),
        ];
        var before = (await digest.RunAsync("interests", Who)).Output;
        foreach (var (exit, says, arguments) in wrong)
        {
            var ran = await digest.RunAsync(["interests", Who, .. arguments]);
            Assert.Equal((exit, ""), (ran.Exit, ran.Output));
            Assert.Contains(says, ran.Errors, StringComparison.Ordinal);
        }
        Assert.Equal(before, (await digest.RunAsync("interests", Who)).Output);
    }

    [Fact]
    public async Task A_text_that_no_interest_has_is_refused_for_measuring_too()
    {
        await using var digest = new CommandLine();
        var papers = digest.File("papers.jsonl", """{"id": "a", "title": "Kites"}""");
        var interests = digest.File("interests.jsonl", JsonSerializer.Serialize(new { id = "long", text = new string('x', 10_000_000) }));
        var ran = await digest.RunAsync("match", "--papers", papers, "--interests", interests);
        Assert.Equal((Exit.Failed, ""), (ran.Exit, ran.Output));
        Assert.Contains("interest \"long\": its text has 10000000 characters", ran.Errors, StringComparison.Ordinal);
    }

    static IReadOnlyList<string?> Names(Ran ran) =>
        [.. ran.Json.GetProperty("interests").EnumerateArray().Select(i => i.GetProperty("name").GetString())];
}
