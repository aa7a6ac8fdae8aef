using Microsoft.Extensions.Options;

namespace Digest.Composing;

internal static class ComposingSetup
{
    public static IServiceCollection AddComposing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ComposingOptions>().Bind(configuration.GetSection("Composing"))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IssueOptions>().Bind(configuration.GetSection("Issues"))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<IssueOptions>>().Value);
        return services.AddSingleton(s => new Composer(s.GetRequiredService<IOptions<ComposingOptions>>().Value));
    }
}
