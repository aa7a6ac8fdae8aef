using Microsoft.Extensions.Options;

namespace Digest.Composing;

internal static class ComposingSetup
{
    public static IServiceCollection AddComposing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ComposingOptions>().Bind(configuration.GetSection("Composing"))
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(s => new Composer(s.GetRequiredService<IOptions<ComposingOptions>>().Value));
    }
}
