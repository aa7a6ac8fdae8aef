using System.Globalization;
using Digest.Checking;
using Digest.Delivering;
using Digest.Demo;
using Digest.Subscribers;

namespace Digest.Tests.Checking;

/// <summary>A set-up with one thing broken, on the real thing: what the doctor says of it, and what happens when it is so at the start
/// or becomes so while the service runs.</summary>
/// <param name="What">What the finding says, a part of it.</param>
/// <param name="Do">What it says to do, a part of it.</param>
/// <param name="Break">Breaks it and says the settings that belong to it.</param>
sealed record Broken(string About, string What, string Do, Func<Clinic, (string Key, string? Value)[]> Break, Level Level = Level.Fault, string? Advice = null)
{
    /// <summary>What `serve` says when it is so at the start, and ends; null when it starts.</summary>
    public string? Refusal { get; init; }

    /// <summary>Breaks it while the service runs, where <see cref="Break"/> would need a start.</summary>
    public Func<Clinic, Task>? Meanwhile { get; init; }

    /// <summary>The alarm that is told of it soon; null where the report of the next round, or one after days, is enough.</summary>
    public string? Alarm { get; init; } = Level < Level.Fault || About.StartsWith("source", StringComparison.Ordinal) ? null
        : About is "templates" ? About : "doctor";

    public bool HappensWhileRunning => Refusal is null || Meanwhile is not null;

