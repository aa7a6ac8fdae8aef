using System.Security.Cryptography;
using Digest.Mailing;

namespace Digest.Bounces;

/// <summary>Tells what a mail that came in is: a report by its structure first (RFC 3464, RFC 5965), then by the shapes that mail
/// systems are known for, else nothing of ours. Any bytes; never throws.</summary>
internal static class ReportReader
{
    public static Returned Read(ReadOnlyMemory<byte> source)
    {
        var mail = MailPart.Read(source);
        var parts = Walk(mail).ToList();
        var returned = FeedbackReport.Read(mail, parts) ?? DeliveryStatus.Read(mail, parts)
            ?? (LeaveRequest.Read(mail, parts) is { } leave ? new Returned([], "a wish to leave") { Leave = leave } : null) ?? WordedReport.Read(mail, parts)
            ?? Returned.Nothing(AutomaticReply.Is(mail) ? "an automatic reply" : "no report");
        if (returned.Reports.Count == 0)
            return returned;
        var name = mail.Header("Message-ID") is { Length: > 4 } id ? id : Convert.ToHexStringLower(SHA256.HashData(source.Span));
        return returned with { Reports = [.. returned.Reports.Select(r => r with { Key = $"{name} {r.Kind} {r.Recipient.ToLowerInvariant()}" })] };
    }

    /// <summary>The parts of a mail, and not of the mails in it: what somebody forwards was not sent to us.</summary>
    static IEnumerable<MailPart> Walk(MailPart part) => part.Parts.SelectMany(Walk).Prepend(part);

    /// <summary>Our mail, or its headers, as a report brings them back.</summary>
    public static IEnumerable<MailPart> MailsIn(IEnumerable<MailPart> parts) => parts.Where(p => p.Type is "message/rfc822" or "message/global"
        or "text/rfc822-headers" or "text/rfc822-header" or "message/global-headers" or "message/rfc822-headers" or "text/rfc822").Take(3).Select(p => p.Message());

    /// <summary>What a person would read in it.</summary>
    public static string TextOf(IReadOnlyList<MailPart> parts) => parts.FirstOrDefault(p => p.Type == "text/plain")?.Text()
        ?? (parts.FirstOrDefault(p => p.Type == "text/html") is { } html ? WordedReport.WithoutTags(html.Text()) : "");
}
