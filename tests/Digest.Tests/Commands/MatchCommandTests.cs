using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>"digest match": files of papers and interests in, scores out.</summary>
public class MatchCommandTests
{
    const string Papers = """
        {"id": "folding", "title": "Folding Proteins by Candlelight", "abstract": "We fold a protein by night and look at its shape."}
        {"id": "unfolding", "title": "Unfolding in Daylight", "abstract": "A protein comes apart by day, and we look at its shape."}
        {"id": "soap", "title": "Robots and Wet Soap", "abstract": "A hand of rubber holds what slips."}
        {"id": "hands", "title": "Hands of Rubber", "abstract": "A robot hand of rubber holds eggs, soap and what slips."}
        """;

    [Fact]
    public async Task Words_give_the_papers_that_say_them_best_first()
    {
        var scores = await MatchAsync("""{"id": "a", "text": "protein folding"}""");
        Assert.Equal(["folding", "unfolding"], scores.Select(s => s.Paper));
        Assert.True(scores[0].Score > 2 * scores[1].Score);
        Assert.All(scores, s => Assert.InRange(s.Score, 0.0001, 1));
    }

    [Fact]
    public async Task Liked_papers_give_those_like_them()
    {
        var scores = await MatchAsync("""{"id": "a", "liked": ["soap"]}""");
        Assert.Equal(["soap", "hands"], scores.Take(2).Select(s => s.Paper));
    }

    [Fact]
    public async Task Candidates_are_all_scored_even_at_nothing()
    {
        var scores = await MatchAsync("""{"id": "a", "text": "protein", "candidates": ["soap", "folding"]}""");
        Assert.Equal(["soap", "folding"], scores.Select(s => s.Paper));
        Assert.Equal(0, scores[0].Score);
    }

    [Fact]
    public async Task Only_so_many_are_given_as_asked_for()
    {
        Assert.Single(await MatchAsync("""{"id": "a", "text": "protein"}""", "--top", "1"));
        await using var digest = new CommandLine();
        Assert.Equal(2, (await digest.RunAsync("match", "--papers", "p", "--interests", "i", "--top", "0")).Exit);
    }

    [Fact]
    public async Task A_line_that_is_none_is_named()
    {
        await using var digest = new CommandLine();
        var papers = digest.File("papers.jsonl", Papers + "\n{\"title\": \"Nameless\"}");
        var answer = await digest.RunAsync("match", "--papers", papers, "--interests", digest.File("interests.jsonl", "{}"));
        Assert.Equal(1, answer.Exit);
        Assert.Contains("papers.jsonl, line 5: id is missing", answer.Errors, StringComparison.Ordinal);
    }

    /// <summary>The floors are what a page of plain code reaches: BM25 with phrases, a centroid of word pairs for likes.</summary>
    [Theory]
    [InlineData("conf-author-keywords", "ndcg10 0.394")]
    [InlineData("cacm", "ndcg10 0.510")]
    [InlineData("cranfield", "ndcg10 0.375")]
    [InlineData("csfcube", "map 0.519")]
    [InlineData("daily-submitters", "auc 0.887, ndcg5 0.694")]
    public async Task Judged_papers_rank_no_worse_than_by_plain_methods(string task, string floors)
    {
        var (data, python) = (Environment.GetEnvironmentVariable("DIGEST_DATA"), Environment.GetEnvironmentVariable("DIGEST_PYTHON"));
        Assert.SkipWhen(string.IsNullOrEmpty(data), "DIGEST_DATA does not name the data folder.");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "DIGEST_PYTHON does not say which python3 to ask.");
        var folder = Path.Combine(data!, "relevance", task);
        await using var digest = new CommandLine();
        var answer = await digest.RunAsync(
            "match", "--papers", Path.Combine(folder, "papers.jsonl"), "--interests", Path.Combine(folder, "interests.jsonl"));
        using var script = Process.Start(new ProcessStartInfo(python!)
        {
            ArgumentList = { Path.Combine(data!, "measure", "relevance.py"), folder, digest.File("run.jsonl", answer.Output) },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var scored = JsonElement.Parse(await script.StandardOutput.ReadToEndAsync());
        TestContext.Current.TestOutputHelper!.WriteLine(scored.ToString());
        Assert.Equal(0, scored.GetProperty("unscored_candidates").GetInt32());
        Assert.All(floors.Split(", ").Select(f => f.Split(' ')), floor => Assert.True(
            scored.GetProperty(floor[0]).GetDouble() >= double.Parse(floor[1], CultureInfo.InvariantCulture),
            $"{task}: {scored}, below {floor[0]} {floor[1]}"));
    }

    static async Task<List<(string Paper, double Score)>> MatchAsync(string interest, params string[] more)
    {
        await using var digest = new CommandLine();
        var answer = await digest.RunAsync(
            ["match", "--papers", digest.File("papers.jsonl", Papers), "--interests", digest.File("interests.jsonl", interest), .. more]);
        Assert.Equal(0, answer.Exit);
        return [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))
            .Select(line => (line.GetProperty("paper").GetString()!, line.GetProperty("score").GetDouble()))];
    }
}
