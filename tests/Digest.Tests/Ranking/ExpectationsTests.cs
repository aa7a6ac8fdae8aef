using Digest.Papers;
using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

/// <summary>What is expected of a paper before anybody voted.</summary>
public class ExpectationsTests
{
    static readonly RankingOptions Options = new();

    static Candidate Paper(string submitter = "", string author = "", string category = "") => new(
        new Paper { Title = "it", Authors = author.Length > 0 ? [author] : [], Categories = category.Length > 0 ? [category] : [] },
        [], [new("votes", default, 0, submitter)]);

    static Expectations Known(params (Candidate, string, double)[] settled) => new(settled, Options);

    [Fact]
    public void Until_a_source_has_shown_what_is_usual_the_setting_says() =>
        Assert.Equal(Options.UsualVotes, Known().At("votes", Paper()), 6);

    [Fact]
    public void A_source_shows_what_is_usual_there()
    {
        var known = Known([.. Enumerable.Range(0, 40).Select(_ => (Paper(), "votes", 200.0))]);
        Assert.InRange(known.At("votes", Paper()), 100, 200);
        Assert.Equal(Options.UsualVotes, known.At("other", Paper()), 6);
        Assert.InRange(known.UsualAt("votes")!.Value, 100, 200);
        Assert.Null(known.UsualAt("other"));
    }

    [Fact]
    public void Who_drew_crowds_before_is_expected_to_again_and_one_success_says_less_than_five()
    {
        (Candidate, string, double)[] others = [.. Enumerable.Range(0, 20).Select(_ => (Paper("somebody"), "votes", 10.0))];
        double After(int successes) => Known([.. others, .. Enumerable.Range(0, successes).Select(_ => (Paper("star"), "votes", 300.0))])
            .At("votes", Paper("star"));
        Assert.True(After(1) > 1.2 * After(0));
        Assert.True(After(5) > 1.5 * After(1));
    }

    [Fact]
    public void Authors_and_categories_say_something_too()
    {
        (Candidate, string, double)[] seen =
        [
            .. Enumerable.Range(0, 10).Select(_ => (Paper(author: "Ada", category: "cs.CL"), "votes", 90.0)),
            .. Enumerable.Range(0, 10).Select(_ => (Paper(author: "Bo", category: "cs.DB"), "votes", 5.0)),
        ];
        var known = Known(seen);
        Assert.True(known.At("votes", Paper(author: "Ada")) > known.At("votes", Paper()));
        Assert.True(known.At("votes", Paper(category: "cs.DB")) < known.At("votes", Paper()));
        Assert.True(known.Beyond(Paper(author: "Ada", category: "cs.CL")) > 0);
    }

    [Fact]
    public void No_paper_is_its_own_evidence()
    {
        var (own, other) = (Paper("star"), Paper("somebody"));
        var known = Known((own, "votes", 500.0), (other, "votes", 5.0));
        Assert.Equal(0, known.Beyond(own), 9);
    }
}
