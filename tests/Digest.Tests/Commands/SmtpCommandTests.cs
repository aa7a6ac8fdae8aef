using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Digest.Demo;
using Digest.Tests.Stories;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>digest smtp test, by the built program, at relays that are real or that answer as real ones do.</summary>
public sealed class SmtpCommandTests : IAsyncDisposable
{
    readonly CommandLine _digest = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _digest.DisposeAsync();

    [Fact]
    public async Task It_goes_up_to_the_text_of_a_mail_and_sends_none()
    {
        _digest.Environment["Operator__Contact"] = "hello@papers.example";
        var run = await _digest.RunAsync("smtp", "test");

        Assert.Equal((0, ""), (run.Exit, run.Errors));
        foreach (var words in new[] { "> EHLO papers.example", "> MAIL FROM:<digest@papers.example>", "> RCPT TO:<hello@papers.example>", "> RSET", "> QUIT",
            "It offers SIZE", "It works: it would take a mail to hello@papers.example; none was sent" })
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DATA", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, _digest.Mailbox.Received);
    }

    [Fact]
    public async Task Without_a_contact_it_says_what_it_did_not_ask() => Assert.Contains(
        "Operator:Contact is not set", (await _digest.RunAsync("smtp", "test")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_test_mail_is_sent_where_it_is_asked_to_and_signed()
    {
        var key = Path.Combine(Path.GetTempPath(), $"digest-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}.pem");
        try
        {
            Assert.Equal(0, (await _digest.RunAsync("dkim", "new", "--domain", "papers.example", "--selector", "s1", "--out", key)).Exit);
            _digest.Environment["Delivering__Dkim__0__Domain"] = "papers.example";
            _digest.Environment["Delivering__Dkim__0__Selector"] = "s1";
            _digest.Environment["Delivering__Dkim__0__KeyFile"] = key;
            var run = await _digest.RunAsync("smtp", "test", "--to", "me@readers.example", "--json");

            Assert.Equal(0, run.Exit);
            var relay = run.Json.GetProperty("relays").EnumerateArray().Single();
            Assert.Contains("took the test mail to me@readers.example (signed", relay.GetProperty("did").GetString(), StringComparison.Ordinal);
            Assert.Contains("final_dot", relay.GetProperty("dialogue").EnumerateArray().Select(l => l.GetProperty("phase").GetString()));
            var mail = new AppMail(Assert.Single(_digest.Mailbox.Mails));
            Assert.Equal("me@readers.example", mail.To);
            Assert.Contains("d=papers.example; s=s1", mail.Header("DKIM-Signature"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(key);
        }
    }

    [Fact]
    public async Task A_relay_that_is_not_there_is_a_failure_with_advice()
    {
        await _digest.StopRelayAsync();
        var run = await _digest.RunAsync("smtp", "test");
        Assert.Equal(1, run.Exit);
        Assert.Contains("in phase connect", run.Output, StringComparison.Ordinal);
        Assert.Contains("What to do: The machine is there, but nothing listens", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_said_before_anything_is_tried()
    {
        var run = await _digest.RunAsync("smtp", "test", "--relay", "nowhere");
        Assert.Equal(2, run.Exit);
        Assert.Contains("--relay nowhere is not in the settings; there is 127.0.0.1:", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await _digest.RunAsync("smtp", "test", "--to", "nobody")).Exit);
    }

    [Fact]
    public async Task Each_of_several_relays_is_tried_and_one_that_does_not_work_is_a_failure()
    {
        var mailbox = new Mailbox(TimeProvider.System);
        await using var good = MailboxListener.Start(mailbox);
        await using var bad = MailboxListener.Start(mailbox, 0, line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "550 5.7.1 sender not allowed" : null);
        _digest.Environment.Remove("Delivering__Relay__Port");
        Relay(0, "good", good.Port);
        Relay(1, "bad", bad.Port);
        _digest.Environment["Operator__Contact"] = "hello@papers.example";

        var run = await _digest.RunAsync("smtp", "test", "--json");
        Assert.Equal((1, false), (run.Exit, run.Json.GetProperty("works").GetBoolean()));
        var relays = run.Json.GetProperty("relays").EnumerateArray().ToList();
        Assert.Equal([true, false], relays.Select(r => r.GetProperty("works").GetBoolean()));
        Assert.Contains("Delivering:From", relays[1].GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await _digest.RunAsync("smtp", "test", "--relay", "GOOD")).Exit);
    }

    [Fact]
    public async Task No_secret_is_shown_even_if_the_relay_repeats_it()
    {
        const string password = "correct horse battery";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = RepeatAsync(listener, stop.Token);
        _digest.Environment["Delivering__Relay__Port"] = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _digest.Environment["Delivering__Relay__UserName"] = "papers";
        _digest.Environment["Delivering__Relay__Password"] = password;
        var run = await _digest.RunAsync("smtp", "test");
        await stop.CancelAsync();
        await serving;

        Assert.Equal(1, run.Exit);
        Assert.Contains("> AUTH PLAIN", run.Output, StringComparison.Ordinal);
        Assert.Contains("535 5.7.8 wrong: *** (***)", run.Output, StringComparison.Ordinal);
        Assert.Contains("app password", run.Output, StringComparison.Ordinal);
        foreach (var secret in new[] { password, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0papers\0{password}")) })
            Assert.DoesNotContain(secret, run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postfix_and_aiosmtpd_work()
    {
        Assert.SkipUnless(Postfix.WhyNot is null, Postfix.WhyNot ?? "");
        _digest.Environment["Operator__Contact"] = "hello@papers.example";
        await using var postfix = await Postfix.StartAsync(Stage.FreePort());
        var aiosmtpd = Stage.FreePort();
        using var python = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DIGEST_PYTHON_AIOSMTPD") ?? Environment.GetEnvironmentVariable("DIGEST_PYTHON") ?? "python3",
            ["-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{aiosmtpd}"]) { RedirectStandardError = true, UseShellExecute = false })!;
        try
        {
            for (var tries = 0; tries < 400 && !python.HasExited && !await ListensAsync(aiosmtpd); tries++)
                await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Ct);
            Assert.SkipWhen(python.HasExited, "python has no aiosmtpd (DIGEST_PYTHON_AIOSMTPD says which has)");
            _digest.Environment.Remove("Delivering__Relay__Port");
            Relay(0, "postfix", postfix.Port);
            Relay(1, "aiosmtpd", aiosmtpd);
            var run = await _digest.RunAsync("smtp", "test", "--json");
            Assert.True(run.Exit == 0, run.Output + run.Errors);
            Assert.Contains("PIPELINING", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            if (!python.HasExited)
                python.Kill();
            await python.WaitForExitAsync(CancellationToken.None);
        }
    }

    void Relay(int n, string name, int port)
    {
        _digest.Environment[$"Delivering__Relays__{n}__Name"] = name;
        _digest.Environment[$"Delivering__Relays__{n}__Port"] = port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Refuses a login and repeats what it was told.</summary>
    static async Task RepeatAsync(TcpListener listener, CancellationToken ct)
    {
        try
        {
            using var socket = await listener.AcceptTcpClientAsync(ct);
            await using var stream = socket.GetStream();
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 repeats");
            while (await reader.ReadLineAsync(ct) is { } line)
                await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-repeats\r\n250 AUTH PLAIN"
                    : line == "AUTH PLAIN" ? "334 " : line == "QUIT" ? "221 bye" : $"535 5.7.8 wrong: {line} (correct horse battery)");
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The program is done with it.
        }
    }

    static async Task<bool> ListensAsync(int port)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, Ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
