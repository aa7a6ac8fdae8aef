using System.Globalization;
using Digest.Delivering;
using Digest.Mailing;
using Xunit;

namespace Digest.Tests.Delivering;

public class SmtpRepliesTests
{
    [Theory]
    // No usable relay, whatever it says and however firmly: no subscriber pays for it.
    [InlineData(SmtpPhase.Connect, null, OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Greeting, "421 4.3.2 too busy", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Greeting, "554 go away", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Ehlo, "502 5.5.1 what", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Tls, null, OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Tls, "454 4.7.0 TLS not available", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Auth, "535 5.7.8 wrong password", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Auth, "454 4.7.0 try later", OutcomeKind.RelayDown)]
    // The relay closes the session, or wants a login after all.
    [InlineData(SmtpPhase.Mail, "421 4.4.2 idle", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Mail, "530 5.7.0 login first", OutcomeKind.RelayDown)]
    // Our sender is refused: so would be every other mail's.
    [InlineData(SmtpPhase.Mail, "550 5.7.1 sender not allowed", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Mail, "553 5.1.8 no such domain", OutcomeKind.RelayDown)]
    [InlineData(SmtpPhase.Mail, "451 4.3.0 later", OutcomeKind.TryLater)]
    // Once the recipient is known it may be their domain that wants fewer; whether the relay itself goes down, the next mail shows.
    [InlineData(SmtpPhase.Rcpt, "421 4.7.0 too many mails", OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.FinalDot, "421 4.3.0 shutting down", OutcomeKind.TryLater)]
    // The line broke before the dot.
    [InlineData(SmtpPhase.Mail, null, OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Rcpt, null, OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Data, null, OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Body, null, OutcomeKind.TryLater)]
    // This recipient.
    [InlineData(SmtpPhase.Rcpt, "550 5.1.1 no such user", OutcomeKind.RecipientRefused)]
    [InlineData(SmtpPhase.Rcpt, "550 unknown", OutcomeKind.RecipientRefused)]
    [InlineData(SmtpPhase.Rcpt, "551 5.1.6 moved", OutcomeKind.RecipientRefused)]
    [InlineData(SmtpPhase.Rcpt, "553 5.1.3 bad address", OutcomeKind.RecipientRefused)]
    [InlineData(SmtpPhase.Rcpt, "550 5.2.1 mailbox disabled", OutcomeKind.RecipientRefused)]
    // Full, greylisted, busy.
    [InlineData(SmtpPhase.Rcpt, "552 5.2.2 mailbox full", OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Rcpt, "452 4.2.2 mailbox full", OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Rcpt, "450 4.2.0 greylisted", OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Rcpt, "451 4.7.1 greylisted", OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.Data, "451 4.3.0 later", OutcomeKind.TryLater)]
    [InlineData(SmtpPhase.FinalDot, "452 4.3.1 disk full", OutcomeKind.TryLater)]
    // Us or the mail, not the recipient.
    [InlineData(SmtpPhase.Rcpt, "550 5.7.1 blocked by policy", OutcomeKind.MailRefused)]
    [InlineData(SmtpPhase.Rcpt, "554 5.4.14 hop count", OutcomeKind.MailRefused)]
    [InlineData(SmtpPhase.Data, "554 5.5.1 no valid recipients", OutcomeKind.MailRefused)]
    [InlineData(SmtpPhase.FinalDot, "554 5.7.1 looks like spam", OutcomeKind.MailRefused)]
    [InlineData(SmtpPhase.FinalDot, "552 5.3.4 too large", OutcomeKind.MailRefused)]
    // The dot is out.
    [InlineData(SmtpPhase.FinalDot, "250 2.0.0 kept", OutcomeKind.Accepted)]
    [InlineData(SmtpPhase.FinalDot, null, OutcomeKind.InDoubt)]
    internal void An_answer_is_sorted(SmtpPhase phase, string? reply, OutcomeKind outcome) =>
        Assert.Equal(outcome, SmtpReplies.Sort(new(phase, Reply(reply), reply is null ? "the connection was closed" : null)).Kind);

    [Theory]
    [InlineData(SmtpPhase.Rcpt, "421 4.7.0 too many mails", true)]
    [InlineData(SmtpPhase.FinalDot, "451 4.7.500 server busy", true)]
    [InlineData(SmtpPhase.Data, "452 too much", true)]
    [InlineData(SmtpPhase.Rcpt, "452 4.2.2 mailbox full", false)]
    [InlineData(SmtpPhase.Rcpt, "450 4.2.0 greylisted", false)]
    [InlineData(SmtpPhase.Rcpt, "450 4.1.2 no such domain at the moment", false)]
    [InlineData(SmtpPhase.Mail, "451 4.3.0 later", false)]
    [InlineData(SmtpPhase.Rcpt, "550 5.7.1 blocked by policy", false)]
    [InlineData(SmtpPhase.FinalDot, "250 2.0.0 kept", false)]
    public void A_domain_asks_for_fewer_mails_by_what_is_about_no_single_mailbox(SmtpPhase phase, string reply, bool asks) =>
        Assert.Equal(asks, SmtpReplies.Sort(new(phase, Reply(reply), null)).AsksForFewer);

    [Fact]
    public void Our_own_refusal_is_the_mails_fault() => Assert.Equal(OutcomeKind.MailRefused,
        SmtpReplies.Sort(new(SmtpPhase.Mail, null, "larger than the relay takes") { RefusedHere = true }).Kind);

    [Fact]
    public void The_ledger_gets_the_phase_and_the_words()
    {
        var outcome = SmtpReplies.Sort(new(SmtpPhase.FinalDot, Reply("554 5.7.1 looks like spam"), null));
        Assert.Equal(("final_dot", "554 5.7.1 looks like spam"), (outcome.Phase, outcome.Reply));
        Assert.Equal("timed out", SmtpReplies.Sort(new(SmtpPhase.Connect, null, "timed out")).Reply);
    }

    static SmtpReply? Reply(string? line)
    {
        if (line is null)
            return null;
        var words = line.Split(' ');
        var isEnhanced = words[1].Contains('.');
        return new(int.Parse(words[0], CultureInfo.InvariantCulture), isEnhanced ? words[1] : null, string.Join(' ', words.Skip(isEnhanced ? 2 : 1)));
    }
}
