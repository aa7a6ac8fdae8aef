using Digest.Benchmarks.Trending;
using Xunit;

namespace Digest.Tests.Ranking;

/// <summary>The top ten of a list against what ends on top, over generated months whose end is known. The figures of fifty
/// months, with how sure they are, come from tests/Digest.Benchmarks.</summary>
public class TrendingMeasureTests
{
    const int Months = 6;

    [Fact]
    public async Task The_first_ten_hold_more_of_what_ends_on_top_than_votes_Hacker_News_and_Reddit()
    {
        var data = Environment.GetEnvironmentVariable("DIGEST_DATA");
        var python = Environment.GetEnvironmentVariable("DIGEST_PYTHON");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "DIGEST_DATA does not name the data folder.");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "DIGEST_PYTHON does not say which python3 to ask");

        var run = new VotesRun(new());
        for (var seed = 1; seed <= Months; seed++)
            run.Add(await VoteMonth.GenerateAsync(python!, Path.Combine(data!, "measure", "votes.py"), seed));

        foreach (var hours in VotesRun.Hours)
            foreach (var rival in VotesRun.Names.Skip(1))
                Assert.True(run.Mean(hours, "ours") >= run.Mean(hours, rival),
                    $"{hours} h: ours {run.Mean(hours, "ours"):F4}, {rival} {run.Mean(hours, rival):F4}");
    }
}
