using System.Security.Cryptography.X509Certificates;
using System.Text;
using Digest.Demo;
using Digest.Mailing.Tests.FarEnds;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>Servers that people run, Postfix and aiosmtpd, each way in, by whichever connection the build has.</summary>
public class FarEndsTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Postfix_takes_mails_on_each_way_in_and_hands_them_on_unchanged()
    {
        var mailbox = new Mailbox(TimeProvider.System);
        await using var beyond = MailboxListener.Start(mailbox);
        await using var postfix = await Postfix.StartAsync(beyond.Port);
        using var key = DkimTests.Key();
        var random = new Random(41);
        SmtpRelay[] ways =
        [
            postfix.Plain, postfix.StartTls, postfix.ImplicitTls,
            postfix.StartTls with { UserName = Postfix.User, Password = Postfix.Password },
            postfix.ImplicitTls with { UserName = Postfix.User, Password = Postfix.Password },
        ];
        List<byte[]> sent = [];
        foreach (var way in ways)
        {
            await using var connection = await OpenAsync(way);
            for (var i = 0; i < 10; i++)
            {
                var unsigned = Some.Bytes(MailMessageTests.Varied(random, sent.Count));
                sent.Add([.. Encoding.ASCII.GetBytes(DkimTests.Signature(key, unsigned)), .. unsigned]);
                var result = await connection.SendAsync(
                    "digest@example.org", Some.Address($"reader{sent.Count}@example.net"), sent[^1], _ => default, Some.Ct, $"issue.{i}@example.org");
                Assert.True(result.Accepted, $"{way}: {result}");
            }

            Assert.True(await connection.IsAliveAsync(Some.Ct));
            await connection.QuitAsync(Some.Ct);
        }

        var arrived = (await mailbox.WaitForAsync(sent.Count, Patience, Some.Ct)).ToDictionary(mail => mail.EnvelopeTo);
        for (var i = 0; i < sent.Count; i++)
        {
            var (received, mail) = (arrived[$"reader{i + 1}@example.net"].Source, sent[i]);
            Assert.StartsWith("Received: from ", Encoding.UTF8.GetString(received));
            Assert.Equal(mail, received[^mail.Length..]);
        }
    }

    [Fact]
    public async Task Postfix_refuses_a_wrong_password_and_says_what_became_of_a_mail_by_its_name()
    {
        var mailbox = new Mailbox(TimeProvider.System);
        await using var beyond = MailboxListener.Start(mailbox, script: line =>
            line.StartsWith("RCPT TO:<nobody+x=y@", StringComparison.Ordinal) ? "550 5.1.1 no such reader" : null);
        await using var postfix = await Postfix.StartAsync(beyond.Port);

        var refused = await Connection.OpenAsync(postfix.StartTls with { UserName = Postfix.User, Password = "wrong" }, TimeProvider.System, Some.Ct);
        Assert.Equal((SmtpPhase.Auth, 535), (refused.Failure!.Phase, refused.Failure.Reply?.Code));
        var untrusted = await Connection.OpenAsync(postfix.StartTls with { TrustFile = null }, TimeProvider.System, Some.Ct);
        Assert.Equal(SmtpPhase.Tls, untrusted.Failure!.Phase);

        await using var connection = await OpenAsync(postfix.Plain);
        var result = await connection.SendAsync(
            "bounce@example.org", Some.Address("nobody+x=y@example.net"), Some.Bytes(Some.Message(text: "not to be sent back")), _ => default, Some.Ct, "issue.1+2@example.org");
        Assert.True(result.Accepted, result.ToString());
        var report = (await mailbox.WaitForAsync(1, Patience, Some.Ct))[0];
        var source = Encoding.UTF8.GetString(report.Source);
        Assert.Equal(("", "bounce@example.org"), (report.EnvelopeFrom, report.EnvelopeTo));
        Assert.Contains("Original-Envelope-Id: issue.1+2@example.org", source);
        Assert.Contains("Original-Recipient: rfc822;nobody+x=y@example.net", source);
        Assert.Contains("Status: 5.1.1", source);
        Assert.DoesNotContain("not to be sent back", source);
    }

    [Fact]
    public async Task Postfix_takes_an_address_beyond_ascii()
    {
        var mailbox = new Mailbox(TimeProvider.System);
        await using var beyond = MailboxListener.Start(mailbox);
        await using var postfix = await Postfix.StartAsync(beyond.Port);
        await using var connection = await OpenAsync(postfix.Plain);
        var result = await connection.SendAsync("bounce@example.org", Some.Address("jürgen@bücher.example"), Some.Bytes(Some.Message()), _ => default, Some.Ct, "a@b");
        Assert.True(result.Accepted, result.ToString());
        Assert.StartsWith("jürgen@", (await mailbox.WaitForAsync(1, Patience, Some.Ct))[0].EnvelopeTo);
    }

    [Theory]
    [InlineData(TlsMode.None)]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.Implicit)]
    public async Task Aiosmtpd_takes_mails_with_a_password_and_none_without(TlsMode mode)
    {
        _ = Peers.Aiosmtpd();
        using var certificate = SmtpTlsTests.Certificate("127.0.0.1");
        var folder = Directory.CreateTempSubdirectory("digest-aiosmtpd-").FullName;
        try
        {
            var (trusted, keyed) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
            await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem(), Some.Ct);
            await File.WriteAllTextAsync(keyed, $"{certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n", Some.Ct);
            string[] tls = mode == TlsMode.None ? [] : ["--tls", mode == TlsMode.StartTls ? "starttls" : "implicit", "--certificate", keyed];
            await using var server = await Aiosmtpd.StartAsync([.. tls, "--user", "papers", "--password", "geheim"]);
            var relay = server.Relay with { Tls = mode, TrustFile = mode == TlsMode.None ? null : trusted };

            await using (var stranger = await OpenAsync(relay))
                Assert.Equal((SmtpPhase.Mail, 530), await PhaseAsync(stranger));
            var refused = await Connection.OpenAsync(relay with { UserName = "papers", Password = "wrong" }, TimeProvider.System, Some.Ct);
            Assert.Equal((SmtpPhase.Auth, 535), (refused.Failure!.Phase, refused.Failure.Reply?.Code));
            await using var connection = await OpenAsync(relay with { UserName = "papers", Password = "geheim" });
            Assert.Equal((SmtpPhase.FinalDot, 250), await PhaseAsync(connection));
            Assert.Equal(Some.Bytes(Some.Message()), (await server.NextAsync()).Source);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<(SmtpPhase, int?)> PhaseAsync(Connection connection)
    {
        var result = await connection.SendAsync("", Some.Address(), Some.Bytes(Some.Message()), _ => default, Some.Ct);
        return (result.Phase, result.Reply?.Code);
    }

    static async Task<Connection> OpenAsync(SmtpRelay relay)
    {
        var connect = await Connection.OpenAsync(relay, TimeProvider.System, Some.Ct);
        Assert.True(connect.Connection is not null, $"{relay}: {connect.Failure}");
        return connect.Connection!;
    }
}
