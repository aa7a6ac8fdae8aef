using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Digest.Mailing.Tests.FarEnds;

/// <summary>Postfix's smtp-sink as a far end, for as long as it is held.</summary>
sealed class SmtpSink : IAsyncDisposable
{
    readonly Process process;

    SmtpSink(Process process, int port)
    {
        this.process = process;
        Relay = new SmtpRelay { Host = "127.0.0.1", Port = port, Tls = TlsMode.None };
    }

    public SmtpRelay Relay { get; }

    public static async Task<SmtpSink> StartAsync(params string[] options)
    {
        var program = Peers.SmtpSink();
        var port = FreePort();
        // As root it insists on another user to run as.
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        var sink = new SmtpSink(Process.Start(new ProcessStartInfo(program, [.. user, .. options, $"127.0.0.1:{port}", "100"]))!, port);
        await ListeningAsync(port);
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>A foreign program says nothing when it listens, so it is asked until it does.</summary>
    internal static async Task ListeningAsync(int port)
    {
        for (var tries = 0; ; tries++)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port, Some.Ct);
                return;
            }
            catch (SocketException) when (tries < 400)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Some.Ct);
            }
        }
    }
}
