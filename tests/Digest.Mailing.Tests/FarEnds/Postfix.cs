using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Digest.Mailing.Tests.FarEnds;

/// <summary>
/// Postfix, the whole of it, in a folder of its own for as long as it is held: one port that offers STARTTLS, one that is TLS from the
/// first byte, AUTH by Cyrus SASL on both once they are protected. What it takes it hands on to another port of this machine.
/// </summary>
sealed class Postfix : IAsyncDisposable
{
    public const string User = "papers", Password = "öffne dich=";

    readonly string folder = Directory.CreateTempSubdirectory("digest-postfix-").FullName;
    readonly string program;
    readonly X509Certificate2 certificate;
    readonly int plainPort = SmtpSink.FreePort(), tlsPort = SmtpSink.FreePort();

    Postfix(string program, X509Certificate2 certificate)
    {
        this.program = program;
        this.certificate = certificate;
    }

    public SmtpRelay Plain => new() { Host = "127.0.0.1", Port = plainPort, Tls = TlsMode.None };

    public SmtpRelay StartTls => Plain with { Tls = TlsMode.StartTls, TrustFile = InFolder("certificate.pem") };

    public SmtpRelay ImplicitTls => StartTls with { Tls = TlsMode.Implicit, Port = tlsPort };

    public static async Task<Postfix> StartAsync(int handsOnTo)
    {
        var found = Peers.Need("DIGEST_POSTFIX", "where postfix is (as root, with sasl2-bin)");
        var postfix = new Postfix(found, SmtpTlsTests.Certificate("127.0.0.1"));
        await postfix.ConfigureAsync(handsOnTo);
        await postfix.RunAsync(found, "-c", postfix.InFolder("etc"), "start");
        await SmtpSink.ListeningAsync(postfix.plainPort);
        await SmtpSink.ListeningAsync(postfix.tlsPort);
        return postfix;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(program, "-c", InFolder("etc"), "stop");
        Directory.Delete(folder, recursive: true);
        certificate.Dispose();
    }

    async Task ConfigureAsync(int handsOnTo)
    {
        foreach (var part in (string[])["etc/sasl", "spool", "data"])
            Directory.CreateDirectory(InFolder(part));
        await RunAsync("chmod", "755", folder); // Postfix leaves root behind
        await RunAsync("chown", "postfix", InFolder("data"));
        await WriteAsync("certificate.pem", certificate.ExportCertificatePem());
        await WriteAsync("key.pem", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        // Debian's Postfix looks beside main.cf, whatever cyrus_sasl_config_path says.
        await WriteAsync("etc/sasl/smtpd.conf", $"""
            pwcheck_method: auxprop
            auxprop_plugin: sasldb
            mech_list: PLAIN LOGIN
            sasldb_path: {InFolder("etc/sasl/users")}

            """);
        await WriteAsync("etc/main.cf", $"""
            compatibility_level = 3.6
            queue_directory = {InFolder("spool")}
            data_directory = {InFolder("data")}
            maillog_file = {InFolder("log")}
            maillog_file_prefixes = {folder}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = relay.example.org
            mydestination =
            local_recipient_maps =
            local_transport = error:nobody lives here
            mynetworks = 127.0.0.0/8
            relayhost = [127.0.0.1]:{handsOnTo}
            disable_dns_lookups = yes
            smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
            smtpd_tls_security_level = may
            smtpd_tls_cert_file = {InFolder("certificate.pem")}
            smtpd_tls_key_file = {InFolder("key.pem")}
            smtpd_tls_auth_only = yes
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = cyrus
            smtpd_sasl_path = smtpd
            smtpd_sasl_local_domain = example.org
            cyrus_sasl_config_path = {InFolder("etc/sasl")}
            smtputf8_enable = yes
            smtp_dns_support_level = disabled
            notify_classes =

            """);
        await WriteAsync("etc/master.cf", $"""
            127.0.0.1:{plainPort} inet n - n - - smtpd
            127.0.0.1:{tlsPort} inet n - n - - smtpd
              -o smtpd_tls_wrappermode=yes
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """);
        await RunAsync("sh", "-c", $"printf %s '{Password}' | saslpasswd2 -p -c -f '{InFolder("etc/sasl/users")}' -u example.org {User}");
        await RunAsync("chown", "postfix", InFolder("etc/sasl/users"));
    }

    string InFolder(string path) => Path.Combine(folder, path);

    Task WriteAsync(string path, string text) => File.WriteAllTextAsync(InFolder(path), text);

    async Task RunAsync(string command, params string[] arguments)
    {
        // A daemon keeps what it inherits, so its output goes to a file, not into a pipe that would never end.
        var said = InFolder("said");
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", said, command, .. arguments]))!;
        await process.WaitForExitAsync(Some.Ct);
        if (process.ExitCode != 0)
            Assert.Fail($"{command} ended with {process.ExitCode}: {await File.ReadAllTextAsync(said)}");
    }
}
