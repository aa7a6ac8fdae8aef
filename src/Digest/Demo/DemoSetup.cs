using Digest.Delivering;
using Microsoft.Extensions.DependencyInjection;

namespace Digest.Demo;

internal static class DemoSetup
{
    /// <summary>The mailbox that the demo shows, its only relay whatever the settings name; nothing outside the demo.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, Mailbox? mailbox) =>
        mailbox is null ? services : services.AddSingleton(mailbox).PostConfigure<DeliveringOptions>(o => o.Relays.Clear());
}