    public static IReadOnlyDictionary<string, Broken> SetUps { get; } = new Dictionary<string, Broken>(StringComparer.Ordinal)
    {
        ["wrong password"] = new("relay", "535", "UserName and Password", c =>
        {
            c.App.RelayAnswers = line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-papers\r\n250 AUTH PLAIN"
                : line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 5.7.8 no" : null;
            return [("Delivering:Relay:UserName", "papers"), ("Delivering:Relay:Password", "not this one")];
        }),
        ["relay's certificate expired"] = new("relay", "expired", "must be renewed", c => c.TlsRelay("papers.example", TimeProvider.System.GetUtcNow().AddYears(-1))),
        ["relay's certificate for another name"] = new("relay", "is for", "Delivering:Relay:Host", c => c.TlsRelay("other.example")),
        ["closed port"] = new("relay", "refused", "Delivering:Relay:Port", _ => [("Delivering:Relay:Port", Stage.FreePort().ToString(CultureInfo.InvariantCulture))]),
        ["relay that never greets"] = new("relay", "within 8 s", "Tls to Implicit",
            c => [("Delivering:Relay:Port", c.SilentPort.ToString(CultureInfo.InvariantCulture)), ("Checking:Wait", "00:00:08")]),
        ["name server that is silent"] = new("public address", "was not asked", "Checking:DnsServer", c => [("Checking:DnsServer", c.SilentNames)], Level.Warning),
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
        ["port of another program"] = new("pages", "another program listens", "Web:Listen",
            c => [("Web:Listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{c.App.RelayPort}"))])
        {
            Refusal = "Web:Listen cannot be listened on",
        },
        ["address of another machine"] = new("pages", "192.0.2.1:8080", "an address of this machine",
            _ => [("Web:Listen", "192.0.2.1:8080")]) { Refusal = "Web:Listen cannot be listened on" },
        ["http address"] = new("public address", "not https", "proxy with a certificate",
            c => [("Web:PublicUrl", c.App.PublicUrl.Replace("https", "http", StringComparison.Ordinal))], Level.Warning),
        ["localhost address"] = new("public address", "nobody but this machine", "your subscribers reach",
            _ => [("Web:PublicUrl", "https://localhost/")]) { Refusal = "Web:PublicUrl is https://localhost/" },
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
        ["operators' login that can be forged"] = new("operators' pages", "lets in whoever sends X-Forwarded-User", "take that header away", c =>
        {
            c.App.RestartAsync(("Web:Admin:ProxyHeader", "X-Forwarded-User")).GetAwaiter().GetResult();
            c.Follow();
            return [];
        }),
        ["SPF missing"] = new("SPF", "no SPF record", "Publish papers.example TXT", c => Told(c.Names.Text("papers.example"))),
        ["SPF of the return path missing"] = new("SPF", "bounce.example has no SPF record", "Publish bounce.example TXT", c =>
        {
            c.Names.Mail("bounce.example", "mail.papers.example");
            return [("Delivering:ReturnPath", "back@bounce.example")];
        }),
        ["return path that takes no mail"] = new("return path", "bounce.example", "MX", c =>
        {
            c.Names.Text("bounce.example", "v=spf1 ip4:192.0.2.25 -all");
            return [("Delivering:ReturnPath", "back@bounce.example")];
        }),
        ["return path that says it takes no mail"] = new("return path", "takes no mail", "MX", c =>
        {
            c.Names.Text("bounce.example", "v=spf1 ip4:192.0.2.25 -all").Mail("bounce.example", "").At("bounce.example", "192.0.2.25");
            return [("Delivering:ReturnPath", "back@bounce.example")];
        }),
        ["SPF that includes what is no name"] = new("SPF", "cannot be followed", "Mend the record", c => Told(c.Names.Text("papers.example", "v=spf1 include:.spf.example -all"))),
        ["SPF twice"] = new("SPF", "2 SPF records", "Make one of them", c => Told(c.Names.Text("papers.example", "v=spf1 -all", "v=spf1 mx -all"))),
        ["SPF that does not cover the relay"] = new("SPF", "does not cover 192.0.2.25", "ip4:192.0.2.25", c => Told(c.Names.Text("papers.example", "v=spf1 ip4:192.0.2.26 ~all"))),
        ["SPF for everybody"] = new("SPF", "+all", "-all", c => Told(c.Names.Text("papers.example", "v=spf1 +all")), Level.Warning),
        ["DKIM record missing"] = new("DKIM", "no TXT record s1._domainkey.papers.example", "v=DKIM1", c => Told(c.Names.Text("s1._domainkey.papers.example"))),
        ["DKIM record of another key"] = new("DKIM", "another key", "KeyFile", c =>
        {
            using var other = OtherKey(c);
            return Told(c.Names.Text("s1._domainkey.papers.example", other.Record));
        }, Advice: "Delivering:Dkim"),
        ["DMARC missing"] = new("DMARC", "no TXT record _dmarc.papers.example", "v=DMARC1; p=none", c => Told(c.Names.Text("_dmarc.papers.example")), Level.Warning),
        ["no PTR"] = new("PTR", "no name", "PTR", c => Told(c.Names.Named("192.0.2.25"))),
        ["full disk"] = new("disk", "MiB free", "Make room", _ => [("Checking:LeastFreeMegabytes", "100000000")]),
        ["folder that cannot be written"] = new("data folder", "/proc", "Storage:DataFolder", _ => [("Storage:DataFolder", "/proc/digest")]) { Refusal = "/proc/digest" },
        ["newer schema"] = new("database", "schema 999", "newer version", c =>
        {
            c.App.UpgradeAsync().GetAwaiter().GetResult();
            return [];
        }, Advice: "Run that version again")
        {
            Refusal = "schema",
            Meanwhile = c => c.App.UpgradeAsync(),
        },
        ["keys of another database"] = new("keys", "another database", "Keys:File", c =>
        {
            var file = Path.Combine(c.Folder, "other", "keys.json");
            KeyRing.Open(file, TimeProvider.System);
            return [("Keys:File", file)];
        })
        {
            Refusal = "are not those this database was made with",
            Meanwhile = c =>
            {
                KeyRing.Open(c.NewName("other.json"), TimeProvider.System);
                File.Copy(c.NewName("other.json"), c.App.KeysFile, overwrite: true);
                return Task.CompletedTask;
            },
        },
        ["keys lost"] = new("keys", "is not there", "backup", c => [("Keys:File", Path.Combine(c.Folder, "none.json"))])
        {
            Refusal = "none.json",
            Meanwhile = c =>
            {
                File.Delete(c.App.KeysFile);
                return Task.CompletedTask;
            },
        },
        ["keys for all to read"] = new("keys", "other users", "chmod 600", c =>
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(c.App.KeysFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            return [];
        }),
        ["wrong zone"] = new("settings", "Scheduling:Zone", "", _ => [("Scheduling:Zone", "Europe/Atlantis")]) { Refusal = "Scheduling:Zone" },
        ["broken template"] = new("templates", "home.html", "Rendering:TemplatesFolder", c => [("Rendering:TemplatesFolder", c.Templates("{{ if }}"))])
        {
            Refusal = "home.html",
            Meanwhile = async c =>
            {
                await c.App.RestartAsync(("Rendering:TemplatesFolder", c.Templates("<p>All is well.</p>")));
                c.Templates("{{ if }}");
            },
        },
        ["dead source"] = new("source hf-daily", "503", "Gathering", c =>
        {
            c.SourceStatus = 503;
            return [];
        }),
    };

    static (string, string?)[] Told(NameServer _) => [];

    static Mailing.DkimKey OtherKey(Clinic clinic) => DkimSigning.New("papers.example", "s1", Path.Combine(clinic.Folder, "other.pem"));
}
