using Microsoft.Extensions.Options;

namespace Digest.Ranking;

internal static class RankingSetup
{
    public static IServiceCollection AddRanking(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RankingOptions>().Bind(configuration.GetSection("Ranking"))
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(s => new Ranker(s.GetRequiredService<IOptions<RankingOptions>>().Value));
    }
}
