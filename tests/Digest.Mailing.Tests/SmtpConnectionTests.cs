using System.Text;
using Digest.Demo;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Against the demo's mailbox: a real server that keeps what it takes.</summary>
public class SmtpConnectionTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    readonly Mailbox mailbox = new(TimeProvider.System);

    [Fact]
    public async Task A_mail_arrives_byte_for_byte_and_the_connection_takes_the_next()
    {
        await using var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        var first = Some.Bytes(Some.Message());
        var second = Some.Bytes(MailMessageTests.Varied(new Random(1)));

        Assert.True((await SendAsync(connection, first)).Accepted);
        Assert.True((await SendAsync(connection, second)).Accepted);
        Assert.Equal(2, connection.Sent);
        await connection.QuitAsync(default);

        var mails = await mailbox.WaitForAsync(2, Patience, Some.Ct);
        Assert.Equal([first, second], mails.Select(mail => mail.Source));
        Assert.All(mails, mail => Assert.Equal(("bounce+1@example.org", "reader@example.org"), (mail.EnvelopeFrom, mail.EnvelopeTo)));
        Assert.Equal(1, listener.Connections);
        Assert.False(connection.IsUsable);
    }

    [Theory]
    [InlineData(".\r\n")]
    [InlineData(".\r\n.\r\n..\r\n...\r\nx\r\n.")]
    [InlineData("a\r\n.\r\nMAIL FROM:<x@example.org>\r\nRCPT TO:<y@example.org>\r\n")]
    [InlineData("no end")]
    [InlineData("")]
    public async Task Lines_of_dots_arrive_as_they_were(string body)
    {
        await using var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        Assert.True((await SendAsync(connection, Encoding.ASCII.GetBytes(body))).Accepted);
        Assert.True((await SendAsync(connection, Encoding.ASCII.GetBytes("next\r\n"))).Accepted);
        var mails = await mailbox.WaitForAsync(2, Patience, Some.Ct);
        Assert.Equal(body.Length == 0 || body.EndsWith("\r\n", StringComparison.Ordinal) ? body : body + "\r\n", Encoding.ASCII.GetString(mails[0].Source));
    }

    [Fact]
    public async Task A_large_mail_of_dots_survives_the_buffer_ends()
    {
        await using var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        var random = new Random(5);
        var body = string.Concat(Enumerable.Range(0, 30_000).Select(_ => new string('.', random.Next(12)) + "\r\n")) + "x";
        Assert.True((await SendAsync(connection, Encoding.ASCII.GetBytes(body))).Accepted);
        Assert.Equal(body + "\r\n", Encoding.ASCII.GetString((await mailbox.WaitForAsync(1, Patience, Some.Ct))[0].Source));
    }

    [Theory]
    [InlineData("RCPT", "450 4.2.1 try later", SmtpPhase.Rcpt)]
    [InlineData("RCPT", "550 5.1.1 no such user", SmtpPhase.Rcpt)]
    [InlineData("MAIL", "552 5.3.4 too large", SmtpPhase.Mail)]
    [InlineData("DATA", "451 4.3.0 not now", SmtpPhase.Data)]
    [InlineData(".", "554 5.7.1 content refused", SmtpPhase.FinalDot)]
    [InlineData(".", "451 4.7.1 try later", SmtpPhase.FinalDot)]
    public async Task A_refused_mail_says_where_and_why_and_the_next_one_goes(string at, string reply, SmtpPhase phase)
    {
        var refusals = 1;
        await using var listener = MailboxListener.Start(mailbox, script: line =>
            line.StartsWith(at, StringComparison.Ordinal) && Interlocked.Decrement(ref refusals) == 0 ? reply : null);
        await using var connection = await OpenAsync(listener);

        var refused = await SendAsync(connection, "a\r\n"u8.ToArray());
        Assert.Equal((phase, reply), (refused.Phase, refused.Reply?.ToString()));
        Assert.False(refused.Accepted || refused.InDoubt || refused.RefusedHere);
        Assert.True(connection.IsUsable);

        Assert.True((await SendAsync(connection, "b\r\n"u8.ToArray())).Accepted);
        Assert.Equal("b\r\n", Encoding.ASCII.GetString((await mailbox.WaitForAsync(1, Patience, Some.Ct)).Single().Source));
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData(".")]
    public async Task After_421_the_connection_is_not_used_again(string at)
    {
        await using var listener = MailboxListener.Start(mailbox, script: line => line.StartsWith(at, StringComparison.Ordinal) ? "421 4.3.2 closing" : null);
        await using var connection = await OpenAsync(listener);
        var result = await SendAsync(connection, "a\r\n"u8.ToArray());
        Assert.Equal(421, result.Reply?.Code);
        Assert.False(connection.IsUsable);
        Assert.Equal("the connection is closed", (await SendAsync(connection, "b\r\n"u8.ToArray())).Fault);
    }

    [Fact]
    public async Task A_reply_lost_after_the_dot_leaves_the_mail_in_doubt()
    {
        await using var listener = MailboxListener.Start(mailbox, script: line => line == "." ? MailboxListener.KeepAndDrop : null);
        await using var connection = await OpenAsync(listener);
        var result = await SendAsync(connection, "a\r\n"u8.ToArray());
        Assert.True(result.InDoubt);
        Assert.False(connection.IsUsable);
        Assert.Equal(1, mailbox.Received);
    }

    [Fact]
    public async Task If_the_hand_over_cannot_be_recorded_no_dot_is_written()
    {
        await using var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        await Assert.ThrowsAsync<InvalidDataException>(() => connection.SendAsync(
            "a@example.org", Some.Address(), "a\r\n"u8.ToArray(), _ => throw new InvalidDataException("another worker has it"), default));
        Assert.False(connection.IsUsable);
        await listener.DisposeAsync();
        Assert.Equal(0, mailbox.Received);
    }

    [Fact]
    public async Task Cancelling_before_the_dot_drops_the_mail()
    {
        await using var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.SendAsync("a@example.org", Some.Address(), "a\r\n"u8.ToArray(), async ct =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }, stop.Token));
        await listener.DisposeAsync();
        Assert.Equal(0, mailbox.Received);
    }

    [Fact]
    public async Task Cancelling_after_the_dot_still_hears_the_reply()
    {
        using var stop = new CancellationTokenSource();
        await using var listener = MailboxListener.Start(mailbox, script: line =>
        {
            if (line == ".")
                stop.Cancel();
            return null;
        });
        await using var connection = await OpenAsync(listener);
        Assert.True((await connection.SendAsync("a@example.org", Some.Address(), "a\r\n"u8.ToArray(), _ => default, stop.Token)).Accepted);
    }

    [Fact]
    public async Task Everything_but_the_dot_is_there_when_the_hand_over_is_recorded()
    {
        var asked = 0;
        await using var listener = MailboxListener.Start(mailbox, script: line => line == "." && Volatile.Read(ref asked) == 0 ? "554 dot before its time" : null);
        await using var connection = await OpenAsync(listener);
        var result = await connection.SendAsync("a@example.org", Some.Address(), "a\r\n"u8.ToArray(), async _ =>
        {
            await Task.Yield();
            Assert.Equal(0, mailbox.Received);
            Volatile.Write(ref asked, 1);
        }, default);
        Assert.True(result.Accepted, result.ToString());
    }

    [Fact]
    public async Task Each_command_is_answered_in_turn_where_pipelining_is_not_offered()
    {
        await using var listener = MailboxListener.Start(mailbox, script: line =>
            line.StartsWith("EHLO", StringComparison.Ordinal) ? "250 plain" : line.StartsWith("RCPT TO:<no@", StringComparison.Ordinal) ? "550 5.1.1 no" : null);
        await using var connection = await OpenAsync(listener);
        var refused = await connection.SendAsync("", Some.Address("no@example.org"), "a\r\n"u8.ToArray(), _ => default, default);
        Assert.Equal(SmtpPhase.Rcpt, refused.Phase);
        Assert.True((await connection.SendAsync("", Some.Address(), "a\r\n"u8.ToArray(), _ => default, default)).Accepted);
        Assert.Equal("", (await mailbox.WaitForAsync(1, Patience, Some.Ct))[0].EnvelopeFrom);
    }

    [Fact]
    public async Task An_address_beyond_ascii_goes_where_it_is_understood_and_is_refused_here_where_not()
    {
        var offer = "250-x\r\n250-SMTPUTF8\r\n250 8BITMIME";
        var commands = new List<string>();
        await using var listener = MailboxListener.Start(mailbox, script: line =>
        {
            commands.Add(line);
            return line.StartsWith("EHLO", StringComparison.Ordinal) ? offer : null;
        });
        await using (var connection = await OpenAsync(listener))
            Assert.True((await connection.SendAsync("", Some.Address("jürgen@bücher.example"), "a\r\n"u8.ToArray(), _ => default, default)).Accepted);
        Assert.Contains("MAIL FROM:<> SMTPUTF8", commands, StringComparer.Ordinal);
        Assert.Equal("jürgen@xn--bcher-kva.example", (await mailbox.WaitForAsync(1, Patience, Some.Ct))[0].EnvelopeTo);

        offer = "250 x";
        commands.Clear();
        await using (var connection = await OpenAsync(listener))
        {
            var result = await connection.SendAsync("", Some.Address("jürgen@bücher.example"), "a\r\n"u8.ToArray(), _ => default, default);
            Assert.True(result.RefusedHere);
            Assert.Equal((SmtpPhase.Mail, null), (result.Phase, result.Reply));
            Assert.Contains("SMTPUTF8", result.Fault);
            Assert.True(connection.IsUsable);
        }

        Assert.DoesNotContain(commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\nb\r\n", "line 1 of the message holds a bare CR or LF")]
    [InlineData("a\r\nb\r.\r\n", "line 2 of the message holds a bare CR or LF")]
    [InlineData("a\r\n.\n", "line 2 of the message holds a bare CR or LF")]
    [InlineData("a\0\r\n", "line 1 of the message holds a NUL")]
    public async Task A_malformed_message_is_refused_here(string message, string fault)
    {
        await using var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        var result = await SendAsync(connection, Encoding.ASCII.GetBytes(message));
        Assert.Equal(fault, result.Fault);
        Assert.True(result.RefusedHere && connection.IsUsable);
    }

    [Fact]
    public async Task A_message_over_the_offered_size_is_refused_here()
    {
        await using var listener = MailboxListener.Start(mailbox, script: line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-x\r\n250 SIZE 10" : null);
        await using var connection = await OpenAsync(listener);
        Assert.True((await SendAsync(connection, "12345678\r\n"u8.ToArray())).Accepted);
        Assert.Equal("the message has 11 bytes, the relay takes 10", (await SendAsync(connection, "123456789\r\n"u8.ToArray())).Fault);
    }

    [Fact]
    public async Task A_stopped_relay_is_a_failed_connection()
    {
        var listener = MailboxListener.Start(mailbox);
        await listener.DisposeAsync();
        var connect = await SmtpConnection.OpenAsync(Relay(listener), TimeProvider.System, default);
        Assert.Null(connect.Connection);
        Assert.Equal(SmtpPhase.Connect, connect.Failure!.Phase);
        Assert.NotNull(connect.Failure.Fault);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_a_failed_connection()
    {
        var connect = await SmtpConnection.OpenAsync(new SmtpRelay { Host = "relay.invalid" }, TimeProvider.System, default);
        Assert.Equal(SmtpPhase.Connect, connect.Failure!.Phase);
        Assert.Contains("relay.invalid", connect.Failure.Fault);
    }

    [Fact]
    public async Task An_idle_connection_that_the_relay_closed_is_found_out_before_anything_is_sent()
    {
        var listener = MailboxListener.Start(mailbox);
        await using var connection = await OpenAsync(listener);
        Assert.True(connection.IsUsable);
        await listener.DisposeAsync();
        var result = await SendAsync(connection, "a\r\n"u8.ToArray());
        Assert.Equal((SmtpPhase.Mail, "the relay closed the connection"), (result.Phase, result.Fault));
        Assert.False(connection.IsUsable);
    }

    static SmtpRelay Relay(MailboxListener listener) => new() { Host = "localhost", Port = listener.Port, Tls = TlsMode.None };

    static async Task<SmtpConnection> OpenAsync(MailboxListener listener)
    {
        var connect = await SmtpConnection.OpenAsync(Relay(listener), TimeProvider.System, default);
        Assert.True(connect.Connection is not null, connect.Failure?.ToString());
        return connect.Connection!;
    }

    static Task<SmtpResult> SendAsync(SmtpConnection connection, byte[] message) =>
        connection.SendAsync("bounce+1@example.org", Some.Address(), message, _ => default, default);
}
