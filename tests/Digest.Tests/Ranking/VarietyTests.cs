using Digest.Papers;
using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

public class VarietyTests
{
    static RankedPaper Paper(string title, double score, string text) =>
        new(new Paper { Title = title, Abstract = text }, 0, score, new(RankReasonKind.New, 0), null);

    static string Order(double variety, params RankedPaper[] ranked) => string.Join(' ',
        new Variety(new RankingOptions { Variety = variety }).Apart(ranked).Select(p => p.Paper.Title));

    const string Sails = "Wooden sails turn slowly under autumn winds while millers measure grain, torque, weather and patience.";
    const string Moths = "Nocturnal moths navigate gardens using polarised moonlight, scent gradients, memory, humidity plus luck.";

    [Fact]
    public void A_near_duplicate_makes_room_for_another_subject() => Assert.Equal("a1 b1 a2", Order(0.6,
        Paper("a1", 10, Sails), Paper("a2", 9, Sails + " Again."), Paper("b1", 7, Moths)));

    [Fact]
    public void A_far_better_near_duplicate_stays() => Assert.Equal("a1 a2 b1", Order(0.6,
        Paper("a1", 100, Sails), Paper("a2", 90, Sails), Paper("b1", 7, Moths)));

    [Fact]
    public void What_papers_of_one_field_share_costs_nothing() => Assert.Equal("a b", Order(1,
        Paper("a", 10, "Language models answer questions about maps with retrieved neighbours and careful prompting strategies"),
        Paper("b", 9.9, "Language models write music under strict counterpoint rules learned from annotated choral archives")));

    [Fact]
    public void Without_variety_the_score_alone_orders() => Assert.Equal("a1 a2 b1", Order(0,
        Paper("a1", 10, Sails), Paper("a2", 9, Sails), Paper("b1", 8.9, Moths)));

    [Fact]
    public void Nobody_is_lost_beyond_the_first_places()
    {
        RankedPaper[] ranked = [.. Enumerable.Range(0, 300).Select(i => Paper($"p{i}", 300 - i, i % 3 == 0 ? Sails : Moths))];
        var apart = new Variety(new RankingOptions()).Apart(ranked);
        Assert.Equal(ranked.Select(p => p.Paper.Title).Order(), apart.Select(p => p.Paper.Title).Order());
        Assert.Equal(ranked.Except(apart.Take(20)), apart.Skip(20));
    }
}
