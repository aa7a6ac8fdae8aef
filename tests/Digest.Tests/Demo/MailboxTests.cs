using System.Net.Sockets;
using System.Text;
using Digest.Demo;
using Digest.Mailing;
using Xunit;

namespace Digest.Tests.Demo;

public class MailboxTests
{
    readonly Mailbox mailbox = new(TimeProvider.System, capacity: 3);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_sent_to_the_listener_is_in_the_mailbox_as_it_was()
    {
        await using var listener = MailboxListener.Start(mailbox);
        var connect = await SmtpConnection.OpenAsync(
            new SmtpRelay { Host = "localhost", Port = listener.Port, Tls = TlsMode.None }, TimeProvider.System, Ct);
        await using var connection = connect.Connection!;
        Assert.True(MailAddress.TryParse("reader@example.org", out var reader, out _));
        var result = await connection.SendAsync("", reader!, "Subject: Three papers\r\n\r\n.\r\n"u8.ToArray(), _ => default, Ct);
        Assert.True(result.Accepted, result.ToString());

        var mail = Assert.Single(await mailbox.WaitForAsync(1, TimeSpan.FromSeconds(10), Ct));
        Assert.Equal((1, "", "reader@example.org"), (mail.Number, mail.EnvelopeFrom, mail.EnvelopeTo));
        Assert.Equal("Three papers", MailReader.Read(mail.Source).Header("Subject"));
        Assert.Equal(".\r\n", MailReader.Read(mail.Source).Text);
    }

    [Fact]
    public void Only_the_newest_mails_are_kept_and_their_numbers_go_on()
    {
        for (var i = 1; i <= 5; i++)
            mailbox.Add("", "reader@example.org", [(byte)i]);
        Assert.Equal("3 4 5", string.Join(' ', mailbox.Mails.Select(mail => mail.Number)));
        Assert.Equal(5, mailbox.Received);
        Assert.Null(mailbox.Find(2));
        Assert.NotNull(mailbox.Find(4));
    }

    [Fact]
    public async Task Waiting_for_what_does_not_come_ends()
    {
        var waiting = mailbox.WaitForAsync(mails => mails.Any(mail => mail.EnvelopeTo == "nobody@example.org"), TimeSpan.FromMilliseconds(50), Ct);
        mailbox.Add("", "reader@example.org", []);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }

    [Theory]
    [InlineData("a\n.\nb\r\n.\r\n", "550 5.6.0")]
    [InlineData("a\r\n.\n\r\n.\r\n", "550 5.6.0")]
    [InlineData("a\rb\r\n.\r\n", "550 5.6.0")]
    [InlineData("a\r\n.\r\n", "250 2.0.0")]
    public async Task A_message_with_smuggled_line_ends_is_refused(string message, string reply)
    {
        await using var listener = MailboxListener.Start(mailbox);
        using var client = new TcpClient("127.0.0.1", listener.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.org>\r\nDATA\r\n" + message + "QUIT\r\n"), Ct);
        using var reader = new StreamReader(stream);
        var answers = (await reader.ReadToEndAsync(Ct)).Split("\r\n");
        Assert.StartsWith(reply, answers[^3]);
        Assert.StartsWith("221", answers[^2]);
    }

    [Fact]
    public async Task Stopping_ends_open_conversations()
    {
        var listener = MailboxListener.Start(mailbox);
        using var client = new TcpClient("127.0.0.1", listener.Port);
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("220", await reader.ReadLineAsync(Ct));
        await listener.DisposeAsync();
        Assert.Null(await reader.ReadLineAsync(Ct));
        Assert.Throws<SocketException>(() => new TcpClient("127.0.0.1", listener.Port));
    }
}
