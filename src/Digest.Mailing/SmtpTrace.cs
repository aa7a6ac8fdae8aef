using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Net.Security;

namespace Digest.Mailing;

/// <summary>Something that passed between the two ends, as it may be shown: on one line each, secrets masked.</summary>
/// <param name="Phase">What it belongs to.</param>
/// <param name="Text">A command, a reply with all its lines, or an address.</param>
public sealed record SmtpNote(SmtpPhase Phase, SmtpNoteKind Kind, string Text)
{
    /// <summary>For a secured line: how.</summary>
    public SmtpSecurity? Security { get; init; }
}

/// <summary>Whether a note tells of a connection made, words sent or heard, or TLS begun.</summary>
public enum SmtpNoteKind
{
    Connected,
    Sent,
    Heard,
    Secured,
}

/// <summary>How a line is protected, and the certificate that the far end showed.</summary>
public sealed record SmtpSecurity(string Protocol, string Cipher, string Subject, string Issuer, DateTimeOffset Ends);

/// <summary>Tells a listener what passes; whatever is sent in AUTH, and its echoes, as asterisks.</summary>
sealed class SmtpTrace(SmtpRelay relay)
{
    const string Mask = "***";

    readonly List<string> secrets = relay.Password is { Length: > 3 } password ? [password] : [];

    public void Connected(string address) => relay.Listener?.Invoke(new SmtpNote(SmtpPhase.Connect, SmtpNoteKind.Connected, address));

    public void Sent(SmtpPhase phase, string command)
    {
        if (relay.Listener is not { } listener)
            return;
        foreach (var line in command.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            listener(new SmtpNote(phase, SmtpNoteKind.Sent, phase == SmtpPhase.Auth ? Masked(line) : line));
    }

    public void Heard(SmtpPhase phase, RawReply reply)
    {
        if (relay.Listener is not { } listener)
            return;
        var text = new StringBuilder();
        for (var i = 0; i < reply.Lines.Count; i++)
            text.Append(i > 0 ? "\n" : "").Append(reply.Code).Append(i < reply.Lines.Count - 1 ? '-' : ' ').Append(SmtpReplyParser.OneLine(reply.Lines[i]));
        foreach (var secret in secrets)
            text.Replace(secret, Mask);
        listener(new SmtpNote(phase, SmtpNoteKind.Heard, text.ToString()));
    }

    public void Secured(SslStream tls) => relay.Listener?.Invoke(new SmtpNote(SmtpPhase.Tls, SmtpNoteKind.Secured, $"{tls.SslProtocol}")
    {
        Security = tls.RemoteCertificate is X509Certificate2 certificate
            ? new SmtpSecurity($"{tls.SslProtocol}", $"{tls.NegotiatedCipherSuite}", SmtpReplyParser.OneLine(certificate.Subject),
                SmtpReplyParser.OneLine(certificate.Issuer), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()))
            : null,
    });

    /// <summary>AUTH and its mechanism may be seen; what follows, and every line of an exchange, may not.</summary>
    string Masked(string line)
    {
        var words = line.Split(' ');
        var shown = words[0] == "AUTH" ? Math.Min(2, words.Length) : 0;
        secrets.AddRange(words.Skip(shown).Where(word => word.Length > 3));
        return words.Length > shown ? string.Join(' ', [.. words.Take(shown), Mask]) : line;
    }
}
