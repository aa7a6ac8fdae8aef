using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest.Subscribers;

internal static class SubscribersSetup
{
    public static IServiceCollection AddSubscribers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SubscribersOptions>().Bind(configuration.GetSection("Subscribers")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SubscribersOptions>, Check>();
        services.AddSingleton(s => new RefusedAddresses(s.GetRequiredService<IOptions<SubscribersOptions>>().Value));
        services.AddSingleton(s => new AllowedDomains(s.GetRequiredService<IOptions<SubscribersOptions>>().Value));
        return services.AddSingleton<Subscriptions>();
    }

    sealed class Check : IValidateOptions<SubscribersOptions>
    {
        public ValidateOptionsResult Validate(string? name, SubscribersOptions options)
        {
            try
            {
                _ = new AllowedDomains(options);
                _ = new RefusedAddresses(options);
                return ValidateOptionsResult.Success;
            }
            catch (InvalidDataException fault)
            {
                return ValidateOptionsResult.Fail(fault.Message);
            }
        }
    }
}
