using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Digest.Demo;
using System.Text.RegularExpressions;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>The service as an operator runs it: its own process, its own clock and timetable.</summary>
public class ServeTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>System.CommandLine ends a process that was told to stop after two seconds, if nobody tells it otherwise.</summary>
    static readonly TimeSpan LongerThanACommandLineWaits = TimeSpan.FromSeconds(3);

    [Fact(Timeout = 120_000)]
    public async Task A_visitor_is_served_from_the_first_page_to_the_first_issue_while_commands_run_beside_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it is stopped by a signal");
        await using var digest = new CommandLine();
        var port = Stage.FreePort();
        digest.Environment["Web__Listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        digest.Environment["Web__SignUps__LeastSeconds"] = "0";
        digest.Environment["Scheduling__Issues"] = "* * * * * ?";
        digest.Environment["Scheduling__Deliveries"] = "* * * * * ?";
        await digest.RunAsync("gather", "--file", digest.File("papers.jsonl", """{"id": "a", "title": "Protein Folding", "abstract": "Protein folding."}"""));
        await digest.RunAsync("edition");
        using var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(digest.Environment["NOTIFY_SOCKET"] = digest.Name("notify")));

        var serve = digest.Start("serve");
        var log = serve.StandardError.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await AnsweringAsync(http, serve);
        Assert.Equal("READY=1", await HearAsync(supervisor, "READY"));
        Assert.Equal((0, "ready\n"), (await digest.RunAsync("health")) is var health ? (health.Exit, health.Output) : default);
        var stamp = Regex.Match(await http.GetStringAsync("/"), "name=\"stamp\" value=\"([^\"]+)\"").Groups[1].Value;
        await http.PostAsync("/subscribe", new FormUrlEncodedContent(
            [new("address", "ada@readers.example"), new("line", "protein folding"), new("stamp", stamp)]));
        var confirmation = new AppMail((await digest.Mailbox.WaitForAsync(1, Patience))[0]);
        await http.PostAsync(new Uri(confirmation.ConfirmLink).AbsolutePath, null);
        var mails = (await digest.Mailbox.WaitForAsync(3, Patience)).Select(mail => new AppMail(mail));
        Assert.Equal(["confirm", "issue", "welcome"], mails.Select(m => m.Kind).Order(StringComparer.Ordinal));

        var second = await digest.RunAsync("serve");
        Assert.Equal(1, second.Exit);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"is being served by another digest process (process {serve.Id} since 20"), second.Errors,
            StringComparison.Ordinal);
        Assert.Equal(0, (await digest.RunAsync("subscribers", "add", "bo@readers.example")).Exit);
        Assert.Equal(0, (await digest.RunAsync("send")).Exit);

        using var underWay = new TcpClient("127.0.0.1", port);
        await underWay.GetStream().WriteAsync("POST /subscribe HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na"u8.ToArray());
        Process.Start("kill", ["-TERM", serve.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        Assert.Equal("STOPPING=1", await HearAsync(supervisor, "STOPPING"));
        await Task.Delay(LongerThanACommandLineWaits, TimeProvider.System);
        await underWay.GetStream().WriteAsync("=b"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 ", await new StreamReader(underWay.GetStream()).ReadToEndAsync(), StringComparison.Ordinal);
        await serve.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        Assert.Equal(0, serve.ExitCode);
        Assert.Equal(1, (await digest.RunAsync("health")).Exit);
        Assert.DoesNotContain("ada@", await log, StringComparison.Ordinal); // no addresses at Information
        Assert.Equal(3, digest.Mailbox.Received);
    }

    /// <summary>The line that a supervisor hears next with this word.</summary>
    static async Task<string> HearAsync(Socket supervisor, string word)
    {
        var buffer = new byte[4096];
        while (true)
            if (Encoding.UTF8.GetString(buffer, 0, await supervisor.ReceiveAsync(buffer).WaitAsync(Patience, TimeProvider.System)).Split('\n')
                .FirstOrDefault(line => line.StartsWith(word, StringComparison.Ordinal)) is { } line)
                return line;
    }

    /// <summary>Asks until the pages answer; a process that ended says why.</summary>
    static async Task AnsweringAsync(HttpClient http, Process serve)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience && !serve.HasExited)
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        throw new TimeoutException(serve.HasExited ? $"serve ended with {serve.ExitCode}." : "serve did not answer.");
    }
}
