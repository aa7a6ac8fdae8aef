using Digest.Matching;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>The order of matches against what people judged relevant. The floors are what a plain BM25 reaches.</summary>
public class RelevanceTests
{
    [Theory]
    [InlineData("conf-author-keywords", 0.321)]
    [InlineData("cacm", 0.48)]
    [InlineData("cranfield", 0.369)]
    public void Matching_ranks_judged_papers_no_worse_than_plain_BM25(string task, double floor)
    {
        var value = JudgedTask.Read(task).NdcgAt10(new MatchingOptions());
        TestContext.Current.TestOutputHelper!.WriteLine($"{task} nDCG@10 {value:F4}");
        Assert.True(value >= floor, $"{task}: nDCG@10 {value:F4}, below {floor}");
    }
}
