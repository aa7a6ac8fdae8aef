using System.Globalization;
using System.Text;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>A day's failed mails as a table for any spreadsheet (RFC 4180). Readers stand in it by number and by the domain of their
/// address, as a mail lies about for years; who may see the rest asks `digest why`.</summary>
internal static class FailedList
{
    public static byte[] Write(IEnumerable<FailedMail> mails)
    {
        var text = new StringBuilder("\ufeff"); // by which spreadsheets know UTF-8
        Row(text, "ended", "kind", "about", "subscriber", "domain", "attempts", "relay", "reply");
        foreach (var mail in mails)
            Row(text, mail.Ended.ToSecond(), mail.Kind, mail.About,
                mail.Subscriber.ToString(CultureInfo.InvariantCulture), mail.Address[(mail.Address.LastIndexOf('@') + 1)..], mail.Attempts.ToString(CultureInfo.InvariantCulture),
                mail.Relay ?? "", mail.Reply ?? "");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        for (var n = 0; n < cells.Length; n++)
            text.Append(n > 0 ? "," : "").Append(Cell(cells[n]));
        text.Append("\r\n");
    }

    /// <summary>What a relay says is data: no spreadsheet is to take it for a formula.</summary>
    internal static string Cell(string value)
    {
        if (value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal))
            value = "'" + value;
        return value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }
}
