using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Digest.Tests.Commands;

/// <summary>digest doctor as it is typed.</summary>
public sealed class DoctorCommandTests : IAsyncDisposable
{
    readonly CommandLine _digest = new();

    public ValueTask DisposeAsync() => _digest.DisposeAsync();

    [Fact]
    public async Task It_exits_0_without_a_fault_and_says_what_it_found()
    {
        var run = await _digest.RunAsync("doctor", "--offline");
        Assert.True(run.Exit == 0, run.Output + run.Errors);
        Assert.Contains("database: There is no database yet.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 faults, 0 warnings.\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_found_is_told_while_something_else_is_waited_for()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _digest.Environment["Delivering__Relay__Port"] = ((IPEndPoint)silent.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _digest.Environment["Checking__Wait"] = "00:05:00";
        _digest.Environment["Gathering__HfDaily__Enabled"] = "false";
        var doctor = _digest.Start("doctor");
        using var asked = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.StartsWith("ok       settings", await doctor.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System), StringComparison.Ordinal);
        Assert.False(doctor.HasExited);
    }

    [Fact]
    public async Task A_faulty_setting_is_a_finding_that_names_its_key()
    {
        _digest.Environment["Delivering__Connections"] = "0";
        _digest.Environment["Checking__DnsServer"] = "somewhere";
        var run = await _digest.RunAsync("doctor", "--offline", "--json");
        Assert.Equal(1, run.Exit);
        Assert.False(run.Json.GetProperty("well").GetBoolean());
        var findings = run.Json.GetProperty("findings").EnumerateArray().Select(f => (Level: f.GetProperty("level").GetString(), What: f.GetProperty("what").GetString())).ToList();
        Assert.All(findings, f => Assert.Equal("fault", f.Level));
        Assert.Contains(findings, f => f.What!.Contains("Delivering:Connections", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.What!.Contains("Checking:DnsServer", StringComparison.Ordinal));
    }
}
