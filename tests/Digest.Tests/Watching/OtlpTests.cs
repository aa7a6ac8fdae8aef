using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Digest.Tests.Gathering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>Figures as a collector of OpenTelemetry receives them: a real listener, and the bytes read field by field.</summary>
public class OtlpTests
{
    [Fact]
    public async Task A_collector_gets_the_figures_of_rows_and_the_timings_over_http()
    {
        var got = new ConcurrentQueue<(string? Type, string? Key, byte[] Body)>();
        await using var collector = await FarEnd.StartAsync(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            got.Enqueue((http.Request.ContentType, http.Request.Headers["api-key"], body.ToArray()));
        });
        await RunAsync(collector.Address.AbsoluteUri, "HttpProtobuf");
        Assert.All(collector.Asked, asked => Assert.Equal("/v1/metrics", asked));
        Assert.All(got, request => Assert.Equal(("application/x-protobuf", "x"), (request.Type, request.Key)));
        Check(Read(got.Last().Body));
    }

    [Fact]
    public async Task A_collector_gets_the_same_over_grpc()
    {
        var got = new ConcurrentQueue<byte[]>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2));
        await using var collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            Assert.Equal("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", http.Request.Path);
            got.Enqueue(body.ToArray()[5..]); // behind a flag and a length
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        await RunAsync(collector.Urls.First(), "Grpc");
        Check(Read(got.Last()));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_disturbs_nothing()
    {
        var gone = await FarEnd.StartAsync(http => http.Say(""));
        var address = gone.Address.AbsoluteUri;
        await gone.DisposeAsync();
        await RunAsync(address, "HttpProtobuf");
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_loaded()
    {
        await using var app = await App.StartAsync(Settings(null, "Grpc"));
        await app.WatchAsync();
        Assert.False(app.Exports);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "HttpProtobuf", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("https://collector.example/base/v1/metrics", "HttpProtobuf", "https://collector.example/base/v1/metrics")]
    [InlineData("http://127.0.0.1:4317", "Grpc", "http://127.0.0.1:4317/")]
    public void The_path_of_metrics_is_added_where_there_is_none(string endpoint, string protocol, string address) =>
        Assert.Equal(address, new Digest.Watching.OtlpOptions { Endpoint = endpoint, Protocol = Enum.Parse<Digest.Watching.OtlpProtocol>(protocol) }.Address!.AbsoluteUri);

    [Theory]
    [InlineData("collector:4317", "", "Endpoint")]
    [InlineData("ftp://collector.example/", "", "Endpoint")]
    [InlineData("http://collector.example", "secret", "Headers")]
    [InlineData("http://collector.example", "a=b\r\nc=d", "Headers")]
    public void What_makes_no_sense_is_told(string endpoint, string headers, string key) =>
        Assert.Contains($"Watching:Otlp:{key}", Assert.Single(new Digest.Watching.OtlpOptions { Endpoint = endpoint, Headers = headers }.Faults()), StringComparison.Ordinal);

    /// <summary>One mail goes out; then the service stops and its last figures go out.</summary>
    static async Task RunAsync(string endpoint, string protocol)
    {
        await using var app = await App.StartAsync(Settings(endpoint, protocol));
        Assert.True(app.Exports);
        await app.PublishAsync(Some.Papers(3));
        await app.AddAsync(Some.Address);
        var counts = await app.AtAsync(app.Now.AddHours(3));
        Assert.Equal(1, counts.Sent);
        await app.StopAsync();
    }

    static AppSettings Settings(string? endpoint, string protocol)
    {
        var settings = new AppSettings { Serves = true,
            Settings = { ["Watching:Otlp:Endpoint"] = endpoint, ["Watching:Otlp:Protocol"] = protocol, ["Watching:Otlp:Headers"] = "api-key=x" } };
        foreach (var line in new[] { "Gather", "Wanted", "Edition", "Issues", "Deliveries", "Bounces", "Pruning" })
            settings.Settings[$"Scheduling:{line}"] = "0 0 0 1 1 ? 2099";
        return settings;
    }

    static void Check(IReadOnlyDictionary<string, double> told)
    {
        Assert.Equal(1, told["digest.mails.ended.last_day{state=sent}"]);
        Assert.Equal(1, told["digest.subscribers{state=active}"]);
        Assert.Equal(0, told["digest.mails.due"]);
        Assert.Equal(0, told["digest.alarm.open{alarm=relay}"]);
        Assert.True(told["digest.database.size"] > 4096);
        Assert.True(told["digest.matching.duration"] >= 1 && told["digest.rendering.duration"] >= 1);
    }

    /// <summary>Metrics by name and label, of histograms the number of measurements (opentelemetry/proto/metrics/v1/metrics.proto).</summary>
    static Dictionary<string, double> Read(byte[] request)
    {
        var told = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var metric in Fields(request, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)))
        {
            var name = Encoding.UTF8.GetString(Fields(metric, 1).Single());
            foreach (var point in Fields(metric, 5).SelectMany(gauge => Fields(gauge, 1)))
                told[name + Label(point, 7)] = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(Fields(point, 4).Single()));
            foreach (var point in Fields(metric, 9).SelectMany(histogram => Fields(histogram, 1)))
                told[name + Label(point, 9)] = BinaryPrimitives.ReadInt64LittleEndian(Fields(point, 4).Single());
        }
        return told;
    }

    static string Label(byte[] point, int field) => string.Concat(Fields(point, field).Select(pair =>
        $"{{{Encoding.UTF8.GetString(Fields(pair, 1).Single())}={Encoding.UTF8.GetString(Fields(Fields(pair, 2).Single(), 1).Single())}}}"));

    /// <summary>The contents of one field of a message, each time it stands there.</summary>
    static List<byte[]> Fields(byte[] message, int field)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = (int)Varint(message, ref at);
            var from = at;
            var length = (key & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(message, ref at), _ => 0 };
            if ((key & 7) == 0)
                Varint(message, ref at);
            from = (key & 7) == 0 ? from : at;
            at += length;
            if (key >> 3 == field)
                found.Add(message[from..at]);
        }
        return found;
    }

    static long Varint(byte[] message, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (long)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
