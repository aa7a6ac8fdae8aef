using Microsoft.Extensions.Options;

namespace Digest.Matching;

internal static class MatchingSetup
{
    public static IServiceCollection AddMatching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MatchingOptions>().Bind(configuration.GetSection("Matching"))
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(s => s.GetRequiredService<IOptions<MatchingOptions>>().Value);
    }
}
