using System.Net.Sockets;
using Digest.Checking;
using Digest.Tests.Commands;
using Digest.Tests.Web;
using Xunit;

namespace Digest.Tests.Checking;

/// <summary>The broken set-ups without a doctor who is asked: `serve` does not start, or health, figures and alarms name what broke meanwhile.</summary>
public class RunningTests
{
    public static TheoryData<string> Refused => [.. Broken.SetUps.Where(s => s.Value.Refusal is not null).Select(s => s.Key)];

    public static TheoryData<string> Running => [.. Broken.SetUps.Where(s => s.Value.HappensWhileRunning).Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_work_does_not_start_and_says_why(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.StartsWith("folder", StringComparison.Ordinal), "there is no /proc");
        var broken = Broken.SetUps[name];
        await using var clinic = await Clinic.OpenAsync();
        var changed = broken.Break(clinic);
        await clinic.App.StopAsync();
        await using var digest = new CommandLine();
        clinic.App.Describe(digest.Environment, changed);
        var served = await digest.RunAsync("serve");
        Assert.Equal(1, served.Exit);
        Assert.Contains(broken.Refusal!, served.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", served.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_can_only_be_read_is_not_served()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.App.StopAsync();
        clinic.App.MakeReadOnly();
        await using var digest = new CommandLine();
        clinic.App.Describe(digest.Environment);
        var served = await digest.RunAsync("serve");
        Assert.Equal(1, served.Exit);
        Assert.Contains("readonly database", served.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_nobody_holds_and_nobody_can_have_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such files");
        await using var digest = new CommandLine();
        await digest.RunAsync("migrate");
        var place = Path.Combine(digest.Environment["Storage__DataFolder"], "digest.db.write.lock");
        File.Delete(place);
        using var taken = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        taken.Bind(new UnixDomainSocketEndPoint(place)); // as on a disk that can only be read, it cannot be opened
        var ran = await digest.RunAsync("subscribers", "add", "ada@readers.example");
        Assert.Equal(1, ran.Exit);
        Assert.Contains("digest.db.write.lock cannot be written", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_goes_wrong_is_named_while_the_service_runs()
    {
        await using var clinic = await Clinic.OpenAsync(); // whose clock stands in July, unlike the world's
        await clinic.App.RestartAsync(("Watching:CheckupEvery", "1.00:00:00"), ("Watching:AlarmTo:0", "ops@papers.example"));
        await clinic.App.WatchForAsync(15);
        var ready = (await clinic.App.GetAsync("/health/ready")).Body;
        Assert.Contains("\"level\":\"Fault\",\"about\":\"clock\"", ready, StringComparison.Ordinal);
        Assert.Contains("\"alarm\":\"doctor\",\"subject\":\"clock\"", ready, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Running))]
    public async Task What_breaks_while_the_service_runs_is_named_by_health_and_figures_and_told(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.StartsWith("keys", StringComparison.Ordinal), "modes of files are not Windows'");
        var broken = Broken.SetUps[name];
        await using var clinic = await Clinic.OpenAsync();
        var app = clinic.App;
        await app.RestartAsync(("Watching:CheckupEvery", "1.00:00:00"), ("Web:Metrics", "Loopback"), ("Watching:AlarmTo:0", "ops@papers.example"));
        clinic.Follow();
        if (broken.Meanwhile is { } breakIt)
            await breakIt(clinic);
        else if (broken.Break(clinic) is { Length: > 0 } settings)
        {
            await app.RestartAsync(settings);
            clinic.Follow();
        }
        await app.WatchForAsync(15, waits: false);

        var ready = (await app.GetAsync("/health/ready")).Body;
        Assert.Contains($"\"level\":\"{broken.Level}\",\"about\":\"{broken.About}", ready, StringComparison.Ordinal);
        Assert.Contains(broken.What, ready, StringComparison.OrdinalIgnoreCase);
        var figures = ExpositionReader.Read((await app.GetAsync("/metrics")).Body);
        Assert.True(figures[$"digest_findings{{level=\"{broken.Level.ToString().ToLowerInvariant()}\"}}"] > 0);
        if (broken.Alarm is not { } alarm)
            return;
        Assert.Contains(alarm == "doctor" ? $"\"alarm\":\"doctor\",\"subject\":\"{broken.About}" : $"\"alarm\":\"{alarm}\"", ready, StringComparison.Ordinal);
        Assert.True(figures[$"digest_alarm_open{{alarm=\"{alarm}\"}}"] > 0);
    }

    [Fact]
    public async Task What_the_doctor_found_is_told_once_whatever_restarts_and_over_soon_after_it_was_mended()
    {
        await using var clinic = await Clinic.OpenAsync();
        var app = clinic.App;
        await app.RestartAsync(("Watching:CheckupEvery", "1.00:00:00"), ("Watching:AlarmTo:0", "ops@papers.example"));
        await app.WatchForAsync(15);
        // The clock of a test is not the world's, and that is found here.
        var before = (await app.ToldAsync("alarms:")).Count;
        clinic.Names.Text("papers.example");
        await app.WatchForAsync(90, step: 3);
        Assert.Equal(before + 1, (await app.ToldAsync("alarms:")).Count);

        await app.RestartAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await app.WatchForAsync(30, step: 3);
        Assert.Equal(before + 1, (await app.ToldAsync("alarms:")).Count);
        Assert.Contains("\"subject\":\"SPF\"", (await app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);

        clinic.Names.Text("papers.example", "v=spf1 ip4:192.0.2.25 -all");
        await app.WatchForAsync(90, step: 3);
        Assert.Equal(before + 2, (await app.ToldAsync("alarms:")).Count);
        Assert.DoesNotContain("\"subject\":\"SPF\"", (await app.GetAsync("/health/ready")).Body, StringComparison.Ordinal);
    }
}
