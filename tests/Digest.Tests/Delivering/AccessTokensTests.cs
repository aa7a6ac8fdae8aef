using Digest.Delivering;
using Digest.Mailing.Tests;
using Xunit;

namespace Digest.Tests.Delivering;

public sealed class AccessTokensTests : IDisposable
{
    readonly string _file = Path.GetTempFileName();
    readonly ManualClock _clock = new();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_file_is_read_again_once_a_minute()
    {
        using var tokens = new AccessTokens(new() { TokenFile = _file }, _clock);
        await WriteAsync("  first.token\n");
        Assert.Equal(("first.token", null), await tokens.NextAsync(default));
        await WriteAsync("second.token");
        Assert.Equal(("first.token", null), await tokens.NextAsync(default));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("second.token", null), await tokens.NextAsync(default));
    }

    [Fact]
    public async Task A_file_that_holds_none_is_told_by_its_setting_and_asked_again()
    {
        using var tokens = new AccessTokens(new() { TokenFile = _file }, _clock);
        Assert.Equal((null, "Delivering:Relay:TokenFile gave no token"), await tokens.NextAsync(default));
        await WriteAsync(new string('x', 20_000));
        Assert.Equal((null, "Delivering:Relay:TokenFile holds more than a token"), await tokens.NextAsync(default));
        File.Delete(_file);
        Assert.StartsWith("Delivering:Relay:TokenFile cannot be read", (await tokens.NextAsync(default)).Fault);
    }

    [Theory]
    [InlineData("echo the.token", "the.token", null)]
    [InlineData("echo the.token; exit 3", null, "Delivering:Relay:TokenCommand ended with exit code 3")]
    [InlineData("cat", null, "Delivering:Relay:TokenCommand gave no token")] // and is not waiting for input
    [InlineData("yes", null, "Delivering:Relay:TokenCommand prints more than a token")]
    public async Task A_command_is_run_and_what_it_prints_is_the_token(string script, string? token, string? fault)
    {
        using var tokens = new AccessTokens(new() { TokenCommand = ["/bin/sh", "-c", script] }, TimeProvider.System);
        Assert.Equal((token, fault), await tokens.NextAsync(default));
    }

    [Fact]
    public async Task No_shell_reads_the_command()
    {
        using var tokens = new AccessTokens(new() { TokenCommand = ["/bin/echo", "$HOME;", "`id`"] }, TimeProvider.System);
        Assert.Equal("$HOME; `id`", (await tokens.NextAsync(default)).Token);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_a_fault() =>
        Assert.StartsWith("Delivering:Relays:1:TokenCommand cannot be run",
            (await new AccessTokens(new() { Key = "Delivering:Relays:1", TokenCommand = ["/nowhere/token"] }, _clock).NextAsync(default)).Fault);

    [Fact]
    public async Task A_command_that_does_not_end_is_ended_with_all_it_started()
    {
        using var tokens = new AccessTokens(new() { TokenCommand = ["/bin/sh", "-c", $"sleep 600 & echo $! > {_file}; wait"] }, _clock);
        var asking = tokens.NextAsync(default);
        string pid;
        while ((pid = await File.ReadAllTextAsync(_file)).Length == 0)
            await Task.Yield();
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((null, "Delivering:Relay:TokenCommand did not end within 30 s"), await asking);
        // The kernel takes its time.
        var since = TimeProvider.System.GetTimestamp();
        while (IsRunning(pid.Trim()))
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Connections_that_open_together_ask_once()
    {
        using var tokens = new AccessTokens(new() { TokenCommand = ["/bin/sh", "-c", $"echo x >> {_file}; echo the.token"] }, _clock);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tokens.NextAsync(default)));
        Assert.Single(await File.ReadAllLinesAsync(_file));
    }

    Task WriteAsync(string text) => File.WriteAllTextAsync(_file, text);

    // What was killed may wait to be buried.
    static bool IsRunning(string pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ");
}
