using System.Globalization;
using System.Text;

namespace Digest.Mailing;

/// <summary>MAIL and RCPT with what the relay offers: SIZE (RFC 1870), 8BITMIME (6152), SMTPUTF8 (6531), and reports of what could
/// not be delivered (DSN, 3461). Nothing goes in that was not checked as an address or written as xtext.</summary>
static class SmtpCommands
{
    // RFC 3461 section 4: ENVID is of at most 100 characters, ORCPT of 500.
    const int LongestEnvelopeId = 100, LongestOriginal = 500;

    public const string Data = "DATA\r\n";

    public static string Mail(SmtpExtensions offered, in SmtpEnvelope envelope)
    {
        var line = new StringBuilder("MAIL FROM:<", 160).Append(envelope.SenderText).Append('>');
        if (offered.Size)
            line.Append(" SIZE=").Append(envelope.Message.Length);
        if (envelope.NeedsSmtpUtf8)
            line.Append(" SMTPUTF8");
        if (!envelope.IsAscii)
            line.Append(" BODY=8BITMIME");
        if (WantsReports(offered, envelope))
        {
            // Whoever reads a report needs its status, not the papers once more.
            line.Append(" RET=HDRS");
            if (envelope.Id is not null && Xtext(envelope.Id) is { Length: <= LongestEnvelopeId } id)
                line.Append(" ENVID=").Append(id);
        }

        return line.Append("\r\n").ToString();
    }

    public static string Rcpt(SmtpExtensions offered, in SmtpEnvelope envelope)
    {
        var to = envelope.To.ToString();
        if (!WantsReports(offered, envelope))
            return $"RCPT TO:<{to}>\r\n";
        // RFC 6533 section 3: an address beyond ASCII has a form of its own, which any relay can carry.
        var original = envelope.To.NeedsSmtpUtf8 ? $"utf-8;{Escaped(to)}" : $"rfc822;{Xtext(to)}";
        return $"RCPT TO:<{to}> NOTIFY=FAILURE,DELAY{(original.Length <= LongestOriginal ? $" ORCPT={original}" : "")}\r\n";
    }

    /// <summary>A mail without a sender has nobody to report to.</summary>
    static bool WantsReports(SmtpExtensions offered, in SmtpEnvelope envelope) => offered.Dsn && envelope.From is not null;

    /// <summary>RFC 3461 section 4: printable ASCII but for plus and equals sign; the others as plus and two hex digits.</summary>
    static string Xtext(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.AsSpan().ContainsAny('+', '='))
            return text;
        var xtext = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
            _ = b is >= (byte)'!' and <= (byte)'~' and not ((byte)'+' or (byte)'=') ? xtext.Append((char)b) : xtext.Append(CultureInfo.InvariantCulture, $"+{b:X2}");
        return xtext.ToString();
    }

    // utf-8-addr-xtext of RFC 6533.
    static string Escaped(string address)
    {
        var escaped = new StringBuilder(address.Length);
        foreach (var rune in address.EnumerateRunes())
            _ = rune.Value is >= '!' and <= '~' and not ('+' or '=' or '\\') ? escaped.Append((char)rune.Value)
                : escaped.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");
        return escaped.ToString();
    }
}

/// <summary>One mail as a relay is asked to take it, looked through once.</summary>
/// <param name="From">Null is the null sender.</param>
readonly record struct SmtpEnvelope(MailAddress? From, MailAddress To, ReadOnlyMemory<byte> Message, string? Id)
{
    public string SenderText { get; } = From?.ToString() ?? "";

    public bool IsAscii { get; } = Ascii.IsValid(Message.Span);

    public bool NeedsSmtpUtf8 => To.NeedsSmtpUtf8 || From is { NeedsSmtpUtf8: true } || (!IsAscii && !Ascii.IsValid(Headers));

    ReadOnlySpan<byte> Headers => Message.Span.IndexOf("\r\n\r\n"u8) is >= 0 and var end ? Message.Span[..end] : Message.Span;
}
