using System.Net.Sockets;
using Digest.Mailing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Digest.Delivering.Transports;

/// <summary>What MailKit throws, as the result it stands for.</summary>
internal static class MailKitAnswers
{
    /// <summary>False: a bug of ours, and not for this file.</summary>
    public static bool IsOfTheLine(Exception fault) => fault is CommandException or ProtocolException or IOException or SocketException or OperationCanceledException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or AuthenticationException or SaslException or SslHandshakeException or NotSupportedException;

    public static SmtpResult Failure(SmtpPhase phase, Exception fault) => fault switch
    {
        AuthenticationException { InnerException: SmtpCommandException refusal } => Failure(phase, refusal),
        // What is neither yes nor no to the dot leaves the mail in doubt.
        SmtpCommandException { StatusCode: var code } when (int)code is < 300 or >= 400 => Told(phase, (int)code, fault.Message),
        ServiceNotAuthenticatedException => Told(phase, 530, fault.Message),
        SslHandshakeException or NotSupportedException when phase < SmtpPhase.Auth => Broken(SmtpPhase.Tls, fault.Message),
        OperationCanceledException => Broken(phase, "no answer in time"),
        _ => Broken(phase, fault.Message),
    };

    public static SmtpResult Broken(SmtpPhase phase, string fault) => new(phase, null, OneLine(fault));

    public static SmtpResult Told(SmtpPhase phase, int code, string text)
    {
        var status = text.Split(' ', '\n')[0];
        var isStatus = status.Count(c => c == '.') == 2 && Version.TryParse(status, out var parts) && parts.Major == code / 100;
        return new(phase, new(code, isStatus ? status : null, OneLine(isStatus ? text.Replace(status, "", StringComparison.Ordinal) : text)), null);
    }

    static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Take(500).Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
