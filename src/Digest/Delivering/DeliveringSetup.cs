using System.Globalization;
using Digest.Delivering.Transports;
using Digest.Mailing;
using Digest.Rendering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Digest.Delivering;

internal static class DeliveringSetup
{
    /// <summary>What speaks SMTP to relays in this build.</summary>
#if USE_MAILKIT
    public const string Smtp = "MailKit";
#else
    public const string Smtp = "Digest.Mailing";
#endif

    public static IServiceCollection AddDelivering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliveringOptions>().Bind(configuration.GetSection("Delivering"))
            .PostConfigure(o =>
            {
                for (var n = 0; n < o.Relays.Count; n++)
                    o.Relays[n].Key = string.Create(CultureInfo.InvariantCulture, $"Delivering:Relays:{n}");
            })
            .ValidateDataAnnotations()
            .Validate(o => MailAddress.TryParse(o.From, out _, out _), "Delivering:From must be an e-mail address.")
            .Validate(o => SiteOptions.IsOneLine(o.FromName), "Delivering:FromName must be one line of text, without control characters.")
            .Validate(o => o.PickupFolder is not { Length: > 0 } folder || !File.Exists(folder), "Delivering:PickupFolder must name a folder; it is a file.")
            .Validate(o => o.ReturnPath.Length == 0 || (MailAddress.TryParse(o.ReturnPath, out var path, out _) && path!.Local.Length <= ReturnPath.LongestLocal),
                $"Delivering:ReturnPath must be an e-mail address with at most {ReturnPath.LongestLocal} characters before the @.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveringOptions>>(new ValidateLists());
        services.AddSingleton(s => s.GetRequiredService<IOptions<DeliveringOptions>>().Value);
        services.AddSingleton<MailHeaders>();
        services.AddSingleton<ReturnPath>();
        services.AddSingleton<DkimSigning>();
        services.AddSingleton<IMailTransport>(s => Transport(
            s.GetRequiredService<DeliveringOptions>(), s.GetRequiredService<MailHeaders>(), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<SmtpTransport>>()));
        // Spreads paces a little; nothing that must be repeatable.
        services.AddSingleton(s => new DomainPaces(
            s.GetRequiredService<TimeProvider>(), () => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1000) / 1000d));
        services.AddSingleton<RelayTrial>().AddSingleton<RouteMail>();
        services.AddSingleton<OperatorMail>();
        services.AddSingleton<Courier>();
        return services;
    }

    static IMailTransport Transport(DeliveringOptions options, MailHeaders headers, TimeProvider time, ILogger log) =>
        options.PickupFolder is { Length: > 0 } folder
            ? new PickupTransport(folder, options.Connections)
            : new SmtpTransport([.. options.EffectiveRelays.Select(relay => new Relay(
                relay, relay.ToRelay(headers.From.Domain, time), Limits(options, relay), time, log))], time);

    static PoolLimits Limits(DeliveringOptions options, RelayOptions relay) => new(
        relay.Connections ?? options.Connections, relay.MailsPerConnection ?? options.MailsPerConnection,
        options.ConnectionAge, options.ConnectionIdle);

    sealed class ValidateLists : IValidateOptions<DeliveringOptions>
    {
        public ValidateOptionsResult Validate(string? name, DeliveringOptions options) =>
            (List<string>)[.. DkimSigning.Faults(options), .. options.RelayFaults()] is { Count: > 0 } faults
                ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
