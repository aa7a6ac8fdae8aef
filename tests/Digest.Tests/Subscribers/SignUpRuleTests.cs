using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class SignUpRuleTests
{
    [Theory]
    [InlineData(new double[] { }, SignUpAnswer.Confirm)]
    [InlineData(new[] { 0.5 }, SignUpAnswer.TooSoon)]
    [InlineData(new[] { 23.99 }, SignUpAnswer.TooSoon)]
    [InlineData(new[] { 24.0 }, SignUpAnswer.Confirm)]
    [InlineData(new[] { 24.0, 48 }, SignUpAnswer.Confirm)]
    [InlineData(new[] { 24.0, 48, 72 }, SignUpAnswer.TooSoon)]
    [InlineData(new[] { 30.0, 60, 719 }, SignUpAnswer.TooSoon)]
    [InlineData(new[] { 30.0, 60, 720 }, SignUpAnswer.Confirm)]
    [InlineData(new[] { 1000.0, 2000, 3000, 4000 }, SignUpAnswer.Confirm)]
    internal void One_a_day_and_three_in_thirty_days(double[] hoursAgo, SignUpAnswer answer) =>
        Assert.Equal(answer, SignUpRule.Answer(Some.Morning, hoursAgo.Select(h => Some.Morning.AddHours(-h)), isNever: false));

    [Fact]
    public void Never_is_never() => Assert.Equal(SignUpAnswer.Never, SignUpRule.Answer(Some.Morning, [], isNever: true));
}
