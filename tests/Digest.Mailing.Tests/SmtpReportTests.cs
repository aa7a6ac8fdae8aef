using Digest.Demo;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>What a relay is asked to report (DSN, RFC 3461), and only where it offers to.</summary>
public class SmtpReportTests
{
    readonly List<string> commands = [];

    [Fact]
    public async Task Where_reports_are_offered_failures_and_delays_are_asked_for_by_headers_alone()
    {
        await SendAsync("250-x\r\n250-PIPELINING\r\n250 DSN", "bounce@example.org", "reader+papers=x@example.org", "issue.2026-07-17.a=b+c@example.org");
        Assert.Equal(
            [
                "MAIL FROM:<bounce@example.org> RET=HDRS ENVID=issue.2026-07-17.a+3Db+2Bc@example.org",
                "RCPT TO:<reader+papers=x@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;reader+2Bpapers+3Dx@example.org",
            ],
            commands.Skip(1).Take(2));
    }

    [Fact]
    public async Task An_address_beyond_ascii_is_named_in_the_form_that_any_relay_carries()
    {
        await SendAsync("250-x\r\n250-DSN\r\n250 SMTPUTF8", "bounce@example.org", "jürgen+1\U0001F642@bücher.example", null);
        Assert.Equal("MAIL FROM:<bounce@example.org> SMTPUTF8 RET=HDRS", commands[1]);
        Assert.Equal(@"RCPT TO:<jürgen+1🙂@xn--bcher-kva.example> NOTIFY=FAILURE,DELAY ORCPT=utf-8;j\x{FC}rgen\x{2B}1\x{1F642}@xn--bcher-kva.example", commands[2]);
    }

    [Theory]
    [InlineData("250 x", "bounce@example.org")] // not offered
    [InlineData("250-x\r\n250 DSN", "")] // nobody to report to
    public async Task Otherwise_nothing_is_asked(string offer, string sender)
    {
        await SendAsync(offer, sender, "reader@example.org", "id@example.org");
        Assert.Equal([$"MAIL FROM:<{sender}>", "RCPT TO:<reader@example.org>"], commands.Skip(1).Take(2));
    }

    [Fact]
    public async Task A_name_longer_than_the_standard_allows_is_left_out()
    {
        await SendAsync("250-x\r\n250 DSN", "bounce@example.org", "reader@example.org", new string('x', 90) + "=a@example.org");
        Assert.Equal("MAIL FROM:<bounce@example.org> RET=HDRS", commands[1]);
    }

    async Task SendAsync(string offer, string sender, string recipient, string? envelopeId)
    {
        var mailbox = new Mailbox(TimeProvider.System);
        await using var listener = MailboxListener.Start(mailbox, script: line =>
        {
            commands.Add(line);
            return line.StartsWith("EHLO", StringComparison.Ordinal) ? offer : null;
        });
        commands.Clear();
        var relay = new SmtpRelay { Host = "127.0.0.1", Port = listener.Port, Tls = TlsMode.None };
        await using var connection = (await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct)).Connection!;
        var result = await connection.SendAsync(sender, Some.Address(recipient), "a\r\n"u8.ToArray(), _ => default, Some.Ct, envelopeId);
        Assert.True(result.Accepted, result.ToString());
        commands.RemoveAll(line => line.Length == 0);
    }
}
