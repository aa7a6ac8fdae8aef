using Digest.Mailing;

namespace Digest.Bounces;

/// <summary>Complaints: somebody pressed "this is spam" (RFC 5965), or their provider's own "unsubscribe" (opt-out). What says the contrary or is
/// about signatures is none.</summary>
internal static class FeedbackReport
{
    const string OutlooksOwn = "X-HmXmrOriginalRecipient";

    /// <summary>Null where the mail is no such report.</summary>
    public static Returned? Read(MailPart mail, IReadOnlyList<MailPart> parts)
    {
        var fields = parts.FirstOrDefault(p => p.Type == "message/feedback-report")?.Groups().SelectMany(g => g).ToList();
        // Outlook's programme passes the mail on with no feedback part, and says who in a header of its own.
        var outlook = fields is null ? parts.Concat(ReportReader.MailsIn(parts)).Select(p => p.Header(OutlooksOwn)).FirstOrDefault(v => v is not null) : null;
        if (fields is null && outlook is null)
            return null;
        var kind = fields is null ? "abuse" : (Field(fields, "Feedback-Type") ?? "").Trim().ToLowerInvariant();
        if (kind is not ("abuse" or "fraud" or "opt-out" or "opt-out-list"))
            return Returned.Nothing("feedback that is no complaint");
        var to = fields is null ? outlook : Field(fields, "Original-Rcpt-To") ?? Field(fields, "Removal-Recipient");
        return new(
        [
            new(kind.StartsWith("opt-out", StringComparison.Ordinal) ? ReportKind.Unsubscribe : ReportKind.Complaint)
            {
                Shape = fields is null ? "outlook" : "feedback-report",
                Recipient = ClueReader.Addresses(to ?? "").FirstOrDefault() ?? "",
                Words = kind,
                Clues = ClueReader.Read(mail, ReportReader.MailsIn(parts), [], [Field(fields ?? [], "Original-Mail-From")], [Field(fields ?? [], "Original-Envelope-Id")]),
            },
        ], "");
    }

    static string? Field(IEnumerable<MailHeader> fields, string name) =>
        fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}
