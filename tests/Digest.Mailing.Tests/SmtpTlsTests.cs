using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Digest.Mailing.Tests;

public sealed class SmtpTlsTests : IDisposable
{
    static readonly byte[] Mail = "Subject: x\r\n\r\nhello\r\n"u8.ToArray();

    readonly List<string> files = [];

    public void Dispose() => files.ForEach(File.Delete);

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task A_trusted_relay_takes_mail_over_tls(TlsMode mode)
    {
        using var certificate = Certificate("127.0.0.1");
        await using var server = new ScriptedServer(async peer =>
        {
            await OpenAsync(peer, mode, certificate);
            await peer.TakeUpToTheDotAsync(4);
            await peer.SayAsync("250 ok\r\n");
            await peer.HearAllAsync();
        });
        var notes = new List<SmtpNote>();
        var connect = await SmtpConnection.OpenAsync(Relay(server, mode, certificate) with { Listener = notes.Add }, TimeProvider.System, Some.Ct);
        Assert.True(connect.Connection is not null, connect.Failure?.ToString());
        await using var connection = connect.Connection!;
        var security = Assert.Single(notes, note => note.Kind == SmtpNoteKind.Secured).Security!;
        Assert.Equal((certificate.Subject, certificate.Issuer, certificate.NotAfter.ToUniversalTime()), (security.Subject, security.Issuer, security.Ends.UtcDateTime));
        Assert.StartsWith("Tls1", security.Protocol, StringComparison.Ordinal);
        Assert.True((await connection.SendAsync("", Some.Address(), Mail, _ => default, Some.Ct)).Accepted);
    }

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task A_certificate_for_another_name_is_refused_by_its_names(TlsMode mode)
    {
        using var certificate = Certificate("mail.example.org");
        var failure = await FailureAsync(mode, certificate, trusted: certificate);
        Assert.Equal("the relay's certificate is for mail.example.org, not for 127.0.0.1", failure.Fault);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_refused()
    {
        using var certificate = Certificate("127.0.0.1");
        using var other = Certificate("127.0.0.1");
        Assert.Contains("not trusted", (await FailureAsync(TlsMode.StartTls, certificate, trusted: other)).Fault);
        Assert.Contains("not trusted", (await FailureAsync(TlsMode.StartTls, certificate, trusted: null)).Fault);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_date()
    {
        using var certificate = Certificate("127.0.0.1", days: -10);
        Assert.StartsWith("the relay's certificate expired on ", (await FailureAsync(TlsMode.Implicit, certificate, trusted: certificate)).Fault);
    }

    [Fact]
    public async Task There_is_no_plain_text_where_tls_was_asked_for()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("PIPELINING");
            await peer.HearAllAsync();
            Assert.Single(peer.Heard);
        });
        var connect = await SmtpConnection.OpenAsync(server.Relay with { Tls = TlsMode.StartTls }, TimeProvider.System, Some.Ct);
        Assert.Equal(SmtpPhase.Tls, connect.Failure!.Phase);
        Assert.Contains("does not offer STARTTLS", connect.Failure.Fault);
    }

    [Fact]
    public async Task What_was_injected_before_the_handshake_is_thrown_away()
    {
        using var certificate = Certificate("127.0.0.1");
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("STARTTLS");
            await peer.HearAsync();
            await peer.SayAsync("220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n235 come in\r\n");
            await peer.ProtectAsync(certificate);
            await peer.EhloAsync("SIZE 1000");
            await peer.HearAllAsync();
        });
        var relay = Relay(server, TlsMode.StartTls, certificate) with { UserName = "user", Password = "secret" };
        var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
        Assert.Equal("the relay offers neither AUTH PLAIN nor AUTH LOGIN", connect.Failure!.Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("220 no TLS here\r\n")]
    [InlineData("\u0015\u0003\u0001\0\u0002\u0002\u0028")] // the alert "handshake failure"
    public async Task A_handshake_that_goes_wrong_ends_within_its_deadline(string said)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.SayAsync(said);
            await peer.HearAllAsync();
        });
        var relay = server.Relay with { Tls = TlsMode.Implicit, Timeouts = new() { Tls = TimeSpan.FromSeconds(0.5) } };
        var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
        Assert.Equal((SmtpPhase.Tls, null), (connect.Failure!.Phase, connect.Failure.Reply));
        Assert.NotEmpty(connect.Failure.Fault!);
    }

    [Theory]
    [InlineData("454 4.7.0 not now\r\n", "Tls: 454 4.7.0 not now")]
    [InlineData("250 what\r\n502 no\r\n", null)]
    public async Task A_refused_starttls_is_a_failure(string answer, string? expected)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("STARTTLS");
            await peer.HearAsync();
            await peer.SayAsync(answer);
            await peer.HearAllAsync();
            Assert.DoesNotContain(peer.Heard, line => line.StartsWith("MAIL", StringComparison.Ordinal));
        });
        var connect = await SmtpConnection.OpenAsync(server.Relay with
        {
            Tls = TlsMode.StartTls, Timeouts = new() { Tls = TimeSpan.FromSeconds(1) },
        }, TimeProvider.System, Some.Ct);
        Assert.Equal(SmtpPhase.Tls, connect.Failure!.Phase);
        if (expected is not null)
            Assert.Equal(expected, connect.Failure.ToString());
    }

    [Fact]
    public async Task An_unanswered_password_meets_the_deadline_of_the_login()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("AUTH PLAIN");
            await peer.HearAllAsync();
        });
        var relay = server.Relay with { UserName = "user", Password = "secret", Timeouts = new() { Auth = TimeSpan.FromSeconds(0.3) } };
        var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
        Assert.Equal((SmtpPhase.Auth, "nothing came of it within 0.3 s"), (connect.Failure!.Phase, connect.Failure.Fault));
    }

    [Theory]
    [InlineData("AUTH LOGIN PLAIN", new[] { "AUTH PLAIN", "AHVzZXIAc2VjcmV0" })]
    [InlineData("AUTH LOGIN", new[] { "AUTH LOGIN", "dXNlcg==", "c2VjcmV0" })]
    [InlineData("AUTH=LOGIN", new[] { "AUTH LOGIN", "dXNlcg==", "c2VjcmV0" })]
    public async Task The_password_is_given_over_tls_in_the_way_offered(string offer, string[] expected)
    {
        using var certificate = Certificate("127.0.0.1");
        var heard = new List<string>();
        await using (var server = new ScriptedServer(async peer =>
        {
            await OpenAsync(peer, TlsMode.StartTls, certificate, offer);
            for (var i = 0; i < expected.Length; i++)
            {
                heard.Add((await peer.HearAsync())!);
                await peer.SayAsync(i == expected.Length - 1 ? "235 2.7.0 welcome\r\n" : "334 VXNlcm5hbWU6\r\n");
            }

            await peer.HearAllAsync();
        }))
        {
            var relay = Relay(server, TlsMode.StartTls, certificate) with { UserName = "user", Password = "secret" };
            var connect = await SmtpConnection.OpenAsync(relay, TimeProvider.System, Some.Ct);
            Assert.True(connect.Connection is not null, connect.Failure?.ToString());
            await connect.Connection!.DisposeAsync();
        }

        Assert.Equal(string.Join("\n", expected), string.Join("\n", heard));
    }

    [Fact]
    public async Task A_refused_password_is_reported_without_it()
    {
        await using var server = new ScriptedServer(async peer =>
        {
            await peer.GreetAsync("AUTH PLAIN");
            await peer.HearAsync();
            await peer.SayAsync("334 \r\n");
            var line = await peer.HearAsync();
            await peer.SayAsync($"535 5.7.8 not with {line} and not with secret\r\n");
            await peer.HearAllAsync();
        });
        var connect = await SmtpConnection.OpenAsync(server.Relay with { UserName = "user", Password = "secret" }, TimeProvider.System, Some.Ct);
        Assert.Equal((SmtpPhase.Auth, "535 5.7.8 not with *** and not with ***"), (connect.Failure!.Phase, connect.Failure.Reply?.ToString()));
    }

    static async Task OpenAsync(ScriptedServer.Peer peer, TlsMode mode, X509Certificate2 certificate, params string[] offers)
    {
        if (mode == TlsMode.StartTls)
        {
            await peer.GreetAsync("STARTTLS");
            Assert.Equal("STARTTLS", await peer.HearAsync());
            await peer.SayAsync("220 go\r\n");
            await peer.ProtectAsync(certificate);
            await peer.EhloAsync(offers);
        }
        else
        {
            await peer.ProtectAsync(certificate);
            await peer.GreetAsync(offers);
        }
    }

    async Task<SmtpResult> FailureAsync(TlsMode mode, X509Certificate2 certificate, X509Certificate2? trusted)
    {
        await using var server = new ScriptedServer(async peer =>
        {
            try
            {
                await OpenAsync(peer, mode, certificate);
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                return; // the client's refusal, seen from here
            }

            await peer.HearAllAsync();
            Assert.DoesNotContain(peer.Heard, line => line.StartsWith("MAIL", StringComparison.Ordinal));
        });
        var connect = await SmtpConnection.OpenAsync(Relay(server, mode, trusted), TimeProvider.System, Some.Ct);
        Assert.Null(connect.Connection);
        Assert.Equal(SmtpPhase.Tls, connect.Failure!.Phase);
        return connect.Failure;
    }

    SmtpRelay Relay(ScriptedServer server, TlsMode mode, X509Certificate2? trusted)
    {
        if (trusted is null)
            return server.Relay with { Tls = mode };
        var file = Path.GetTempFileName();
        files.Add(file);
        File.WriteAllText(file, trusted.ExportCertificatePem());
        return server.Relay with { Tls = mode, TrustFile = file };
    }

    internal static X509Certificate2 Certificate(string name, int days = 10)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(Math.Min(-1, days - 5)), now.AddDays(days));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
