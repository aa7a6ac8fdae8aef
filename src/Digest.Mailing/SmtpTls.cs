using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Digest.Mailing;

/// <summary>The TLS handshake, failing closed, and its faults in words an operator can act on.</summary>
static class SmtpTls
{
    /// <summary>A wire over TLS. It starts with an empty buffer: whatever came in before the handshake is thrown away,
    /// so that nothing injected there is ever taken for a reply (RFC 3207 section 5).</summary>
    public static async Task<(SmtpWire? Wire, SmtpResult? Failure)> ProtectAsync(
        SmtpWire plain, SmtpRelay relay, TimeProvider time, CancellationToken ct)
    {
        X509Certificate2Collection? trusted = null;
        if (relay.TrustFile is not null && TrustFileFault(relay.TrustFile, out trusted) is { } unreadable)
        {
            plain.Cut();
            return (null, SmtpResult.Broken(SmtpPhase.Tls, unreadable));
        }

        string? distrust = null;
        var tls = new SslStream(plain.Stream, leaveInnerStreamOpen: false, (_, certificate, chain, errors) =>
        {
            distrust = errors == SslPolicyErrors.None ? null : Explain(relay, time, certificate as X509Certificate2, chain, errors);
            return distrust is null;
        });

        var step = await plain.InPhaseAsync(SmtpPhase.Tls, async token =>
        {
            try
            {
                await tls.AuthenticateAsClientAsync(Options(relay, trusted), token);
                return default;
            }
            catch (AuthenticationException e)
            {
                return plain.Broken(SmtpPhase.Tls, distrust ?? $"the TLS handshake failed: {(e.InnerException ?? e).Message}");
            }
        }, ct);

        if (step.Fault is null)
            new SmtpTrace(relay).Secured(tls);
        if (step.Fault is null)
            return (new SmtpWire(plain.Socket, tls, relay, time, secure: true), null);
        await tls.DisposeAsync();
        return (null, step.Result);
    }

    static SslClientAuthenticationOptions Options(SmtpRelay relay, X509Certificate2Collection? trusted)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = relay.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            // Revocation lists and OCSP would make mail depend on a third party's server; relays are pinned by name.
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        return options;
    }

    static string? TrustFileFault(string path, out X509Certificate2Collection? trusted)
    {
        trusted = [];
        try
        {
            trusted.ImportFromPemFile(path);
            return trusted.Count > 0 ? null : $"the trust file {path} holds no certificate";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"the trust file cannot be read: {e.Message}";
        }
    }

    static string Explain(SmtpRelay relay, TimeProvider time, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the relay showed no certificate";
        if (certificate.NotAfter < time.GetLocalNow().DateTime)
            return FormattableString.Invariant($"the relay's certificate expired on {certificate.NotAfter:yyyy-MM-dd}");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"the relay's certificate is for {Names(certificate)}, not for {relay.Host}";
        var status = string.Join(", ", chain?.ChainStatus.Select(s => s.Status.ToString()).Distinct(StringComparer.Ordinal) ?? []);
        return $"the relay's certificate is not trusted ({status}); issued by {Capped(certificate.Issuer)}";
    }

    static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).ToList();
        return Capped(names.Count > 0 ? string.Join(", ", names) : certificate.Subject);
    }

    // A certificate's words are the far end's words.
    static string Capped(string text) => string.Concat(text.Where(c => HeaderText.IsOneLine([c])).Take(200));
}
