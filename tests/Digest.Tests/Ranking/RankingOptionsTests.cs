using Digest.Composing;
using Digest.Matching;
using Digest.Ranking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Digest.Tests.Ranking;

public class RankingOptionsTests
{
    static ServiceProvider Configured(string key, string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value }).Build();
        return new ServiceCollection().AddRanking(configuration).AddMatching(configuration).AddComposing(configuration)
            .BuildServiceProvider();
    }

    [Fact]
    public void Settings_are_read_from_their_section()
    {
        using var services = Configured("Ranking:EditionTime", "07:30");
        Assert.Equal(new TimeOnly(7, 30), services.GetRequiredService<IOptions<RankingOptions>>().Value.EditionTime);
        Assert.NotNull(services.GetRequiredService<Ranker>());
        Assert.NotNull(services.GetRequiredService<Composer>());
        Assert.NotNull(services.GetRequiredService<MatchingOptions>());
    }

    [Theory]
    [InlineData("Ranking:WindowDays", "0")]
    [InlineData("Ranking:HalfLife", "00:00:00")]
    [InlineData("Ranking:VoteHalfLife", "00:10:00")]
    [InlineData("Ranking:TailShare", "1")]
    [InlineData("Ranking:TailHalfLife", "90.00:00:00")]
    [InlineData("Ranking:Rhythm", "1.1")]
    [InlineData("Ranking:Memory", "00:00:01")]
    [InlineData("Ranking:PriorWeight", "0")]
    [InlineData("Ranking:UsualVotes", "0")]
    [InlineData("Ranking:CommentWeight", "-1")]
    [InlineData("Ranking:StarWeight", "101")]
    [InlineData("Ranking:StarTrust", "2")]
    [InlineData("Ranking:BurstFactor", "0.5")]
    [InlineData("Ranking:BurstVotes", "-1")]
    [InlineData("Ranking:SubmitterWeight", "1.5")]
    [InlineData("Ranking:AuthorWeight", "-0.1")]
    [InlineData("Ranking:CategoryWeight", "7")]
    [InlineData("Ranking:UnknownVotes", "-1")]
    [InlineData("Ranking:RiseWeight", "3")]
    [InlineData("Ranking:Variety", "1.2")]
    [InlineData("Ranking:VariedPlaces", "201")]
    [InlineData("Matching:Threshold", "1.5")]
    [InlineData("Matching:MostMatches", "0")]
    [InlineData("Composing:TrendingSlots", "-1")]
    public void A_setting_out_of_range_is_refused_by_name(string key, string value)
    {
        using var services = Configured(key, value);
        var refusal = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }
}
