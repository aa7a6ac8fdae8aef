using System.Text;
using Digest.Bounces;
using Xunit;

namespace Digest.Tests.Bounces;

/// <summary>Reports of many mail systems, each told for what it is, and mails that are none.</summary>
public class ReportReaderTests
{
    [Theory]
    // The mailbox is not there.
    [InlineData("postfix", "5.1.1", "550 5.1.1 <{address}>: Recipient address rejected: User unknown in virtual mailbox table", nameof(BounceCause.Gone))]
    [InlineData("postfix", "5.0.0", "550 No such user here", nameof(BounceCause.Gone))]
    [InlineData("postfix", "5.1.2", "Host or domain name not found. Name service error for name=reader.example type=A: Host not found", nameof(BounceCause.Gone))]
    [InlineData("postfix", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", nameof(BounceCause.Gone))]
    [InlineData("postfix", "5.2.1", "550 5.2.1 The account you tried to reach is disabled", nameof(BounceCause.Gone))]
    [InlineData("postfix-words", "", "550 5.1.1 User unknown", nameof(BounceCause.Gone))]
    [InlineData("exim-words", "", "550 5.1.1 {address} unknown user", nameof(BounceCause.Gone))]
    [InlineData("exim-words", "", "550 Unrouteable address", nameof(BounceCause.Gone))]
    [InlineData("exim", "5.0.0", "550 Unknown user", nameof(BounceCause.Gone))]
    [InlineData("exchange", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", nameof(BounceCause.Gone))]
    [InlineData("exchange", "5.1.1", "", nameof(BounceCause.Gone))]
    [InlineData("office365", "5.4.1", "550 5.4.1 Recipient address rejected: Access denied. [AM9]", nameof(BounceCause.Gone))]
    [InlineData("exchange-words", "", "The recipient name is not recognized 550 5.1.1", nameof(BounceCause.Gone))]
    [InlineData("gmail", "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist.", nameof(BounceCause.Gone))]
    [InlineData("gmail", "5.0.0", "DNS Error: DNS type 'mx' lookup of reader.example responded with code NXDOMAIN", nameof(BounceCause.Gone))]
    [InlineData("yahoo-words", "", "554 delivery error: dd This user doesn't have a yonder.example account ({address})", nameof(BounceCause.Gone))]
    [InlineData("qmail", "", "Sorry, no mailbox here by that name. (#5.1.1)", nameof(BounceCause.Gone))]
    [InlineData("sendmail", "5.1.1", "550 5.1.1 <{address}>... User unknown", nameof(BounceCause.Gone))]
    [InlineData("sendmail-words", "", "550 <{address}>... User unknown", nameof(BounceCause.Gone))]
    [InlineData("ses", "5.1.1", "550 5.1.1 user unknown", nameof(BounceCause.Gone))]
    [InlineData("sender-service", "5.1.1", "550 unknown recipient", nameof(BounceCause.Gone))]
    [InlineData("domino", "5.1.1", "User {address} not listed in public Name & Address Book", nameof(BounceCause.Gone))]
    [InlineData("notes-words", "", "User not listed in public Name & Address Book", nameof(BounceCause.Gone))]
    [InlineData("groupwise-words", "", "user not found", nameof(BounceCause.Gone))]
    [InlineData("groupwise", "", "no such user", nameof(BounceCause.Gone))]
    [InlineData("courier", "5.1.1", "550 User unknown.", nameof(BounceCause.Gone))]
    [InlineData("opensmtpd", "5.1.1", "550 Invalid recipient: {address}", nameof(BounceCause.Gone))]
    [InlineData("mdaemon-words", "", "550 {address}, Recipient unknown", nameof(BounceCause.Gone))]
    [InlineData("icloud", "5.1.1", "Remote SMTP server has rejected address, unknown user", nameof(BounceCause.Gone))]
    [InlineData("icewarp", "", "550 5.1.1 {address} User unknown; rejecting", nameof(BounceCause.Gone))]
    [InlineData("proofpoint", "5.1.1", "550 5.1.1 unknown or illegal recipient", nameof(BounceCause.Gone))]
    [InlineData("two-recipients", "5.1.1", "550 5.1.1 User unknown", nameof(BounceCause.Gone))]
    [InlineData("torn", "5.1.1", "550 5.1.1 User unknown", nameof(BounceCause.Gone))]
    [InlineData("html-words", "", "550 5.1.1 mailbox does not exist", nameof(BounceCause.Gone))]
    [InlineData("german-words", "", "Empfänger unbekannt", nameof(BounceCause.Gone))]
    // It is full.
    [InlineData("postfix", "5.2.2", "552 5.2.2 Over quota", nameof(BounceCause.Full))]
    [InlineData("exim-words", "", "552 mailbox {address} is full", nameof(BounceCause.Full))]
    [InlineData("exchange", "5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver; quota exceeded", nameof(BounceCause.Full))]
    [InlineData("gmail", "5.2.2", "552-5.2.2 The email account that you tried to reach is over quota.", nameof(BounceCause.Full))]
    [InlineData("qmail", "", "The users mailfolder is over the allowed quota (size). (#5.2.2)", nameof(BounceCause.Full))]
    [InlineData("dovecot", "5.2.2", "Quota exceeded (mailbox for user is full)", nameof(BounceCause.Full))]
    [InlineData("zimbra", "5.2.2", "552 5.2.2 Over quota", nameof(BounceCause.Full))]
    [InlineData("groupwise-words", "", "mailbox full", nameof(BounceCause.Full))]
    // It could not be reached.
    [InlineData("postfix", "4.4.1", "connect to mail.reader.example[192.0.2.25]:25: Connection timed out", nameof(BounceCause.Unreachable))]
    [InlineData("sendmail", "4.4.7", "421 4.4.7 delivery time expired", nameof(BounceCause.Unreachable))]
    [InlineData("exim-words", "", "retry timeout exceeded", nameof(BounceCause.Unreachable))]
    [InlineData("office365", "5.4.7", "550 5.4.7 Message expired", nameof(BounceCause.Unreachable))]
    [InlineData("qmail", "", "I'm not going to try again; this message has been in the queue too long. Connection refused (#4.4.1)", nameof(BounceCause.Unreachable))]
    [InlineData("postfix", "4.2.0", "450 4.2.0 <{address}>: Recipient address rejected: Greylisted", nameof(BounceCause.Unreachable))]
    // Nothing says for whose sake.
    [InlineData("postfix", "5.0.0", "550 Requested action not taken", nameof(BounceCause.Unclear))]
    [InlineData("exchange", "5.4.6", "554 5.4.6 Hop count exceeded", nameof(BounceCause.Unclear))]
    // It is about us.
    [InlineData("postfix", "5.7.1", "550 5.7.1 Service unavailable; client host blocked using zen.blocklist.example", nameof(BounceCause.Ours))]
    [InlineData("postfix", "5.0.0", "554 Message rejected as spam", nameof(BounceCause.Ours))]
    [InlineData("office365", "5.7.515", "550 5.7.515 Access denied, sending domain does not meet the required authentication level", nameof(BounceCause.Ours))]
    [InlineData("exchange", "5.3.4", "552 5.3.4 Message size exceeds fixed maximum message size", nameof(BounceCause.Ours))]
    [InlineData("exchange", "5.1.0", "550 5.7.1 Unable to relay", nameof(BounceCause.Ours))]
    [InlineData("gmail", "5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", nameof(BounceCause.Ours))]
    [InlineData("yahoo-words", "", "554 5.7.9 Message not accepted for policy reasons", nameof(BounceCause.Ours))]
    [InlineData("zimbra", "5.7.0", "554 5.7.0 Reject, id=4711 - INFECTED", nameof(BounceCause.Ours))]
    [InlineData("barracuda", "5.7.1", "550 permanent failure for one or more recipients ({address}:blocked)", nameof(BounceCause.Ours))]
    [InlineData("proofpoint", "5.0.0", "554 rejected due to poor reputation", nameof(BounceCause.Ours))]
    [InlineData("ses", "5.6.1", "554 5.6.1 Body type not supported", nameof(BounceCause.Ours))]
    [InlineData("dovecot", "5.0.0", "message content rejected", nameof(BounceCause.Ours))]
    [InlineData("sender-service", "5.1.8", "550 5.1.8 sender domain not found", nameof(BounceCause.Ours))]
    public void A_failure_is_told_with_its_cause_and_whom_it_is_about(string shape, string status, string says, string cause)
    {
        var report = Assert.Single(Read(Reports.Fill(shape, status, says)).Reports);
        Assert.Equal(ReportKind.Failed, report.Kind);
        Assert.Equal(cause, BounceCauses.Of(report.Status, report.Words).ToString());
        Assert.Equal(Reports.Address, report.Recipient);
        Assert.Contains("issue.2026-06-01.7.0123456789abcdef01234567@papers.example", report.Clues.MessageIds);
        if (shape is not "torn")
            Assert.Contains(Reports.NoToken, report.Clues.Tokens);
    }

    [Theory]
    [InlineData("aol-arf", "abuse")]
    [InlineData("aol-arf", "fraud")]
    [InlineData("yahoo-arf", "abuse")]
    [InlineData("yahoo-arf", "opt-out")]
    [InlineData("outlook-jmrp", "abuse")]
    public void A_complaint_is_one(string shape, string kind)
    {
        var report = Assert.Single(Read(Reports.Fill(shape, says: kind)).Reports);
        Assert.Equal((kind == "opt-out" ? ReportKind.Unsubscribe : ReportKind.Complaint, kind), (report.Kind, report.Words));
        Assert.Equal([Reports.NoToken], report.Clues.Tokens);
        Assert.Equal(shape == "aol-arf" ? "" : Reports.Address, report.Recipient);
    }

    [Theory]
    [InlineData("postfix", "delayed", "4.4.1", "connect to mail.reader.example: Connection timed out")]
    [InlineData("postfix", "relayed", "2.0.0", "250 ok")]
    [InlineData("gmail", "delayed", "4.4.1", "The recipient server did not accept our requests to connect.")]
    [InlineData("exchange", "delivered", "2.1.5", "250 2.1.5 ok")]
    [InlineData("sendmail", "expanded", "2.0.0", "")]
    [InlineData("postfix", "failed", "2.0.0", "250 strange")]
    [InlineData("exim-warning", "failed", "", "")]
    [InlineData("aol-arf", "", "", "not-spam")]
    [InlineData("dmarc-arf", "", "", "auth-failure")]
    [InlineData("receipt", "", "", "displayed")]
    [InlineData("vacation", "", "", "Out of office")]
    [InlineData("vacation-bare", "", "", "Undeliverable holidays")]
    [InlineData("ticket", "", "", "Delivery failure of your request")]
    [InlineData("challenge", "", "", "Please confirm: undelivered message")]
    [InlineData("letter", "", "", "Re: Papers of the day")]
    [InlineData("letter", "", "", "Undelivered Mail Returned to Sender")]
    [InlineData("forwarded", "", "", "Undelivered Mail Returned to Sender")]
    public void What_reports_no_failure_is_ignored(string shape, string action, string status, string says)
    {
        var returned = Read(Reports.Fill(shape, status, says, action));
        Assert.Empty(returned.Reports);
        Assert.NotEmpty(returned.Ignored);
    }

    [Fact]
    public void An_address_of_all_letters_is_read_from_its_escapes()
    {
        var report = Assert.Single(Read(Reports.Fill("global")).Reports);
        Assert.Equal(("zürich@reader.example", Reports.Address), (report.Recipient, report.OriginalRecipient));
    }

    [Fact]
    public void A_name_with_a_control_character_is_no_clue()
    {
        var source = Reports.Fill("postfix");
        var clues = Read($"In-Reply-To: <=?utf-8?q?a.b.1.c=00?=@x.example> <a.b.1.d\0@x.example> <a.b.1.e@x.example>\r\n{source}").Reports[0].Clues;
        Assert.Contains("a.b.1.e@x.example", clues.MessageIds);
        Assert.DoesNotContain([.. clues.MessageIds, .. clues.ReturnPaths, .. clues.Tokens], clue => clue.Any(char.IsControl));
    }

    [Fact]
    public void The_same_report_has_the_same_key_and_others_have_others()
    {
        var source = Reports.Fill("postfix");
        string KeyOf(string text) => Read(text).Reports[0].Key;
        Assert.Equal(KeyOf(source), KeyOf(source));
        Assert.NotEqual(KeyOf(source), KeyOf(Reports.Fill("postfix")));
        var nameless = source.Replace("Message-Id: <2", "X-Id: <2", StringComparison.Ordinal);
        Assert.NotEqual(KeyOf(nameless), KeyOf(nameless + "more"));
    }

    [Fact]
    public void Every_report_cut_anywhere_and_garbled_is_read_without_a_fault()
    {
        var random = new Random(20260601);
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("tests/Digest.Tests/Bounces/reports")))
            for (var i = 0; i < 40; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(Reports.Fill(Path.GetFileNameWithoutExtension(file)));
                for (var j = 0; j < 30; j++)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Assert.NotNull(ReportReader.Read(bytes.AsMemory(0, random.Next(bytes.Length))).Ignored);
            }
    }

    static Returned Read(string source) => ReportReader.Read(Encoding.UTF8.GetBytes(source));
}
