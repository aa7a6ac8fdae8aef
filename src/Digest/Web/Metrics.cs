using System.Net;
using System.Security.Cryptography;
using System.Text;
using Digest.Checking;
using Digest.Rendering;
using Digest.Storage;
using Digest.Watching;

namespace Digest.Web;

/// <summary>Figures for who watches the service, to whom the settings allow; to everybody else there is no such page.</summary>
internal static class Metrics
{
    /// <summary>What a proxy says of whom it asks for. With any of them the question came from elsewhere.</summary>
    static readonly string[] Passed = ["X-Forwarded-For", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapRead("/metrics", async (
        HttpContext http, WebOptions options, Figures figures, AlarmStore alarms, Checkup checkup, Timings timings, Pages pages, TimeProvider time, CancellationToken ct) =>
        Allows(http, options) ? Results.Text(Write(await figures.CountAsync(time.GetUtcNow(), ct), await alarms.OpenAsync(ct), checkup, timings), Exposition.ContentType)
            : pages.Message("not_found", StatusCodes.Status404NotFound));

    static bool Allows(HttpContext http, WebOptions options) => options.Metrics switch
    {
        MetricsAccess.Loopback => http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && !Passed.Any(http.Request.Headers.ContainsKey),
        MetricsAccess.Token => CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {options.MetricsToken}")), SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()))),
        _ => false,
    };

    static string Write(Figures.Counted counted, IReadOnlyList<AlarmRow> alarms, Checkup checkup, Timings timings)
    {
        var text = new Exposition()
            .Gauge("digest_build_info", "The version that runs; always 1.", "version", [new(typeof(Metrics).Assembly.GetName().Version?.ToString(3) ?? "", 1)])
            .Gauge("digest_mails_due", "Mails that could leave now and have not.", counted.Due)
            .Gauge("digest_mails_due_age_seconds", "How long ago the oldest of these was planned.", Math.Max(0, counted.OldestDue.TotalSeconds))
            .Gauge("digest_mails_queue_length", "Mails without an end yet, due or not.", counted.Owed)
            .Gauge("digest_mails_in_doubt", "Mails whose acceptance was not heard.", counted.InDoubt)
            .Gauge("digest_mails_ended_last_day", "Mails that ended within 24 hours, by state.", "state", Values(counted.Ended, "sent", "failed", "expired", "suppressed", "skipped"))
            .Gauge("digest_mails_failed_last_day", "Failed mails of 24 hours, by the code of the reply.", "reason", Values(counted.Failed))
            .Gauge("digest_issues_empty_last_day", "Issues of 24 hours that had nothing to say and were not sent.", counted.Empty)
            .Gauge("digest_subscribers", "Subscribers by state; left is who unsubscribed.", "state", Values(counted.Subscribers, "active", "left"))
            .Gauge("digest_suppressions", "Addresses that are not mailed, by reason, complaints among them.", "reason", Values(counted.Suppressions))
            .Gauge("digest_source_age_seconds", "Since a source answered last.", "source", counted.Answered.Select(a => KeyValuePair.Create(a.Key, Math.Max(0, a.Value.TotalSeconds))))
            .Gauge("digest_alarm_open", "Alarms that were told and stand, by what they are about.", "alarm",
                AlarmModel.Kinds.Select(kind => KeyValuePair.Create(kind, (double)alarms.Count(row => row.Kind == kind && row.Told > 0))))
            .Gauge("digest_findings", "What the doctor's last round found, by how much it matters; absent before the first.", "level",
                checkup.Found is { } found ? new[] { Level.Warning, Level.Fault }.Select(level => KeyValuePair.Create(level.ToString().ToLowerInvariant(), (double)found.Count(f => f.Level == level))) : [])
            .Gauge("digest_database_bytes", "What the database takes up.", counted.Bytes);
        Add(text, "digest_matching_seconds", "To match and compose for one reader, in this process.", timings.Matching);
        Add(text, "digest_rendering_seconds", "To render one mail, in this process.", timings.Rendering);
        return text.ToString();
    }

    /// <param name="always">Told as 0 when there are none, so that a first one is seen as a rise.</param>
    static IEnumerable<KeyValuePair<string, double>> Values(IReadOnlyDictionary<string, long> counts, params string[] always) =>
        counts.Keys.Union(always, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, (double)counts.GetValueOrDefault(key)));

    static void Add(Exposition text, string name, string help, Timings.Distribution taken)
    {
        var (upTo, sum) = taken.Read();
        text.Histogram(name, help, Timings.Distribution.Bounds, upTo, sum);
    }
}
