using Digest.Delivering.Transports;
using Digest.Mailing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digest.Delivering;

internal static class DeliveringSetup
{
    public static IServiceCollection AddDelivering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliveringOptions>().Bind(configuration.GetSection("Delivering"))
            .ValidateDataAnnotations()
            .Validate(o => o.Relay.Port is >= 1 and <= 65535, "Delivering:Relay:Port must be 1 to 65535.")
            .Validate(o => o.Relay.Host is { Length: > 0 }, "Delivering:Relay:Host must name the relay.")
            .Validate(o => MailAddress.TryParse(o.From, out _, out _), "Delivering:From must be an e-mail address.")
            .Validate(o => o.Relay.UserName is null || o.Relay.Proofs > 0,
                "Delivering:Relay:UserName needs Delivering:Relay:Password, PasswordFile, TokenFile or TokenCommand.")
            .Validate(o => o.Relay.Proofs == 0 || o.Relay.UserName is not null,
                "Delivering:Relay:Password, PasswordFile, TokenFile or TokenCommand needs Delivering:Relay:UserName.")
            .Validate(o => o.Relay.Proofs <= 1 || !AccessTokens.AreFor(o.Relay),
                "Delivering:Relay has a token and another way to log in; give TokenFile or TokenCommand alone.")
            .Validate(o => o.Relay.UserName is null || o.Relay.Tls != TlsMode.None || o.Relay.IsLoopback,
                "Delivering:Relay:Tls is None, and a password or token must not cross a network in plain text; use StartTls or Implicit.")
            .Validate(o => o.Relay.PasswordFile is null || File.Exists(o.Relay.PasswordFile),
                "Delivering:Relay:PasswordFile names a file that is not there.")
            .Validate(o => o.Relay.TokenFile is null || File.Exists(o.Relay.TokenFile),
                "Delivering:Relay:TokenFile names a file that is not there.")
            .Validate(o => o.Relay.TrustFile is null || File.Exists(o.Relay.TrustFile),
                "Delivering:Relay:TrustFile names a file that is not there.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveringOptions>>(new ValidateDkim());
        services.AddSingleton(s => s.GetRequiredService<IOptions<DeliveringOptions>>().Value);
        services.AddSingleton<MailHeaders>();
        services.AddSingleton<DkimSigning>();
        services.AddSingleton<IMailTransport>(s => Transport(
            s.GetRequiredService<DeliveringOptions>(), s.GetRequiredService<MailHeaders>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Courier>();
        return services;
    }

    static IMailTransport Transport(DeliveringOptions options, MailHeaders headers, TimeProvider time) =>
        options.PickupFolder is { Length: > 0 } folder
            ? new PickupTransport(folder)
            : new SmtpTransport(new SmtpRelay
            {
                Host = options.Relay.Host,
                Port = options.Relay.Port,
                Tls = options.Relay.Tls,
                UserName = options.Relay.UserName,
                Password = options.Relay.PasswordFile is { } file ? File.ReadLines(file).FirstOrDefault() ?? "" : options.Relay.Password,
                AccessToken = AccessTokens.AreFor(options.Relay) ? new AccessTokens(options.Relay, time).NextAsync : null,
                ClientName = options.Relay.ClientName ?? headers.From.Domain,
                TrustFile = options.Relay.TrustFile,
            }, options.MailsPerConnection, time);

    sealed class ValidateDkim : IValidateOptions<DeliveringOptions>
    {
        public ValidateOptionsResult Validate(string? name, DeliveringOptions options) =>
            DkimSigning.Faults(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
