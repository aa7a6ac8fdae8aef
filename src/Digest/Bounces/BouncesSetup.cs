using Digest.Subscribers;
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
            .Validate(o => o.Lmtp.Length == 0 || LmtpPort.TryRead(o.Lmtp, out _),
                "Bounces:Lmtp must be an address and port (127.0.0.1:2424), or the absolute path of a unix socket, of 100 characters at most.")
            .Validate(o => o.UnsubscribeAddress.Length == 0 || EmailAddress.TryParse(o.UnsubscribeAddress, out _, out _),
                "Bounces:UnsubscribeAddress must be an e-mail address, such as leave@bounce.example.org.")
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<BouncesOptions>>().Value);
        services.AddSingleton<LeaveRoute>().AddSingleton<LmtpPort>().AddHostedService(s => s.GetRequiredService<LmtpPort>());
        return services.AddSingleton<BounceIntake>();
    }
}
