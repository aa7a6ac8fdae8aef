using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Digest.Bounces;
using Digest.Demo;
using Digest.Tests.Stories;
using Microsoft.Extensions.Options;
using Xunit;

namespace Digest.Tests.Bounces;

/// <summary>The door for the mail server beside us: what it delivers by LMTP is read as any report is, and what cannot be written down
/// is to come again.</summary>
public sealed class LmtpPortTests : IAsyncDisposable
{
    const string Envelope = "LHLO relay.example\r\nMAIL FROM:<> SIZE=1000 BODY=8BITMIME\r\nRCPT TO:<bounces@papers.example>\r\nDATA\r\n";

    App? _app;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1:2424", true)]
    [InlineData("[::1]:2424", true)]
    [InlineData("0.0.0.0:24", true)]
    [InlineData("/run/digest/lmtp", true)]
    [InlineData("unix:/run/digest/lmtp", true)]
    [InlineData("localhost:2424", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("2424", false)]
    [InlineData("::1", false)]
    [InlineData("127.0.0.1:99999", false)]
    [InlineData("run/lmtp", false)]
    public void An_address_with_a_port_or_an_absolute_path_is_a_door(string text, bool isOne) => Assert.Equal(isOne, LmtpPort.TryRead(text, out _));

    [Fact]
    public async Task A_report_counts_and_each_recipient_has_its_reply_after_the_dot()
    {
        var letter = await StartAsync("127.0.0.1:0");
        var replies = await TalkAsync("LHLO relay.example\r\nMAIL FROM:<>\r\nRCPT TO:<a@papers.example>\r\nRCPT TO:<b@papers.example>\r\nRCPT TO:\r\nDATA\r\n"
            + Reports.Fill("postfix", headers: letter.Headers, address: Some.Address) + ".\r\nQUIT\r\n");
        Assert.Equal(["220", "250", "250", "250", "250", "501", "354", "250", "250", "221"], Codes(replies));
        foreach (var word in new[] { "PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SIZE 52428800" })
            Assert.Contains(replies, reply => reply[4..] == word);
        Assert.Equal(1, (await _app!.StandingAsync(Some.Address)).Score);
    }

    [Fact]
    public async Task It_speaks_lmtp_and_not_smtp_and_refuses_what_is_out_of_turn_or_too_large()
    {
        await StartAsync("127.0.0.1:0");
        Assert.Equal(["220", "500", "500", "503", "250", "503", "552", "250", "503", "500", "221"], Codes(await TalkAsync(
            "EHLO x\r\nHELO x\r\nMAIL FROM:<>\r\nLHLO x\r\nRCPT TO:<a@x.example>\r\nMAIL FROM:<> SIZE=52428801\r\nMAIL FROM:<>\r\nDATA\r\nWHAT\r\nQUIT\r\n")));
        Assert.Equal(["220", "500"], Codes(await TalkAsync("LHLO " + new string('x', 200_000) + "\r\nQUIT\r\n")));
        // Lines without end, bare line feeds and dots that end nothing are taken as they are; only CR LF . CR LF is the end.
        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], Codes(await TalkAsync(
            Envelope + "Subject: x\r\n\r\n" + new string('y', 300_000) + "\r\na\n.\r\nMAIL FROM:<smuggled@x.example>\n.\n\r.\r\nstill\r\n.\r\nQUIT\r\n")));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_to_come_again()
    {
        var letter = await StartAsync("127.0.0.1:0");
        await _app!.LoseDatabaseAsync();
        var replies = await TalkAsync(Envelope + Reports.Fill("postfix", headers: letter.Headers, address: Some.Address) + ".\r\nQUIT\r\n");
        Assert.Equal(["220", "250", "250", "250", "354", "451", "221"], Codes(replies));
    }

