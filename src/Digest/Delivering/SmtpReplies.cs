using System.Globalization;
using Digest.Mailing;

namespace Digest.Delivering;

/// <summary>
/// Sorts the relay's answers into outcomes; the one place that knows the codes. The first row that fits decides. The rule
/// behind it: only a refusal of RCPT with an address or mailbox status is about the recipient; every other permanent
/// refusal is about us or the mail (RFC 3463, RFC 5321 part 4.2).
/// </summary>
internal static class SmtpReplies
{
    static readonly Row[] Table =
    [
        // 354 came and the dot was written, but its answer did not come or made no sense (RFC 1047).
        new(r => r.InDoubt, OutcomeKind.InDoubt),
        new(r => r.Accepted, OutcomeKind.Accepted),

        // Our own refusal, before anything was sent: too big, needs SMTPUTF8. Another try meets the same.
        new(r => r.RefusedHere, OutcomeKind.MailRefused),

        // No usable relay: not reached, no TLS, login refused (535, 534, 530), 421 on the way in. 454 is temporary, and so is
        // every fault here: a relay is repaired, a subscriber must not pay for it.
        new(r => r.Phase <= SmtpPhase.Auth, OutcomeKind.RelayDown),

        // The line broke before the dot: certainly not taken over.
        new(r => r.Reply is null, OutcomeKind.TryLater),

        // 530 and 535 after MAIL mean the relay wants a login after all. 421 closes the session at any point: before a
        // recipient was named it is about us, later it may be the recipient's domain that wants fewer mails.
        new(r => r.Reply!.Code is 530 or 535 || (r.Reply.Code is 421 && r.Phase == SmtpPhase.Mail), OutcomeKind.RelayDown),

        // MAIL refused for good: 553 or 550 5.7.x "sender not allowed". It would refuse the next mail as well.
        new(r => r.Phase == SmtpPhase.Mail && IsPermanent(r), OutcomeKind.RelayDown),

        // 552 at RCPT is an over-full mailbox or quota: temporary (RFC 5321 part 4.5.3.1.10).
        new(r => r.Phase == SmtpPhase.Rcpt && r.Reply!.Code == 552, OutcomeKind.TryLater),

        // 550 5.7.1 and its like at RCPT are policy or reputation: about us.
        new(r => r.Phase == SmtpPhase.Rcpt && IsPermanent(r) && Subject(r) is 4 or 7, OutcomeKind.MailRefused),

        // 550 5.1.1 no such user, 551, 553, 550 without a status.
        new(r => r.Phase == SmtpPhase.Rcpt && IsPermanent(r), OutcomeKind.RecipientRefused),

        // 554 5.6.x, 5.7.x after DATA or the dot: content or policy.
        new(IsPermanent, OutcomeKind.MailRefused),

        // 421 to one mail, 450, 451, 452 and every other 4yz: greylisting, load, quota. Judged by its first digit.
        new(_ => true, OutcomeKind.TryLater),
    ];

    public static DeliveryOutcome Sort(SmtpResult result) => new(
        Table.First(row => row.Fits(result)).Outcome,
        Phase(result.Phase),
        result.Reply?.ToString() ?? result.Fault ?? "no answer")
    {
        AsksForFewer = AsksForFewer(result),
    };

    /// <summary>421 and 45x once the recipient is known, unless they are about one address or mailbox (4.1.x, 4.2.x: also how Postfix
    /// greylists).</summary>
    static bool AsksForFewer(SmtpResult result) =>
        result is { Phase: >= SmtpPhase.Rcpt, Reply.Code: 421 or (>= 450 and < 460) } && Subject(result) is not (1 or 2);

    static bool IsPermanent(SmtpResult result) => result.Reply is { Code: >= 500 and < 600 };

    /// <summary>The middle digit of the enhanced status (5.7.1 → 7); 0 without one.</summary>
    static int Subject(SmtpResult result) =>
        result.Reply?.EnhancedCode?.Split('.') is [_, var subject, ..] && int.TryParse(subject, CultureInfo.InvariantCulture, out var digit) ? digit : 0;

    static string Phase(SmtpPhase phase) => phase == SmtpPhase.FinalDot ? "final_dot" : phase.ToString().ToLowerInvariant();

    sealed record Row(Func<SmtpResult, bool> Fits, OutcomeKind Outcome);
}
