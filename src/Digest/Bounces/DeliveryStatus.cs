using System.Globalization;
using System.Text.RegularExpressions;
using Digest.Mailing;

namespace Digest.Bounces;

/// <summary>Reports by the book: message/delivery-status (RFC 3464) and its form for addresses of all letters,
/// message/global-delivery-status (RFC 6533). A report says of each recipient what happened; only "failed" is a failure.</summary>
internal static partial class DeliveryStatus
{
    const int MostRecipients = 100, LongestWords = 1000;

    /// <summary>Null where the mail is no such report.</summary>
    public static Returned? Read(MailPart mail, IReadOnlyList<MailPart> parts)
    {
        if (parts.FirstOrDefault(p => p.Type is "message/delivery-status" or "message/global-delivery-status") is not { } status)
            return null;
        var groups = status.Groups();
        var recipients = groups.Where(g => Field(g, "Final-Recipient") is not null || Field(g, "Original-Recipient") is not null || Field(g, "Action") is not null)
            .Take(MostRecipients).ToList();
        if (recipients.Count == 0)
            return null;
        var failed = recipients.Where(IsFailure).ToList();
        if (failed.Count == 0)
            return Returned.Nothing("a report of a mail that did not fail");
        var text = ReportReader.TextOf(parts);
        var clues = ClueReader.Read(
            mail, ReportReader.MailsIn(parts), [text], [],
            groups.SelectMany(g => (string?[])[Field(g, "Original-Envelope-Id"), Field(g, "X-Original-Message-ID")]));
        return new(
        [
            .. failed.Select(g => new Report(ReportKind.Failed)
            {
                Shape = "delivery-status",
                Recipient = AddressIn(Field(g, "Final-Recipient") ?? Field(g, "Original-Recipient") ?? ""),
                OriginalRecipient = AddressIn(Field(g, "Original-Recipient") ?? ""),
                Status = StatusIn(Field(g, "Status") ?? ""),
                Words = WordsOf(g, text),
                Clues = clues,
            }),
        ], "");
    }

    /// <summary>Delayed, relayed, delivered and expanded are none. Where nothing is said the code must.</summary>
    static bool IsFailure(IReadOnlyList<MailHeader> group)
    {
        var status = StatusIn(Field(group, "Status") ?? "");
        var action = (Field(group, "Action") ?? "").TrimStart().Split([' ', '(', ';'])[0].ToLowerInvariant();
        return action is "failed" or "failure" ? status is not ['2', ..]
            : action is not ("delayed" or "relayed" or "delivered" or "expanded") && status is ['5', ..];
    }

    /// <summary>What the server said. Systems that put nothing there say it to people.</summary>
    static string WordsOf(IReadOnlyList<MailHeader> group, string text)
    {
        var said = Field(group, "Diagnostic-Code") is { Length: > 0 } diagnostic ? Type().Replace(diagnostic, "", 1).Trim() : "";
        said = said.Length > 0 ? said : WordedReport.Reason(text);
        return said.Length > LongestWords ? said[..LongestWords] : said;
    }

    static string StatusIn(string value) => StatusCode.In(value);

    /// <summary>"rfc822; &lt;ada@example.net&gt;" and "utf-8; z\x{FC}rich@example.net" as an address.</summary>
    static string AddressIn(string value)
    {
        var text = Type().Replace(value, "", 1).Trim().Trim('<', '>', '"', '\'').Trim();
        return Escaped().Replace(text, e => int.TryParse(e.Groups["hex"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var c)
            && c is > 0x20 and < 0x110000 and not (>= 0xD800 and < 0xE000) ? char.ConvertFromUtf32(c) : e.Value);
    }

    static string? Field(IReadOnlyList<MailHeader> group, string name) =>
        group.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    [GeneratedRegex(@"^\s*[A-Za-z0-9-]{1,30}\s*;", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Type();

    [GeneratedRegex(@"\\x\{(?<hex>[0-9A-Fa-f]{1,6})\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Escaped();
}