    [Fact]
    public async Task Pythons_lmtp_client_delivers_to_a_unix_socket_even_after_a_crash_left_one()
    {
        var python = Environment.GetEnvironmentVariable("DIGEST_PYTHON");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "DIGEST_PYTHON does not say which python3 to ask.");
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"digest-lmtp-{Environment.ProcessId}"));
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(path));
        var letter = await StartAsync(path);
        using var client = Process.Start(new ProcessStartInfo(python!, ["-c", """
            import smtplib, sys
            with smtplib.LMTP(sys.argv[1]) as door:
                assert not door.sendmail('', ['a@papers.example'], sys.stdin.buffer.read())
                # Its sendmail reads one reply, however many recipients there are.
                door.mail(''), door.rcpt('a@papers.example'), door.rcpt('b@papers.example')
                assert door.data('Subject: no report\n\nnothing\n')[0] == 250 and door.getreply()[0] == 250
            """, path]) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!;
        await client.StandardInput.WriteAsync(Reports.Fill("postfix", headers: letter.Headers, address: Some.Address));
        client.StandardInput.Close();
        var said = await client.StandardError.ReadToEndAsync(Ct);
        await client.WaitForExitAsync(Ct);
        Assert.Equal("", said);
        Assert.Equal(1, (await _app!.StandingAsync(Some.Address)).Score);
        await _app.StopAsync();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_that_stands_where_the_socket_should_be_is_left_alone_and_named()
    {
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"digest-file-{Environment.ProcessId}"));
        await File.WriteAllTextAsync(file, "settings", Ct);
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => App.StartAsync(new() { Settings = { ["Bounces:Lmtp"] = file } }));
        Assert.Contains("Bounces:Lmtp cannot be listened on", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("settings", await File.ReadAllTextAsync(file, Ct));
        File.Delete(file);
    }

    [Fact(Timeout = 60_000)]
    public async Task Postfix_brings_back_what_it_could_not_deliver()
    {
        Assert.SkipUnless(Postfix.WhyNot is null, Postfix.WhyNot ?? "");
        var port = Stage.FreePort();
        await StartAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), ("Delivering:ReturnPath", "bounces@bounce.papers.example"));
        await using var postfix = await Postfix.StartAsync(_app!.RelayPort, port);
        await _app.RestartAsync(("Delivering:Relay:Port", $"{postfix.Port}"));
        _app.RelayAnswers = line => line.StartsWith("RCPT TO:<" + Some.Address, StringComparison.Ordinal) ? "550 5.1.1 no such mailbox" : null;
        _app.Clock.Set(_app.Now.AddDays(1));
        await _app.PublishAsync(Digest.Tests.Some.Papers(2));
        await _app.AtAsync(_app.Now.AddHours(6));
        while ((await _app.StandingAsync(Some.Address)).Suppressed is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        Assert.Equal("return_path", (await _app.StandingAsync(Some.Address)).Bounces[0].Proof);
    }

    /// <summary>A reader, and the letter they got.</summary>
    async Task<AppMail> StartAsync(string at, params (string Key, string? Value)[] settings)
    {
        _app = await App.StartAsync(new() { Settings = new(settings.ToDictionary(s => s.Key, s => s.Value), StringComparer.OrdinalIgnoreCase) { ["Bounces:Lmtp"] = at } });
        await _app.PublishAsync(Digest.Tests.Some.Papers(3));
        await _app.BecomeReaderAsync(Some.Address);
        return _app.MailsTo(Some.Address)[^1];
    }

    async Task<string[]> TalkAsync(string says)
    {
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)_app!.Lmtp!, Ct);
        await using var stream = client.GetStream();
        // What is said after the door was closed is lost, as it should be.
        var saying = stream.WriteAsync(Encoding.UTF8.GetBytes(says), Ct).AsTask();
        using var reader = new StreamReader(stream);
        var heard = new List<string>();
        try
        {
            while (await reader.ReadLineAsync(Ct) is { } line)
                heard.Add(line);
            await saying;
        }
        catch (IOException)
        {
            Assert.Equal("500", heard[^1][..3]);
        }
        return [.. heard];
    }

    static string[] Codes(string[] replies) => [.. replies.Where(r => r[3] == ' ').Select(r => r[..3])];

    static class Some
    {
        public const string Address = "ada@reader.example";
    }
}
