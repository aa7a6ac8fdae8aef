using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest.Bounces;

internal static class BouncesSetup
{
    public static IServiceCollection AddBounces(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BouncesOptions>().Bind(configuration.GetSection("Bounces"))
            .Validate(o => o.Maildir.Length == 0 || Maildir.IsOne(o.Maildir), "Bounces:Maildir must be a Maildir that is there: a folder with new and cur in it.")
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<BouncesOptions>>().Value);
        return services.AddSingleton<BounceIntake>();
    }
}
