using Digest.Checking;
using Digest.Delivering;
using Digest.Rendering;
using Digest.Scheduling;
using Digest.Storage;
using Digest.Subscribers;
using Digest.Watching;

namespace Digest.Web;

/// <summary>Whether the process runs, and whether it can do its work.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapRead("/health/live", (HttpResponse response, KeyRing keys) =>
        {
            // Tells `digest doctor` that it reached this installation and no other.
            response.Headers[PublicUrlCheck.InstanceHeader] = keys.Fingerprint;
            return Results.Text("alive\n");
        });
        app.MapRead("/health/ready", async (HttpContext http, WebOptions web, DeliveryLedger ledger, IMailTransport transport, SignUpGate gate, AlarmStore alarms,
            Checkup checkup, LiveTemplates templates, Beat beat, StorageOptions storage, TimeProvider time, CancellationToken ct) =>
        {
            try
            {
                var owed = await ledger.OwedAsync(ct);
                var age = owed.Oldest is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
                var timetable = await beat.StateAsync(ct);
                var code = timetable == "stopped" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
                var status = timetable == "stopped" ? "the timetable does not run" : File.Exists(Maintenance.FileOf(storage)) ? "maintenance" : "ready";
                // What is wrong, and where, is for who looks after the service.
                if (!Metrics.IsHere(http) && !Metrics.Allows(http, web))
                    return Results.Json(new { status }, statusCode: code);
                return Results.Json(new
                {
                    status,
                    owed = owed.Mails,
                    oldestSeconds = (long)age.TotalSeconds,
                    timetable,
                    // Those of before stay in use, so that this alone takes nobody's readiness away.
                    templates = templates.Fault ?? "ok",
                    relays = transport.Standings,
                    signUpsClosedAt = gate.ClosedAt,
                    // Told to whom it concerns; they take nobody's readiness away.
                    alarms = (await alarms.OpenAsync(ct)).Where(row => row.Told > 0).Select(row => new { alarm = row.Kind, row.Subject, row.Node, since = row.Seen }),
                    // As the doctor's last round found it; null before the first.
                    findings = checkup.Found?.Select(f => new { level = f.Level.ToString(), f.About, f.What }),
                }, statusCode: code);
            }
            catch (Exception fault) when (fault is StorageException or System.Data.Common.DbException)
            {
                return Results.Json(new { status = "the database does not answer" }, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }
}
