using Digest.Bounces;
using Xunit;

namespace Digest.Tests.Bounces;

public class SuppressionRuleTests
{
    static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(nameof(BounceCause.Gone), nameof(Proof.Token), false, 1)]
    [InlineData(nameof(BounceCause.Gone), nameof(Proof.Dialogue), false, 0.5)]
    [InlineData(nameof(BounceCause.Gone), nameof(Proof.ReturnPath), false, 1)]
    [InlineData(nameof(BounceCause.Gone), nameof(Proof.MessageId), false, 1)]
    [InlineData(nameof(BounceCause.Gone), nameof(Proof.MessageId), true, 0.25)]
    [InlineData(nameof(BounceCause.Gone), nameof(Proof.Address), false, 0.2)]
    [InlineData(nameof(BounceCause.Full), nameof(Proof.Token), false, 0.25)]
    [InlineData(nameof(BounceCause.Unreachable), nameof(Proof.Token), true, 0.25)]
    [InlineData(nameof(BounceCause.Unclear), nameof(Proof.Dialogue), false, 0.25)]
    [InlineData(nameof(BounceCause.Full), nameof(Proof.Address), false, 0.05)]
    [InlineData(nameof(BounceCause.Ours), nameof(Proof.Dialogue), false, 0)]
    [InlineData(nameof(BounceCause.Ours), nameof(Proof.Address), false, 0)]
    public void A_bounce_weighs_by_its_cause_and_its_proof(string cause, string proof, bool isElsewhere, double weight) =>
        Assert.Equal(weight, SuppressionRule.Weight(Enum.Parse<BounceCause>(cause), Enum.Parse<Proof>(proof), isElsewhere));

    [Theory]
    [InlineData(1, 4, false)]
    [InlineData(1, 5, true)]
    [InlineData(7, 5, false)]
    [InlineData(7, 6, true)]
    [InlineData(30, 100, false)]
    public void Quarters_add_up_to_enough_only_if_they_come_often(int everyDays, int times, bool isEnough) =>
        Assert.Equal(isEnough, SuppressionRule.IsEnough(SuppressionRule.Score(
            Enumerable.Range(0, times).Select(n => new Bounce(Now.AddDays(-n * everyDays), 0.25, Proof.Token)), Now)));

    [Fact]
    public void Of_a_day_only_the_worst_counts() =>
        Assert.Equal(0.25, SuppressionRule.Score(Enumerable.Repeat(new Bounce(Now, 0.25, Proof.Token), 40), Now));

    [Fact]
    public void A_score_halves_in_thirty_days() =>
        Assert.Equal(0.5, SuppressionRule.Score([new(Now.AddDays(-30), 1, Proof.Token)], Now), 6);

    [Fact]
    public void Hearsay_never_comes_to_more_than_half() =>
        Assert.Equal(0.5, SuppressionRule.Score(Enumerable.Range(0, 100).Select(n => new Bounce(Now.AddDays(-n), 0.2, Proof.Address)), Now));

    [Fact]
    public void Hearsay_beside_what_was_seen_adds_to_it() =>
        Assert.Equal(0.45, SuppressionRule.Score([new(Now, 0.25, Proof.Token), new(Now, 0.2, Proof.Address)], Now), 6);

    [Fact]
    public void One_that_is_dated_in_the_future_counts_as_now() =>
        Assert.Equal(1, SuppressionRule.Score([new(Now.AddDays(300), 1, Proof.Token)], Now));

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal(0, SuppressionRule.Score([], Now));
}
