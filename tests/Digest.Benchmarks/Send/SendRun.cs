using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Digest.Benchmarks.Matching;
using Digest.Delivering;
using Digest.Mailing;

namespace Digest.Benchmarks.Send;

/// <summary>
/// The whole way of a mail, from the claim to the record of its outcome, for so many subscribers on SQLite to Postfix's smtp-sink, beside
/// the bare dialogue with the same bytes in the same process. A process of its own does it, on two cores, so that neither filling
/// the file nor the compiler's first turn counts.
/// </summary>
static class SendRun
{
    const int Cores = 2, Connections = 16;

    public static async Task<int> RunAsync(string[] asked, TextWriter to)
    {
        var (subscribers, signs) = (Number("--subscribers", 100_000), !asked.Contains("--unsigned"));
        if (Array.IndexOf(asked, "--measure") is var at and >= 0)
        {
            await MeasureAsync(asked[at + 1], int.Parse(asked[at + 2], CultureInfo.InvariantCulture), subscribers, signs, to);
            return 0;
        }
        var folder = Directory.CreateTempSubdirectory("digest-send-").FullName;
        var port = FreePort();
        // As root it insists on another user to run as.
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        using var sink = Process.Start(Environment.GetEnvironmentVariable("DIGEST_SMTP_SINK") is { Length: > 0 } tool ? tool : "smtp-sink",
            [.. user, $"127.0.0.1:{port}", "1000"]);
        try
        {
            await using (var readership = new Readership(folder))
                await readership.FillAsync(new Language(), WaitingMails.Papers, subscribers, 32);
            DkimSigning.New("example.org", "bench", Path.Combine(folder, "key.pem")).Dispose();
            await using (var mailing = await WaitingMails.OpenAsync(folder, port, Connections, null))
                await mailing.PlanAsync();
            return await Again.RunAsync(["send", .. asked, "--measure", folder, port.ToString(CultureInfo.InvariantCulture)], Cores);
        }
        finally
        {
            sink.Kill();
            Directory.Delete(folder, recursive: true);
        }

        int Number(string name, int usual) => Array.IndexOf(asked, name) is var i and >= 0
            ? int.Parse(asked[i + 1], CultureInfo.InvariantCulture) : usual;
    }

    static async Task MeasureAsync(string folder, int port, int subscribers, bool signs, TextWriter to)
    {
        var file = Path.Combine(folder, "key.pem");
        await using var mailing = await WaitingMails.OpenAsync(folder, port, Connections, signs ? file : null);
        using var key = signs && DkimKey.TryRead("example.org", "bench", await File.ReadAllTextAsync(file), [], out var read, out _) ? read : null;
        var relay = new SmtpRelay { Host = "127.0.0.1", Port = port, Tls = TlsMode.None, ClientName = "example.org" };
        var few = Math.Clamp(subscribers / 10, 500, 5_000);
        await Steps.MeasureAsync(mailing, few, relay); // the compiler's turn
        var steps = await Steps.MeasureAsync(mailing, few, relay);
        var bytes = new byte[JsonSerializer.SerializeToElement(steps).GetProperty("mailBytes").GetInt32()];
        Letter(bytes);

        var bare = await Bare.SendAsync(relay, Connections, few * 2, bytes, key);
        var (began, cpu, allocated) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var counts = await mailing.Get<DeliveryRun>().RunAsync(default);
        var whole = TimeProvider.System.GetElapsedTime(began);
        (cpu, allocated) = (Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes() - allocated);
        var after = await Bare.SendAsync(relay, Connections, few * 2, bytes, key);

        var bareRate = few * 4 / (bare + after).TotalSeconds;
        to.WriteLine(JsonSerializer.Serialize(new
        {
            subscribers, signed = signs, cores = Cores, connections = Connections, load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Trim()
                : null,
            counts.Sent, rate = Math.Round(counts.Sent / whole.TotalSeconds), bareRate = Math.Round(bareRate),
            ratio = Math.Round(counts.Sent / whole.TotalSeconds / bareRate, 3),
            processorMicroseconds = Math.Round(cpu.TotalMicroseconds / counts.Sent, 1), bytesAllocated = allocated / counts.Sent, steps,
        }, new JsonSerializerOptions { WriteIndented = true }));
    }

    /// <summary>A mail of this size, in lines as ours.</summary>
    static void Letter(Span<byte> bytes)
    {
        bytes.Fill((byte)'x');
        "From: <digest@example.org>\r\nSubject: bare\r\n\r\n"u8.CopyTo(bytes);
        for (var at = 120; at < bytes.Length; at += 76)
            "\r\n"u8.CopyTo(bytes[(at - 2)..]);
        "\r\n"u8.CopyTo(bytes[^2..]);
    }

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
