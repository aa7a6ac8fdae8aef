using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Digest.Delivering;
using Digest.Tests.Gathering;

namespace Digest.Tests.Checking;

/// <summary>An installation with all that belongs to it, whole and real: the service behind TLS, a relay, a source and a name server,
/// each on loopback. A test breaks one thing and asks the doctor.</summary>
sealed class Clinic : IAsyncDisposable
{
    static readonly DateTimeOffset NextYear = TimeProvider.System.GetUtcNow().AddYears(1);

    readonly string _folder = Directory.CreateTempSubdirectory("digest-clinic-").FullName;
    readonly List<TlsFront> _fronts = [];
    readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    readonly UdpClient _deaf = new(new IPEndPoint(IPAddress.Loopback, 0));
    FarEnd _source = null!;
    int _behind;

    public App App { get; private set; } = null!;

    public NameServer Names { get; } = new();

    /// <summary>What the source answers with.</summary>
    public int SourceStatus { get; set; } = 200;

    public static async Task<Clinic> OpenAsync()
    {
        var clinic = new Clinic();
        await clinic.SetUpAsync();
        return clinic;
    }

    /// <summary>Settings that name a relay with TLS from the first byte and this certificate.</summary>
    public (string Key, string? Value)[] TlsRelay(string name, DateTimeOffset? until = null) =>
    [
        ("Delivering:Relay:Port", Front(0, name, until ?? NextYear, () => App.RelayPort, out var pem).ToString(CultureInfo.InvariantCulture)),
        ("Delivering:Relay:Tls", "Implicit"), ("Delivering:Relay:TrustFile", pem),
    ];

    /// <summary>Connections are taken there, and nothing is ever said.</summary>
    public int SilentPort => ((IPEndPoint)_silent.LocalEndpoint).Port;

    /// <summary>Questions are taken there, and never answered.</summary>
    public string SilentNames => _deaf.Client.LocalEndPoint!.ToString()!;

    /// <summary>The public address leads to another server from now on.</summary>
    public void Divert() => _behind = _source.Address.Port;

    /// <summary>The public address leads to where the service listens now.</summary>
    public void Follow() => _behind = App.Port;

    public string NewName(string name) => Path.Combine(_folder, name);

    /// <summary>A folder of templates of one's own, in which the front page is this.</summary>
    public string Templates(string home)
    {
        NewFile("own/en/pages/home.html", home);
        return NewName("own");
    }

    public string NewFile(string name, string content = "")
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string Folder => _folder;

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        foreach (var front in _fronts)
            await front.DisposeAsync();
        await _source.DisposeAsync();
        _silent.Dispose();
        _deaf.Dispose();
        await Names.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task SetUpAsync()
    {
        _silent.Start();
        _source = await FarEnd.StartAsync(async context =>
        {
            context.Response.StatusCode = SourceStatus;
            await context.Say("[]");
        });
        var port = Front(0, "papers.example", NextYear, () => _behind, out var pem);
        var keyFile = Path.Combine(_folder, "dkim.pem");
        using (var key = DkimSigning.New("papers.example", "s1", keyFile))
            Names.Text("s1._domainkey.papers.example", key.Record);
        Names.At("papers.example", "127.0.0.1").Text("papers.example", "v=spf1 ip4:192.0.2.25 -all").Text("_dmarc.papers.example", "v=DMARC1; p=quarantine")
            .Named("192.0.2.25", "mail.papers.example").At("mail.papers.example", "192.0.2.25");
        App = await App.StartAsync(new AppSettings
        {
            PublicUrl = string.Create(CultureInfo.InvariantCulture, $"https://papers.example:{port}/"),
            Settings =
            {
                ["Checking:DnsServer"] = Names.Address, ["Checking:TrustFile"] = pem, ["Checking:SendsFrom:0"] = "192.0.2.25", ["Checking:LeastFreeMegabytes"] = "1",
                ["Delivering:Dkim:0:Domain"] = "papers.example", ["Delivering:Dkim:0:Selector"] = "s1", ["Delivering:Dkim:0:KeyFile"] = keyFile,
                ["Gathering:HfDaily:Enabled"] = "true", ["Gathering:HfDaily:BaseAddress"] = _source.Address.AbsoluteUri, ["Gathering:AllowedPrivateHosts:0"] = "127.0.0.1",
            },
        });
        _behind = App.Port;
    }

    int Front(int port, string name, DateTimeOffset until, Func<int> behind, out string pem)
    {
        var certificate = TlsFront.Certificate(name, until);
        pem = NewFile($"trust{_fronts.Count}.pem", certificate.ExportCertificatePem());
        _fronts.Add(new TlsFront(port, certificate, behind));
        return _fronts[^1].Port;
    }
}
