using System.Globalization;
using Digest.Checking;
using Digest.Commands;
using Digest.Demo;
using Digest.Subscribers;
using Digest.Tests.Commands;
using Digest.Tests.Web;
using Xunit;

namespace Digest.Tests.Checking;

/// <summary>Set-ups with one thing broken, each on the real thing: the doctor names it and says what to do.</summary>
public class DoctorTests
{
    public static TheoryData<string> Names => [.. Broken.SetUps.Keys];

    [Fact]
    public async Task An_installation_where_all_is_right_has_no_fault_and_no_warning()
    {
        await using var clinic = await Clinic.OpenAsync();
        var findings = await clinic.App.ExamineAsync();
        Assert.DoesNotContain(findings, f => f.Level is Level.Fault or Level.Warning);
        foreach (var about in new[] { "time zones", "data folder", "disk", "database", "keys", "operator", "templates", "public address", "one-click", "source hf-daily",
            "clock", "SPF", "PTR", "DKIM", "DMARC" })
            Assert.Contains(findings, f => f.About == about && f.Level == Level.Ok);
        Assert.Equal(0, clinic.App.Mailbox.Received);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_broken_is_named_with_what_to_do(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.StartsWith("folder", StringComparison.Ordinal), "there is no /proc");
        var broken = Broken.SetUps[name];
        await using var clinic = await Clinic.OpenAsync();
        var findings = await clinic.App.ExamineAsync(changed: broken.Break(clinic));
        var found = findings.FirstOrDefault(f => f.Level == broken.Level && f.About.StartsWith(broken.About, StringComparison.Ordinal)
            && f.What.Contains(broken.What, StringComparison.OrdinalIgnoreCase));
        Assert.True(found is not null, string.Join('\n', findings));
        Assert.Contains(broken.Advice ?? broken.Do, found.Do, StringComparison.Ordinal);
        Assert.All(findings.Where(f => f.Level == Level.Fault), f => Assert.StartsWith(broken.About, f.About, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Web:PublicUrl", "http://localhost:8080/")]
    [InlineData("Operator:Name", "")]
    [InlineData("Operator:PostalAddress", "")]
    [InlineData("Operator:Contact", " ")]
    [InlineData("Delivering:From", "digest@localhost")]
    public async Task What_serve_refuses_is_a_fault_although_nobody_is_asked(string key, string value)
    {
        await using var app = await App.StartAsync();
        var fault = Assert.Single(await app.ExamineAsync(offline: true, changed: [("Delivering:Relay:Host", "relay.example"), (key, value)]), f => f.Level == Level.Fault);
        Assert.Contains(key, fault.What, StringComparison.Ordinal);
        Assert.Contains("Set ", fault.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_writes_may_stay_unsaid_to_this_machine_s_relay_but_it_is_noted()
    {
        await using var app = await App.StartAsync();
        var findings = await app.ExamineAsync(offline: true, changed: [("Operator:PostalAddress", "")]);
        Assert.Contains(findings, f => f is { Level: Level.Note, About: "operator" } && f.What.Contains("Operator:PostalAddress is not set", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, f => f.Level == Level.Fault);
    }

    [Fact]
    public async Task A_port_that_the_service_itself_listens_on_is_as_it_should_be()
    {
        await using var app = await App.StartAsync();
        var listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{app.Port}");
        Assert.Contains(await app.ExamineAsync(offline: true, changed: ("Web:Listen", listen)), f => f is { Level: Level.Ok, About: "pages" }
            && f.What.Contains(listen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_an_hour_off_is_named()
    {
        await using var clinic = await Clinic.OpenAsync();
        var findings = await clinic.App.ExamineAsync(new StartedClock(TimeProvider.System.GetUtcNow().AddHours(1)));
        var clock = Assert.Single(findings, f => f.Level == Level.Fault);
        Assert.Contains("an hour ahead of a source", clock.What, StringComparison.Ordinal);
        Assert.Contains("timedatectl", clock.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_keys_are_lost_neither_the_doctor_nor_serve_makes_others()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.App.StopAsync();
        File.Delete(clinic.App.KeysFile);
        for (var round = 0; round < 2; round++)
            Assert.Contains("is not there", Assert.Single(await clinic.App.ExamineAsync(offline: true), f => f.Level == Level.Fault).What, StringComparison.Ordinal);
        await using var digest = new CommandLine();
        clinic.App.Describe(digest.Environment);
        var served = await digest.RunAsync("serve");
        Assert.Contains("Restore the file from your backup", served.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(clinic.App.KeysFile));
    }

    [Fact]
    public async Task A_database_that_can_only_be_read_is_named()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.App.StopAsync();
        clinic.App.MakeReadOnly();
        var database = Assert.Single(await clinic.App.ExamineAsync(offline: true), f => f.Level == Level.Fault);
        Assert.Contains("can be read and not written", database.What, StringComparison.Ordinal);
        Assert.Contains("mounted read-only", database.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_a_sender_is_looked_at_whatever_SPF_says()
    {
        await using var clinic = await Clinic.OpenAsync();
        clinic.Names.Text("papers.example");
        clinic.Names.Named("192.0.2.25");
        Assert.Equal(["SPF", "PTR"], (await clinic.App.ExamineAsync()).Where(f => f.Level == Level.Fault).Select(f => f.About));
    }

    [Fact]
    public async Task Offline_nobody_is_asked()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.App.StopRelayAsync();
        clinic.SourceStatus = 503;
        clinic.Divert();
        Assert.DoesNotContain(await clinic.App.ExamineAsync(offline: true), f => f.Level is Level.Fault or Level.Warning);
    }
}
