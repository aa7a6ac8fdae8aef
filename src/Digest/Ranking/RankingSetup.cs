using Microsoft.Extensions.Options;

namespace Digest.Ranking;

internal static class RankingSetup
{
    public static IServiceCollection AddRanking(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RankingOptions>().Bind(configuration.GetSection("Ranking"))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<RankingOptions>>().Value);
        return services.AddSingleton<Ranker>();
    }
}
