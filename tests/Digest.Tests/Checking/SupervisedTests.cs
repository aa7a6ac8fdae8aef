using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Digest.Checking;
using Digest.Commands;
using Digest.Tests.Gathering;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Digest.Tests.Checking;

/// <summary>What a supervisor hears, at a real socket, of a service that answers as the test says.</summary>
public sealed class SupervisedTests : IDisposable
{
    readonly ScratchFolder _folder = new();
    readonly Socket _heard = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _heard.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task It_is_ready_when_the_service_says_so_and_alive_as_long_as_it_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such sockets");
        var says = (Code: 503, Status: "the timetable does not run");
        await using var service = await FarEnd.StartAsync(async context =>
        {
            context.Response.StatusCode = says.Code;
            await context.Say($$"""{"status": "{{says.Status}}", "owed": 0}""");
        });
        using var self = new SelfCheck(service.Address.Authority);
        using var supervisor = Open(TimeSpan.FromMilliseconds(400));
        using var stop = new CancellationTokenSource();
        var running = new Supervised(self, supervisor, TimeProvider.System, NullLogger<Supervised>.Instance).RunAsync(stop.Token);

        Assert.Equal("STATUS=the timetable does not run", await HearUntilAsync("timetable"));
        says = (200, "ready");
        Assert.Equal("READY=1\nWATCHDOG=1\nSTATUS=ready", await HearUntilAsync("READY"));
        Assert.Equal("WATCHDOG=1\nSTATUS=ready", await HearUntilAsync("WATCHDOG"));
        says = (503, "the database does not answer");
        Assert.Equal("STATUS=the database does not answer", await HearUntilAsync("database"));
        Assert.DoesNotContain("WATCHDOG", await HearAsync(), StringComparison.Ordinal);
        says = (200, "ready");
        Assert.Equal("WATCHDOG=1\nSTATUS=ready", await HearUntilAsync("WATCHDOG")); // ready is said once
        await stop.CancelAsync();
        Assert.Equal("STOPPING=1", await HearUntilAsync("STOPPING"));
        await running;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_supervisor_that_was_away_for_a_moment_hears_of_it_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such sockets");
        await using var service = await FarEnd.StartAsync(context => context.Say("""{"status": "ready"}"""));
        using var self = new SelfCheck(service.Address.Authority);
        using var supervisor = Open(TimeSpan.FromMilliseconds(40));
        using var stop = new CancellationTokenSource();
        var running = new Supervised(self, supervisor, TimeProvider.System, NullLogger<Supervised>.Instance).RunAsync(stop.Token);
        await HearUntilAsync("WATCHDOG");
        var asked = service.Asked.Count;
        File.Move(Path.Combine(_folder.Path, "notify"), Path.Combine(_folder.Path, "away"));
        while (service.Asked.Count < asked + 4)
            await Task.Yield();
        File.Move(Path.Combine(_folder.Path, "away"), Path.Combine(_folder.Path, "notify"));
        while (_heard.Available > 0)
            await HearAsync();
        await HearUntilAsync("WATCHDOG");
        await stop.CancelAsync();
        await running;
    }

    [Theory(Timeout = 60_000)]
    [InlineData("[]")]
    [InlineData("\"ready\"")]
    [InlineData("{\"status\":1}")]
    public async Task An_answer_of_another_program_is_none(string answer)
    {
        await using var service = await FarEnd.StartAsync(context => context.Say(answer));
        using var self = new SelfCheck(service.Address.Authority);
        var (isReady, status) = await self.AskAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.False(isReady);
        Assert.EndsWith("is answered by another program", status, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_hangs_gives_no_sign_of_life()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such sockets");
        await using var service = await FarEnd.StartAsync(context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted));
        using var self = new SelfCheck(service.Address.Authority);
        using var supervisor = Open(TimeSpan.FromMilliseconds(40));
        using var stop = new CancellationTokenSource();
        var running = new Supervised(self, supervisor, TimeProvider.System, NullLogger<Supervised>.Instance).RunAsync(stop.Token);
        var heard = await HearAsync();
        Assert.StartsWith("STATUS=", heard, StringComparison.Ordinal);
        Assert.EndsWith("did not answer within 0 s", heard, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("127.0.0.1:9", "127.0.0.1:9")]
    [InlineData("0.0.0.0:9", "127.0.0.1:9")]
    [InlineData("[::]:9", "[::1]:9")]
    public async Task Who_is_asked_is_who_listens(string listen, string asked)
    {
        using var self = new SelfCheck(listen);
        var (isReady, status) = await self.AskAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.False(isReady);
        Assert.Contains($"http://{asked}/health/ready does not answer", status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "1000000", null, null)]
    [InlineData("", "1000000", null, null)]
    [InlineData("/run/notify", null, null, -1)]
    [InlineData("/run/notify", "1500000", null, 1500)]
    [InlineData("/run/notify", "1500000", "1", -1)]
    [InlineData("@notify", "1500000", "ours", 1500)]
    public void The_environment_says_where_and_how_often(string? socket, string? micros, string? pid, int? watchdog)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such sockets");
        using var supervisor = NotifySocket.Open(name => name switch
        {
            "NOTIFY_SOCKET" => socket,
            "WATCHDOG_USEC" => micros,
            "WATCHDOG_PID" => pid == "ours" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : pid,
            _ => null,
        });
        Assert.Equal(watchdog, supervisor is null ? null : (int)(supervisor.Watchdog?.TotalMilliseconds ?? -1));
    }

    NotifySocket Open(TimeSpan watchdog)
    {
        var path = Path.Combine(_folder.Path, "notify");
        _heard.Bind(new UnixDomainSocketEndPoint(path));
        return NotifySocket.Open(name => name switch
        {
            "NOTIFY_SOCKET" => path,
            "WATCHDOG_USEC" => watchdog.TotalMicroseconds.ToString(CultureInfo.InvariantCulture),
            _ => null,
        })!;
    }

    async Task<string> HearAsync()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await _heard.ReceiveAsync(buffer, Ct));
    }

    async Task<string> HearUntilAsync(string word)
    {
        while (true)
            if (await HearAsync() is var heard && heard.Contains(word, StringComparison.Ordinal))
                return heard;
    }
}
