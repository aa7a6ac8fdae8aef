using System.Text;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Nothing that ends a line, or could pass for that, gets into a header or a command by any door.</summary>
public class ControlsTests
{
    static readonly (string Door, Action<string> Enter)[] Doors =
    [
        ("subject", text => Some.Message(subject: text)),
        ("display name", text => Some.Message(name: text)),
        ("header name", text => Some.Message(headers: [new(text, "x")])),
        ("header value", text => Some.Message(headers: [new("List-Id", text)])),
        ("message id", text => Some.Message(id: $"{text}@example.org")),
        ("boundary", text => new MailMessage
        {
            From = Some.Address(), To = Some.Address(), Subject = "x", Date = DateTimeOffset.UnixEpoch, MessageId = "a@b", Text = "", Html = "", Boundary = text,
        }),
        ("EHLO name", text => _ = new SmtpRelay { Host = "localhost", ClientName = text }),
        ("local part", text => Some.Address($"{text}@example.org")),
        ("quoted local part", text => Some.Address($"\"{text}\"@example.org")),
        ("domain", text => Some.Address($"reader@{text}.example.org")),
        ("DKIM domain", text => Read(text + ".example.org", "mail2026")),
        ("DKIM selector", text => Read("example.org", text)),
    ];

    static readonly string[] Controls =
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => ((char)code).ToString()), "\u2028", "\u2029", "\r\n", "\r\nRCPT TO:<x@example.org>",
    ];

    public static TheoryData<string> All() => [.. Doors.Select(door => door.Door)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_control_is_refused_at_every_door(string door)
    {
        var enter = Doors.Single(d => d.Door == door).Enter;
        foreach (var control in Controls)
            foreach (var text in (string[])[$"a{control}b", $"{control}b", $"a{control}"])
                Assert.Throws<ArgumentException>(() => enter(text));
    }

    [Fact]
    public async Task The_envelope_sender_is_an_address_too()
    {
        var commands = new List<string>();
        await using var listener = Demo.MailboxListener.Start(new(TimeProvider.System), script: line =>
        {
            commands.Add(line);
            return null;
        });
        await using var connection = (await SmtpConnection.OpenAsync(new SmtpRelay { Host = "127.0.0.1", Port = listener.Port, Tls = TlsMode.None }, TimeProvider.System,
            Some.Ct)).Connection!;
        foreach (var control in Controls)
            await Assert.ThrowsAsync<ArgumentException>(() => connection.SendAsync($"a{control}@example.org", Some.Address(), "x\r\n"u8.ToArray(), _ => default, Some.Ct));
        Assert.Equal(2, commands.Count); // greeting and EHLO
        // The name of a mail is written so that it can be no more than that.
        Assert.All(Controls, control => Assert.DoesNotContain(SmtpCommands.Mail(
            SmtpExtensions.Read(new RawReply(250, ["x", "DSN"])), new(Some.Address(), Some.Address(), "x\r\n"u8.ToArray(), $"a{control}b"))[..^2], char.IsControl));
    }

    [Fact]
    public void Text_may_hold_any_control_and_arrives_as_it_was_but_for_its_line_ends()
    {
        var text = string.Concat(Controls.Where(control => control.Length == 1));
        var bytes = Some.Bytes(Some.Message(text: text));
        Assert.DoesNotContain(Encoding.Latin1.GetString(bytes).Replace("\r\n", ""), c => c is < ' ' and not '\t' or > '~');
        Assert.Equal(text.Replace("\r", "\n").Replace("\n", "\r\n"), MailReader.Read(bytes).Text);
    }

    static void Read(string domain, string selector)
    {
        if (!DkimKey.TryRead(domain, selector, DkimTests.Pem, [], out var key, out var why))
            throw new ArgumentException(why, nameof(domain));
        key!.Dispose();
    }
}
