using System.Text;
using Digest.Mailing.Tests.FarEnds;
using Xunit;

namespace Digest.Mailing.Tests;

/// <summary>A thousand varied, signed mails, sent over SMTP and caught by a server that is not ours: what judges judge.</summary>
public sealed class CapturedMails : IAsyncLifetime
{
    public const int Count = 1000;

    internal DkimKey Key { get; } = DkimTests.Key();

    internal List<MailMessage> Written { get; } = [];

    internal List<byte[]> Sent { get; } = [];

    /// <summary>In the order of sending.</summary>
    internal List<byte[]> Caught { get; } = [];

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DIGEST_PYTHON_AIOSMTPD")))
            return; // each test says so
        var random = new Random(97);
        for (var i = 0; i < Count; i++)
        {
            Written.Add(MailMessageTests.Varied(random, i));
            var unsigned = Some.Bytes(Written[i]);
            Sent.Add([.. Encoding.ASCII.GetBytes(DkimTests.Signature(Key, unsigned)), .. unsigned]);
        }

        await using var server = await Aiosmtpd.StartAsync();
        var catching = CatchAsync(server);
        await using var connection = (await SmtpConnection.OpenAsync(server.Relay, TimeProvider.System, Some.Ct)).Connection!;
        foreach (var mail in Sent)
            Assert.True((await connection.SendAsync("", Some.Address(), mail, _ => default, Some.Ct)).Accepted);
        await catching;
    }

    public ValueTask DisposeAsync()
    {
        Key.Dispose();
        return default;
    }

    async Task CatchAsync(Aiosmtpd server)
    {
        for (var i = 0; i < Count; i++)
            Caught.Add((await server.NextAsync()).Source);
    }
}
