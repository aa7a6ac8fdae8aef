using System.Globalization;
using System.Net;
using Digest.Mailing;

namespace Digest.Delivering;

/// <summary>Settings of section Delivering:Relay, the one relay there is, or of one in Delivering:Relays.</summary>
internal sealed class RelayOptions
{
    /// <summary>What the log, `digest why` and `digest smtp test` call it; Host:Port when empty. Mails in doubt and mails put off
    /// go to the relay of this name again, so it is not changed lightly.</summary>
    public string Name { get; set; } = "";

    public string Host { get; set; } = "127.0.0.1";

    /// <summary>1 to 65535.</summary>
    public int Port { get; set; } = 25;

    /// <summary>None, StartTls or Implicit; there is no "if offered", so nothing falls back to plain text.</summary>
    public TlsMode Tls { get; set; } = TlsMode.None;

    public string? UserName { get; set; }

    /// <summary>The password; better in a file that PasswordFile names, as for every secret.</summary>
    public string? Password { get; set; }

    /// <summary>A file that holds an access token for UserName (AUTH XOAUTH2), instead of a password; read before each login.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A program and its arguments, one an entry, that prints such a token. Run without a shell, for at most 30 s.</summary>
    public IList<string> TokenCommand { get; init; } = [];

    /// <summary>Name in EHLO; the From domain when empty.</summary>
    public string? ClientName { get; set; }

    /// <summary>PEM file of the authorities to trust instead of the system's.</summary>
    public string? TrustFile { get; set; }

    /// <summary>Its share of the mails among relays, 1 to 1,000: one with 3 takes three times as many as one with 1.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>Dialogues with it at the same time, 1 to 64; Delivering:Connections when not set.</summary>
    public int? Connections { get; set; }

    /// <summary>Mails over one connection, 1 to 10,000; Delivering:MailsPerConnection when not set.</summary>
    public int? MailsPerConnection { get; set; }

    /// <summary>Mails it is given in any minute, by each process, 1 to 1,000,000; no limit when not set.</summary>
    public int? MailsPerMinute { get; set; }

    /// <summary>Where these settings stand, for messages about them.</summary>
    internal string Key { get; set; } = "Delivering:Relay";

    /// <summary>How many of the three ways to prove who UserName is were given; one is right.</summary>
    internal int Proofs => new[] { Password is not null, TokenFile is not null, TokenCommand.Count > 0 }.Count(given => given);

    public string EffectiveName => Name.Length > 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    public bool IsLoopback => Host is "localhost" || IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip);

    /// <summary>What is wrong, each with its key; empty when all is well.</summary>
    /// <param name="key">Of this section: Delivering:Relay, Delivering:Relays:0.</param>
    public IEnumerable<string> Faults(string key)
    {
        if (Host is not { Length: > 0 })
            yield return $"{key}:Host must name the relay.";
        if (Port is < 1 or > 65535)
            yield return $"{key}:Port must be 1 to 65535.";
        if (UserName is not null && Proofs == 0)
            yield return $"{key}:UserName needs {key}:Password, PasswordFile, TokenFile or TokenCommand.";
        if (UserName is null && Proofs > 0)
            yield return $"{key}:Password, PasswordFile, TokenFile or TokenCommand needs {key}:UserName.";
        if (Proofs > 1 && AccessTokens.AreFor(this))
            yield return $"{key} has a token and another way to log in; give TokenFile or TokenCommand alone.";
        if (UserName is not null && Tls == TlsMode.None && !IsLoopback)
            yield return $"{key}:Tls is None, and a password or token must not cross a network in plain text; use StartTls or Implicit.";
        if (TokenFile is not null && !File.Exists(TokenFile))
            yield return $"{key}:TokenFile names a file that is not there.";
        if (TrustFile is not null && !File.Exists(TrustFile))
            yield return $"{key}:TrustFile names a file that is not there.";
        if (ClientName is { } client && !SmtpRelay.IsClientName(client))
            yield return $"{key}:ClientName must be a domain name or an address literal such as [192.0.2.1].";
        if (Weight is < 1 or > 1_000)
            yield return $"{key}:Weight must be 1 to 1000.";
        if (Connections is < 1 or > 64)
            yield return $"{key}:Connections must be 1 to 64.";
        if (MailsPerConnection is < 1 or > 10_000)
            yield return $"{key}:MailsPerConnection must be 1 to 10000.";
        if (MailsPerMinute is < 1 or > 1_000_000)
            yield return $"{key}:MailsPerMinute must be 1 to 1000000; leave it out for no limit.";
    }

    /// <param name="domain">Of From, for EHLO.</param>
    public SmtpRelay ToRelay(string domain, TimeProvider time) => new()
    {
        Host = Host,
        Port = Port,
        Tls = Tls,
        UserName = UserName,
        Password = Password,
        AccessToken = AccessTokens.AreFor(this) ? new AccessTokens(this, time).NextAsync : null,
        ClientName = ClientName ?? domain,
        TrustFile = TrustFile,
    };
}
