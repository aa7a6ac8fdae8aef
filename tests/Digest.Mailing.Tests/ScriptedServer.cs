using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Digest.Mailing.Tests;

/// <summary>A far end that does exactly what a test says, byte by byte, for one connection.</summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Task serving;

    public ScriptedServer(Func<Peer, Task> script)
    {
        listener.Start();
        serving = ServeAsync(script);
    }

    public SmtpRelay Relay => new() { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Tls = TlsMode.None };

    /// <summary>Waits for the script, so that its own failures fail the test.</summary>
    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }

    async Task ServeAsync(Func<Peer, Task> script)
    {
        try
        {
            using var socket = await listener.AcceptSocketAsync(Some.Ct);
            socket.NoDelay = true;
            await script(new Peer(new NetworkStream(socket)));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client left first, which is what some tests are about.
        }
    }

    internal sealed class Peer(Stream stream)
    {
        Stream wire = stream;

        /// <summary>All lines heard, in order.</summary>
        public List<string> Heard { get; } = [];

        public Task SayAsync(string text) => wire.WriteAsync(Encoding.UTF8.GetBytes(text), Some.Ct).AsTask();

        public async Task<string?> HearAsync()
        {
            var line = new List<byte>();
            var one = new byte[1];
            // A dialogue that got out of step fails instead of hanging.
            while (await wire.ReadAsync(one, Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Some.Ct) == 1)
            {
                line.Add(one[0]);
                if (one[0] != '\n')
                    continue;
                Heard.Add(Encoding.UTF8.GetString([.. line]).TrimEnd('\r', '\n'));
                return Heard[^1];
            }

            return null;
        }

        public async Task HearAllAsync()
        {
            while (await HearAsync() is not null)
            {
            }
        }

        /// <summary>Greeting and EHLO with what it offers.</summary>
        public async Task GreetAsync(params string[] offers)
        {
            await SayAsync("220 scripted\r\n");
            await EhloAsync(offers);
        }

        public async Task EhloAsync(params string[] offers)
        {
            await HearAsync();
            string[] lines = ["scripted", .. offers];
            await SayAsync(string.Concat(lines.Select((line, i) => $"250{(i == lines.Length - 1 ? ' ' : '-')}{line}\r\n")));
        }

        /// <summary>MAIL, RCPT and DATA taken, the message heard without its dot.</summary>
        public async Task TakeUpToTheDotAsync(int lines)
        {
            foreach (var reply in new[] { "250 ok\r\n", "250 ok\r\n", "354 go on\r\n" })
            {
                await HearAsync();
                await SayAsync(reply);
            }

            for (; lines > 0; lines--)
                await HearAsync();
        }

        public async Task ProtectAsync(X509Certificate2 certificate)
        {
            var tls = new SslStream(wire);
            await tls.AuthenticateAsServerAsync(certificate);
            wire = tls;
        }
    }
}
