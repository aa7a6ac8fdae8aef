using Microsoft.Extensions.DependencyInjection;

namespace Digest.Demo;

internal static class DemoSetup
{
    /// <summary>The mailbox that the demo shows; nothing outside the demo.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, Mailbox? mailbox) =>
        mailbox is null ? services : services.AddSingleton(mailbox);
}
