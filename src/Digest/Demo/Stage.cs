using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Digest.Gathering;
using Digest.Gathering.Sources;

namespace Digest.Demo;

/// <summary>Sets the demo up: a data folder of its own, a mailbox for a relay, and a day on which there are papers.</summary>
internal static class Stage
{
    public static string Samples => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>The sample files, in the order they are taken in.</summary>
    public static IReadOnlyList<string> SampleFiles => 
        [.. Directory.EnumerateFiles(Samples, "*.json*").Order(StringComparer.Ordinal)];

    /// <summary>Noon of the newest day that the files list papers for: the day to play. Now, when they do not say.</summary>
    public static async Task<DateTimeOffset> DayOfAsync(IEnumerable<string> files, DateTimeOffset now, CancellationToken ct)
    {
        DateTimeOffset? newest = null;
        foreach (var file in files)
            await foreach (var gathered in PaperFiles.ReadAsync(file, now, ct))
                if (gathered is GatheredPaper { Listed.ListedAt: { } at } && at <= now && !(at <= newest))
                    newest = at;
        return newest is { } day && day < now.AddDays(-1)
            ? new DateTimeOffset(day.UtcDateTime.Date.AddHours(12), TimeSpan.Zero)
            : now;
    }

    /// <summary>What the demo sets beside appsettings.json.</summary>
    /// <param name="invented">The papers are the samples: nobody else has a page of them, so links lead to ours.</param>
    public static Dictionary<string, string?> Settings(string dataFolder, int mailPort, int webPort, bool live, bool invented) => new(StringComparer.Ordinal)
    {
        ["Storage:DataFolder"] = dataFolder,
        ["Storage:ConnectionString"] = "",
        ["Keys:File"] = null,
        ["Gathering:Arxiv:Enabled"] = live ? "true" : "false",
        ["Delivering:Relay:Host"] = "127.0.0.1",
        ["Delivering:Relay:Port"] = mailPort.ToString(CultureInfo.InvariantCulture),
        ["Delivering:Relay:Tls"] = "None",
        ["Delivering:PickupFolder"] = null,
        ["Bounces:Lmtp"] = "",
        ["Watching:CheckupEvery"] = "00:00:00", // an invented place has much that is not as it should be
        ["Delivering:From"] = "digest@papers.example",
        ["Operator:Name"] = "The Digest demo",
        ["Operator:PostalAddress"] = "1 Example Street, 00000 Example",
        ["Operator:Contact"] = "hello@papers.example",
        ["Web:Listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{webPort}"),
        ["Web:PublicUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{webPort}/"),
        ["Gathering:HfDaily:Enabled"] = live ? "true" : "false",
        ["Rendering:OwnPages"] = invented ? "true" : "false",
        ["Scheduling:Issues"] = "0/2 * * * * ?",
        ["Scheduling:Deliveries"] = "1/2 * * * * ?",
    };

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
