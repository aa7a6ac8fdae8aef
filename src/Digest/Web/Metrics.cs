using System.Net;
using System.Security.Cryptography;
using System.Text;
using Digest.Watching;

namespace Digest.Web;

/// <summary>Figures for who watches the service, to whom the settings allow; to everybody else there is no such page.</summary>
internal static class Metrics
{
    /// <summary>What a proxy says of whom it asks for. With any of them the question came from elsewhere.</summary>
    static readonly string[] Passed = ["X-Forwarded-For", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapRead("/metrics", async (
        HttpContext http, WebOptions options, RowFigures rows, Timings timings, Pages pages, CancellationToken ct) =>
        Allows(http, options) ? Results.Text(Write(await rows.CountAsync(ct), timings), Exposition.ContentType)
            : pages.Message("not_found", StatusCodes.Status404NotFound));

    /// <summary>Whether somebody on this machine asks, and through no proxy.</summary>
    public static bool IsHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && !Passed.Any(http.Request.Headers.ContainsKey);

    public static bool Allows(HttpContext http, WebOptions options) => options.Metrics switch
    {
        MetricsAccess.Loopback => IsHere(http),
        MetricsAccess.Token => CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {options.MetricsToken}")), SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()))),
        _ => false,
    };

    static string Write(RowFigures.Snapshot counted, Timings timings)
    {
        var text = new Exposition()
            .Gauge("digest_build_info", "The version that runs; always 1.", "version", [new(typeof(Metrics).Assembly.GetName().Version?.ToString(3) ?? "", 1)]);
        foreach (var figure in RowFigures.All)
            text.Gauge(figure.Name, figure.About, figure.Label, figure.Values(counted));
        Add(text, "digest_matching_seconds", "To match and compose for one reader, in this process.", timings.Matching);
        Add(text, "digest_rendering_seconds", "To render one mail, in this process.", timings.Rendering);
        return text.ToString();
    }

    static void Add(Exposition text, string name, string help, Timings.Distribution taken)
    {
        var (upTo, sum) = taken.Read();
        text.Histogram(name, help, Timings.Distribution.Bounds, upTo, sum);
    }
}
