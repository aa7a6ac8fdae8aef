using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Digest.Mailing;

namespace Digest.Benchmarks.Smtp;

/// <summary>
/// The bare dialogue: distinct mails to Postfix's smtp-sink, unsigned and signed, beside Postfix's own smtp-source in the same rounds.
/// smtp-source sends one text of the same length over and over, keeps its connections (-d), and is written in C.
/// </summary>
static class SmtpRun
{
    static readonly int[] Connections = [1, 16];

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task RunAsync(string[] asked, TextWriter to)
    {
        var (mails, rounds) = (Number(asked, "--mails", 20_000), Number(asked, "--rounds", 5));
        using var key = DkimKey.TryRead("example.org", "bench", DkimKey.NewPem(), [], out var made, out var why) ? made! : throw new InvalidOperationException(why);
        var port = FreePort();
        using var sink = Process.Start(Tool("smtp-sink"), [.. AsNobody(), $"127.0.0.1:{port}", "1000"]);
        try
        {
            var relay = new SmtpRelay { Host = "127.0.0.1", Port = port, Tls = TlsMode.None };
            await ListeningAsync(relay);
            foreach (var connections in Connections) // the compiler's turn
                foreach (var signer in new[] { null, key })
                    await SendAsync(relay, connections, Math.Max(mails / 4, 1000), signer);

            var measured = Connections.ToDictionary(c => c, _ => new List<Round>());
            for (var round = 0; round < rounds; round++)
                foreach (var connections in Connections)
                    measured[connections].Add(new(
                        await SourceAsync(port, connections, mails), await SendAsync(relay, connections, mails, null),
                        await SendAsync(relay, connections, mails, key), Rsa()));
            to.WriteLine(JsonSerializer.Serialize(Told(mails, measured), Indented));
        }
        finally
        {
            sink.Kill();
        }
    }

    static object Told(int mails, Dictionary<int, List<Round>> measured) => new
    {
        mails, bytes = Letters.Length, processors = Environment.ProcessorCount, load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : null,
        runs = measured.Select(run => new
        {
            connections = run.Key,
            source_rates = run.Value.Select(r => Math.Round(mails / r.Source.TotalSeconds)),
            unsigned_rates = run.Value.Select(r => Math.Round(mails / r.Unsigned.Wall.TotalSeconds)),
            signed_rates = run.Value.Select(r => Math.Round(mails / r.Signed.Wall.TotalSeconds)),
            unsigned_to_source = Median(run.Value, r => r.Source / r.Unsigned.Wall),
            signed_to_source = Median(run.Value, r => r.Source / r.Signed.Wall),
            unsigned_cpu_us = Median(run.Value, r => r.Unsigned.Cpu.TotalMicroseconds / mails),
            signed_cpu_us = Median(run.Value, r => r.Signed.Cpu.TotalMicroseconds / mails),
            rsa_us = Median(run.Value, r => r.Rsa.TotalMicroseconds),
            signing_beyond_rsa_us = Median(run.Value, r => ((r.Signed.Cpu - r.Unsigned.Cpu).TotalMicroseconds / mails) - r.Rsa.TotalMicroseconds),
            unsigned_bytes_allocated = Median(run.Value, r => (double)r.Unsigned.Allocated / mails),
            signed_bytes_allocated = Median(run.Value, r => (double)r.Signed.Allocated / mails),
        }),
    };

    static double Median(List<Round> rounds, Func<Round, double> of)
    {
        var values = rounds.Select(of).Order().ToList();
        return Math.Round(values[values.Count / 2], 2);
    }

    static async Task<Cost> SendAsync(SmtpRelay relay, int connections, int mails, DkimKey? key)
    {
        _ = MailAddress.TryParse("reader@example.org", out var recipient, out _);
        var left = mails;
        var (wall, cpu, allocated) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var opened = await SmtpConnection.OpenAsync(relay, TimeProvider.System, CancellationToken.None);
            var connection = opened.Connection ?? throw new InvalidOperationException(opened.Failure!.ToString());
            var letters = new Letters();
            for (int n; (n = Interlocked.Decrement(ref left)) >= 0;)
            {
                var result = await connection.SendAsync("bounce@example.org", recipient!, letters.Take(n, key), _ => default, CancellationToken.None);
                if (!result.Accepted)
                    throw new InvalidOperationException(result.ToString());
            }
            await connection.QuitAsync(CancellationToken.None);
        })));
        return new(TimeProvider.System.GetElapsedTime(wall), Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    static async Task<TimeSpan> SourceAsync(int port, int connections, int mails)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var source = Process.Start(Tool("smtp-source"),
            ["-d", "-s", $"{connections}", "-m", $"{mails}", "-l", $"{Letters.Length}", "-f", "bounce@example.org", "-t", "reader@example.org", $"127.0.0.1:{port}"]);
        await source.WaitForExitAsync();
        return source.ExitCode == 0 ? TimeProvider.System.GetElapsedTime(started) : throw new InvalidOperationException("smtp-source failed.");
    }

    /// <summary>One RSA-2048 operation, nothing else, in processor time.</summary>
    static TimeSpan Rsa()
    {
        const int Times = 1000;
        using var rsa = RSA.Create(2048);
        Span<byte> hash = stackalloc byte[32], signature = stackalloc byte[256];
        for (var i = 0; i < 50; i++)
            rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var started = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Times; i++)
            rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return (Environment.CpuUsage.TotalTime - started) / Times;
    }

    static string Tool(string name) =>
        Environment.GetEnvironmentVariable("DIGEST_SMTP_SINK") is { Length: > 0 } sink ? Path.Combine(Path.GetDirectoryName(sink)!, name) : name;

    // As root it insists on another user to run as.
    static string[] AsNobody() => Environment.UserName == "root" ? ["-u", "nobody"] : [];

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    static async Task ListeningAsync(SmtpRelay relay)
    {
        for (var tries = 0; ; tries++)
        {
            var opened = await SmtpConnection.OpenAsync(relay, TimeProvider.System, CancellationToken.None);
            if (opened.Connection is { } connection)
            {
                await connection.QuitAsync(CancellationToken.None);
                return;
            }
            if (tries == 100)
                throw new InvalidOperationException(opened.Failure!.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    static int Number(string[] asked, string name, int usual) =>
        Array.IndexOf(asked, name) is >= 0 and var at && at + 1 < asked.Length ? int.Parse(asked[at + 1], CultureInfo.InvariantCulture) : usual;

    sealed record Cost(TimeSpan Wall, TimeSpan Cpu, long Allocated);

    sealed record Round(TimeSpan Source, Cost Unsigned, Cost Signed, TimeSpan Rsa);
}
