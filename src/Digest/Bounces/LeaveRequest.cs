using System.Text.RegularExpressions;
using Digest.Mailing;

namespace Digest.Bounces;

/// <summary>
/// A mail that asks for no more letters, as mail programs write it to the address in List-Unsubscribe (RFC 2369). It is believed for the
/// signed text in its subject, or behind the + of the address it came to, and never for its From, which anybody can write.
/// </summary>
/// <param name="Tokens">What may be that text; empty where somebody wrote "unsubscribe" and nothing more.</param>
/// <param name="IsAutomatic">A program wrote it on somebody's behalf who knows nothing of it.</param>
internal sealed partial record LeaveRequest(IReadOnlyList<string> Tokens, bool IsAutomatic)
{
    const int MostTokens = 5;

    /// <summary>Null for a mail that asks for no such thing.</summary>
    public static LeaveRequest? Read(MailPart mail, IReadOnlyList<MailPart> parts)
    {
        var subject = mail.Header("Subject") ?? "";
        var tokens = ClueReader.Tokens(subject).Concat(ClueReader.CameToAddresses(mail).SelectMany(BehindPlus)).Distinct(StringComparer.Ordinal).Take(MostTokens).ToList();
        if (tokens.Count == 0 && !Words().IsMatch(subject.Trim().Length > 0 ? subject : ReportReader.TextOf(parts).Trim()))
            return null;
        return new(tokens, AutomaticReply.Is(mail)
            || mail.Header("Precedence")?.Trim().ToLowerInvariant() is "bulk" or "list" or "junk"
            || mail.Header("Return-Path")?.Trim() == "<>");
    }

    static IEnumerable<string> BehindPlus(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return plus >= 0 && at > plus ? ClueReader.Tokens(address[(plus + 1)..at]) : [];
    }

    [GeneratedRegex(@"^\W*((please|bitte)\W+)?(unsubscribe|unsubscribe me|remove me|abmelden|abbestellen|austragen)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
