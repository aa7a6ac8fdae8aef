using System.Globalization;
using Digest.Checking;
using Digest.Commands;
using Digest.Demo;
using Digest.Subscribers;
using Digest.Tests.Web;
using Xunit;

namespace Digest.Tests.Checking;

/// <summary>Set-ups with one thing broken, each on the real thing: the doctor names it and says what to do.</summary>
public class DoctorTests
{
    static readonly Dictionary<string, Broken> Setups = new(StringComparer.Ordinal)
    {
        ["wrong password"] = new("relay", "535", "UserName and Password", c =>
        {
            c.App.RelayAnswers = line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-papers\r\n250 AUTH PLAIN" : line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 no" : null;
            return [("Delivering:Relay:UserName", "papers"), ("Delivering:Relay:Password", "not this one")];
        }),
        ["relay's certificate expired"] = new("relay", "expired", "must be renewed", c => c.TlsRelay("papers.example", TimeProvider.System.GetUtcNow().AddDays(-1))),
        ["relay's certificate for another name"] = new("relay", "is for", "Delivering:Relay:Host", c => c.TlsRelay("other.example")),
        ["closed port"] = new("relay", "refused", "Delivering:Relay:Port", _ => [("Delivering:Relay:Port", Stage.FreePort().ToString(CultureInfo.InvariantCulture))]),
        ["sender refused"] = new("relay", "553", "Delivering:From", c =>
        {
            c.App.RelayAnswers = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "553 5.7.1 not yours" : null;
            return [];
        }),
        ["small mails only"] = new("relay", "20000 bytes", "message_size_limit", c =>
        {
            c.App.RelayAnswers = line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-papers\r\n250 SIZE 20000" : null;
            return [];
        }),
        ["port of another program"] = new("pages", "another program listens", "Web:Listen", c => [("Web:Listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{c.App.RelayPort}"))]),
        ["address of another machine"] = new("pages", "192.0.2.1:8080", "an address of this machine", _ => [("Web:Listen", "192.0.2.1:8080")]),
        ["http address"] = new("public address", "not https", "proxy with a certificate", c => [("Web:PublicUrl", c.App.PublicUrl.Replace("https", "http", StringComparison.Ordinal))], Level.Warning),
        ["localhost address"] = new("public address", "nobody but this machine", "your subscribers reach", _ => [("Web:PublicUrl", "https://localhost/")]),
        ["address of another server"] = new("public address", "another server", "Web:Listen", c =>
        {
            c.Divert();
            return [];
        }),
        ["address whose certificate is not trusted"] = new("public address", "not reached", "valid certificate", c =>
        {
            _ = c.TlsRelay("other.example"); // another authority
            return [("Checking:TrustFile", Path.Combine(c.Folder, "trust1.pem"))];
        }),
        ["SPF missing"] = new("SPF", "no SPF record", "Publish papers.example TXT", c => Say(c.Names.Text("papers.example"))),
        ["SPF twice"] = new("SPF", "2 SPF records", "Make one of them", c => Say(c.Names.Text("papers.example", "v=spf1 -all", "v=spf1 mx -all"))),
        ["SPF that does not cover the relay"] = new("SPF", "does not cover 192.0.2.25", "ip4:192.0.2.25", c => Say(c.Names.Text("papers.example", "v=spf1 ip4:192.0.2.26 ~all"))),
        ["SPF for everybody"] = new("SPF", "+all", "-all", c => Say(c.Names.Text("papers.example", "v=spf1 +all")), Level.Warning),
        ["DKIM record missing"] = new("DKIM", "no TXT record s1._domainkey.papers.example", "v=DKIM1", c => Say(c.Names.Text("s1._domainkey.papers.example"))),
        ["DKIM record of another key"] = new("DKIM", "another key", "KeyFile", c =>
        {
            using var other = Delivering(c);
            return Say(c.Names.Text("s1._domainkey.papers.example", other.Record));
        }, Advice: "Delivering:Dkim"),
        ["DMARC missing"] = new("DMARC", "no TXT record _dmarc.papers.example", "v=DMARC1; p=none", c => Say(c.Names.Text("_dmarc.papers.example")), Level.Warning),
        ["no PTR"] = new("PTR", "no name", "PTR", c => Say(c.Names.Named("192.0.2.25"))),
        ["full disk"] = new("disk", "MiB free", "Make room", _ => [("Checking:LeastFreeMegabytes", "100000000")]),
        ["folder that cannot be written"] = new("data folder", "/proc", "Storage:DataFolder", _ => [("Storage:DataFolder", "/proc/digest")]),
        ["newer schema"] = new("database", "schema 999", "newer version", c =>
        {
            c.App.UpgradeAsync().GetAwaiter().GetResult();
            return [];
        }, Advice: "Run that version again"),
        ["keys of another database"] = new("keys", "another database", "Keys:File", c =>
        {
            var file = Path.Combine(c.Folder, "other", "keys.json");
            KeyRing.Open(file, TimeProvider.System);
            return [("Keys:File", file)];
        }),
        ["keys lost"] = new("keys", "is not there", "backup", c => [("Keys:File", Path.Combine(c.Folder, "none.json"))]),
        ["keys for all to read"] = new("keys", "other users", "chmod 600", c =>
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(c.App.Folder, "data", "keys.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            return [];
        }),
        ["wrong zone"] = new("settings", "Scheduling:Zone", "", _ => [("Scheduling:Zone", "Europe/Atlantis")]),
        ["broken template"] = new("templates", "home.html", "Rendering:TemplatesFolder", c => [("Rendering:TemplatesFolder", Path.GetDirectoryName(Path.GetDirectoryName(c.NewFile("own/en/home.html", "{{ if }}")))!)]),
        ["dead source"] = new("source hf-daily", "503", "Gathering", c =>
        {
            c.SourceStatus = 503;
            return [];
        }),
    };

    public static TheoryData<string> Names => [.. Setups.Keys];

    [Fact]
    public async Task An_installation_where_all_is_right_has_no_fault_and_no_warning()
    {
        await using var clinic = await Clinic.OpenAsync();
        var findings = await clinic.App.ExamineAsync();
        Assert.DoesNotContain(findings, f => f.Level is Level.Fault or Level.Warning);
        foreach (var about in new[] { "time zones", "data folder", "disk", "database", "keys", "operator", "templates", "public address", "one-click", "source hf-daily", "clock", "SPF", "PTR", "DKIM", "DMARC" })
            Assert.Contains(findings, f => f.About == about && f.Level == Level.Ok);
        Assert.Equal(0, clinic.App.Mailbox.Received);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_broken_is_named_with_what_to_do(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.StartsWith("folder", StringComparison.Ordinal), "there is no /proc");
        var broken = Setups[name];
        await using var clinic = await Clinic.OpenAsync();
        var findings = await clinic.App.ExamineAsync(changed: broken.Break(clinic));
        var found = findings.FirstOrDefault(f => f.Level == broken.Level && f.About.StartsWith(broken.About, StringComparison.Ordinal) && f.What.Contains(broken.What, StringComparison.OrdinalIgnoreCase));
        Assert.True(found is not null, string.Join('\n', findings));
        Assert.Contains(broken.Advice ?? broken.Do, found.Do, StringComparison.Ordinal);
        Assert.All(findings.Where(f => f.Level == Level.Fault), f => Assert.StartsWith(broken.About, f.About, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wrong password", "relay")]
    [InlineData("relay's certificate expired", "relay")]
    [InlineData("http address", "")]
    [InlineData("SPF missing", "doctor")]
    [InlineData("keys for all to read", "doctor")]
    [InlineData("dead source", "")]
    public async Task What_breaks_while_the_service_runs_is_named_by_health_and_figures_and_told(string name, string alarm)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.StartsWith("keys", StringComparison.Ordinal), "modes of files are not Windows'");
        var broken = Setups[name];
        await using var clinic = await Clinic.OpenAsync();
        var app = clinic.App;
        await app.RestartAsync([.. broken.Break(clinic), ("Watching:CheckupEvery", "1.00:00:00"), ("Web:Metrics", "Loopback"), ("Watching:AlarmTo:0", "ops@papers.example")]);
        if (alarm == "relay")
        {
            await app.AddAsync("ada@example.org");
            await app.PublishAsync(Some.Papers(3));
            await app.AtAsync(Some.Morning.AddDays(1));
        }
        await app.WatchForAsync(15);

        var ready = (await app.GetAsync("/health/ready")).Body;
        Assert.Contains($"\"level\":\"{broken.Level}\",\"about\":\"{broken.About}", ready, StringComparison.Ordinal);
        Assert.True(ExpositionReader.Read((await app.GetAsync("/metrics")).Body)[$"digest_findings{{level=\"{broken.Level.ToString().ToLowerInvariant()}\"}}"] > 0);
        if (alarm.Length > 0)
            Assert.Contains($"\"alarm\":\"{alarm}\"", ready, StringComparison.Ordinal);
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
        Assert.Contains(await app.ExamineAsync(offline: true, changed: ("Web:Listen", listen)), f => f is { Level: Level.Ok, About: "pages" } && f.What.Contains(listen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_an_hour_off_is_named()
    {
        await using var clinic = await Clinic.OpenAsync();
        var findings = await clinic.App.ExamineAsync(new StartedClock(TimeProvider.System.GetUtcNow().AddHours(1)));
        var clock = Assert.Single(findings, f => f.Level == Level.Fault);
        Assert.Contains("an hour ahead of papers.example", clock.What, StringComparison.Ordinal);
        Assert.Contains("timedatectl", clock.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_can_only_be_read_is_named()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.App.StopAsync();
        // A file that says a later SQLite must write it: so it is read-only to everybody, the administrator too.
        await using (var file = File.OpenWrite(Path.Combine(clinic.App.Folder, "data", "digest.db")))
        {
            file.Position = 18;
            file.WriteByte(3);
        }
        var database = Assert.Single(await clinic.App.ExamineAsync(offline: true), f => f.Level == Level.Fault);
        Assert.Contains("can be read and not written", database.What, StringComparison.Ordinal);
        Assert.Contains("mounted read-only", database.Do, StringComparison.Ordinal);
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

    static (string, string?)[] Say(NameServer _) => [];

    static Mailing.DkimKey Delivering(Clinic clinic) => Digest.Delivering.DkimSigning.New("papers.example", "s1", Path.Combine(clinic.Folder, "other.pem"));

    sealed record Broken(string About, string What, string Do, Func<Clinic, (string Key, string? Value)[]> Break, Level Level = Level.Fault, string? Advice = null);
}
