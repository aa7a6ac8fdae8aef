using System.Globalization;
using System.Text;

namespace Digest.Mailing;

/// <summary>MAIL and RCPT with what the relay offers: SIZE (RFC 1870), 8BITMIME (6152), SMTPUTF8 (6531), and reports of what could
/// not be delivered (DSN, 3461). Nothing goes in that was not checked as an address or written as xtext.</summary>
static class SmtpCommands
{
    // RFC 3461 section 4: ENVID is of at most 100 characters, ORCPT of 500.
    const int LongestEnvelopeId = 100, LongestOriginal = 500;

    public static string Mail(SmtpExtensions offered, MailAddress? from, bool needsUtf8, ReadOnlySpan<byte> message, string? envelopeId)
    {
        var line = new StringBuilder("MAIL FROM:<").Append(from).Append('>');
        if (offered.Size)
            line.Append(CultureInfo.InvariantCulture, $" SIZE={message.Length}");
        if (needsUtf8)
            line.Append(" SMTPUTF8");
        if (!Ascii.IsValid(message))
            line.Append(" BODY=8BITMIME");
        if (WantsReports(offered, from))
        {
            // Whoever reads a report needs its status, not the papers once more.
            line.Append(" RET=HDRS");
            if (envelopeId is not null && Xtext(envelopeId) is { Length: <= LongestEnvelopeId } id)
                line.Append(" ENVID=").Append(id);
        }

        return line.Append("\r\n").ToString();
    }

    public static string Rcpt(SmtpExtensions offered, MailAddress? from, MailAddress to)
    {
        var line = new StringBuilder("RCPT TO:<").Append(to).Append('>');
        if (WantsReports(offered, from))
        {
            line.Append(" NOTIFY=FAILURE,DELAY");
            // RFC 6533 section 3: an address beyond ASCII has a form of its own, which any relay can carry.
            var original = to.NeedsSmtpUtf8 ? $"utf-8;{Escaped(to.ToString())}" : $"rfc822;{Xtext(to.ToString())}";
            if (original.Length <= LongestOriginal)
                line.Append(" ORCPT=").Append(original);
        }

        return line.Append("\r\n").ToString();
    }

    /// <summary>A mail without a sender has nobody to report to.</summary>
    static bool WantsReports(SmtpExtensions offered, MailAddress? from) => offered.Dsn && from is not null;

    /// <summary>RFC 3461 section 4: printable ASCII but for plus and equals sign; the others as plus and two hex digits.</summary>
    internal static string Xtext(string text)
    {
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
            _ = rune.Value is >= '!' and <= '~' and not ('+' or '=' or '\\') ? escaped.Append((char)rune.Value) : escaped.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");
        return escaped.ToString();
    }
}
