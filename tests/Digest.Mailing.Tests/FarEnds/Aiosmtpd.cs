using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Digest.Mailing.Tests.FarEnds;

/// <summary>Debian's python3-aiosmtpd as a far end, for as long as it is held.</summary>
sealed class Aiosmtpd : IAsyncDisposable
{
    readonly Process process;

    Aiosmtpd(Process process) => this.process = process;

    public SmtpRelay Relay { get; private set; } = null!;

    /// <param name="options">As aiosmtpd_takes.py has them.</param>
    public static async Task<Aiosmtpd> StartAsync(params string[] options)
    {
        var started = Process.Start(new ProcessStartInfo(Peers.Aiosmtpd(), [Peers.Script("FarEnds/aiosmtpd_takes.py"), .. options])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var server = new Aiosmtpd(started);
        var said = await started.StandardOutput.ReadLineAsync(Some.Ct);
        Assert.StartsWith("port ", said);
        server.Relay = new SmtpRelay { Host = "127.0.0.1", Port = int.Parse(said![5..], CultureInfo.InvariantCulture), Tls = TlsMode.None };
        return server;
    }

    /// <summary>The next mail that was taken.</summary>
    public async Task<(string Sender, string Recipient, string[] Options, byte[] Source)> NextAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(90), TimeProvider.System, Some.Ct);
        return line?.Split(' ') is [var sender, var recipient, var options, var source]
            ? (sender, recipient, options.Split(','), Convert.FromHexString(source))
            : throw new InvalidOperationException($"aiosmtpd said: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
