using System.Text.Json;
using Xunit;

namespace Digest.Tests.Commands;

public class SearchCommandTests
{
    static string Line(string id, string title, string published) => JsonSerializer.Serialize(new { id, title, published, authors = new[] { "Jane Doe" } });

    [Fact]
    public async Task Papers_are_found_by_words_among_those_of_the_days_asked_for()
    {
        await using var digest = new CommandLine();
        await digest.RunAsync("gather", "--file", digest.File("old.jsonl", Line("2601.90001", "Kites over Land", "2026-01-10")), "--at", "2026-01-10T10:00Z");
        await digest.RunAsync("gather", "--file", digest.File("new.jsonl", Line("2607.90001", "Kites at Sea", "2026-07-14")), "--at", "2026-07-15T10:00Z");

        var found = (await digest.RunAsync("search", "kites", "--json", "--at", "2026-07-16T10:00Z")).Json;
        Assert.Equal((1, 90), (found.GetProperty("papers").GetInt32(), found.GetProperty("days").GetInt32()));
        Assert.Equal("arxiv:2607.90001", found.GetProperty("found")[0].GetProperty("paper").GetString());
        Assert.InRange(found.GetProperty("found")[0].GetProperty("score").GetDouble(), 0.15, 1);

        var all = await digest.RunAsync("search", "kites", "--days", "0", "--at", "2026-07-16T10:00Z");
        Assert.Equal(0, all.Exit);
        Assert.Contains("Kites at Sea\n    Jane Doe · 2026-07-14 · https://arxiv.org/abs/2607.90001", all.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Kites over Land", all.Output, StringComparison.Ordinal);
        Assert.Contains("None of 1 papers is about this.", (await digest.RunAsync("search", "moths", "--at", "2026-07-16T10:00Z")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--days must be 0 to 36500.", "search", "kites", "--days", "-1")]
    [InlineData("WORDS are empty", "search", " ")]
    public async Task Wrong_usage_is_told(string told, params string[] args)
    {
        await using var digest = new CommandLine();
        var refused = await digest.RunAsync(args);
        Assert.Equal(2, refused.Exit);
        Assert.Contains(told, refused.Errors, StringComparison.Ordinal);
    }
}
