using System.Net;

namespace Digest.Mailing;

/// <summary>How a connection is protected. There is no "if offered": plain text is chosen, never fallen back to.</summary>
public enum TlsMode
{
    None,

    /// <summary>STARTTLS (RFC 3207), and nothing without it.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314), usually port 465.</summary>
    Implicit,
}

/// <summary>Where mail is handed over, and how.</summary>
public sealed record SmtpRelay
{
    public required string Host { get; init; }

    public int Port { get; init; } = 587;

    public TlsMode Tls { get; init; } = TlsMode.StartTls;

    /// <summary>With a name, AUTH is required; without, it is not tried.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Gives a token for UserName, or says in its place why there is none: AUTH XOAUTH2 is used, and Password is not.
    /// Asked before each connection; bound in time by the caller. Must not throw but for cancellation.</summary>
    public Func<CancellationToken, Task<(string? Token, string? Fault)>>? AccessToken { get; init; }

    /// <summary>How the client names itself in EHLO: its domain name or an address literal.</summary>
    public string ClientName
    {
        get;
        init => field = IsClientName(value)
            ? value
            : throw HeaderText.Refused($"'{value}' is neither a domain name nor an address literal.");
    } = "localhost";

    /// <summary>A PEM file with the certificates to trust instead of the system's: a private CA, a test.</summary>
    public string? TrustFile { get; init; }

    /// <summary>Told all that passes, for someone who looks for what is wrong; secrets masked. Null: nobody listens.</summary>
    public Action<SmtpNote>? Listener { get; init; }

    internal SmtpTimeouts Timeouts { get; init; } = new();

    /// <summary>The address alone: a relay may stand in a log, its password never.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>The same relay for somebody who waits beside it: no answer before the text of a mail may take longer than that.</summary>
    public SmtpRelay WaitingAtMost(TimeSpan limit) => this with { Timeouts = Timeouts.AtMost(limit) };

    /// <summary>Whether EHLO may say this name.</summary>
    public static bool IsClientName(string? name) =>
        name is { Length: > 0 and <= 255 } && name.All(char.IsAscii) &&
        (Uri.CheckHostName(name) == UriHostNameType.Dns || IsAddressLiteral(name));

    // [192.0.2.1] or [IPv6:2001:db8::1], RFC 5321 section 4.1.3.
    static bool IsAddressLiteral(string name)
    {
        if (!name.StartsWith('[') || !name.EndsWith(']'))
            return false;
        var inside = name[1..^1];
        return IPAddress.TryParse(inside.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inside[5..] : inside, out _);
    }
}

/// <summary>The longest that each phase may take in all, however the bytes trickle. RFC 5321 section 4.5.3.2, where it
/// says something; a digest's body is about one of the blocks that it grants three minutes.</summary>
internal sealed record SmtpTimeouts
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Ehlo { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Tls { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan Auth { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan Mail { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Rcpt { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Data { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan Body { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan FinalDot { get; init; } = TimeSpan.FromMinutes(10);

    public SmtpTimeouts AtMost(TimeSpan limit)
    {
        TimeSpan Less(TimeSpan patience) => patience < limit ? patience : limit;
        return this with { Connect = Less(Connect), Greeting = Less(Greeting), Ehlo = Less(Ehlo), Tls = Less(Tls), Auth = Less(Auth), Mail = Less(Mail), Rcpt = Less(Rcpt) };
    }

    internal TimeSpan Of(SmtpPhase phase) => phase switch
    {
        SmtpPhase.Connect => Connect,
        SmtpPhase.Greeting => Greeting,
        SmtpPhase.Ehlo => Ehlo,
        SmtpPhase.Tls => Tls,
        SmtpPhase.Auth => Auth,
        SmtpPhase.Mail => Mail,
        SmtpPhase.Rcpt => Rcpt,
        SmtpPhase.Data => Data,
        SmtpPhase.Body => Body,
        _ => FinalDot,
    };
}
