using Microsoft.Extensions.DependencyInjection;

namespace Digest.Subscribers;

internal static class SubscribersSetup
{
    public static IServiceCollection AddSubscribers(this IServiceCollection services) => services.AddSingleton<Subscriptions>();
}
