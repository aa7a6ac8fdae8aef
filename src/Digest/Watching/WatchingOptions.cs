using System.ComponentModel.DataAnnotations;
using Digest.Delivering;
using Digest.Gathering;
using Digest.Rendering;

namespace Digest.Watching;

/// <summary>Settings of section Watching: who is told how the service is, and what counts as wrong.</summary>
internal sealed class WatchingOptions
{
    /// <summary>Who gets a report of each day: ops@example.org or Ops &lt;ops@example.org&gt;. Nobody by default.</summary>
    public IList<string> ReportTo { get; } = [];

    /// <summary>When the report of the day before is due.</summary>
    public TimeOnly ReportTime { get; set; } = new(7, 0);

    /// <summary>IANA zone of ReportTime, and of the days that are told. Empty (the default): that of Scheduling:Zone.</summary>
    public string Zone { get; set => field = value ?? ""; } = "";

    /// <summary>Who gets alarms by mail. Nobody by default.</summary>
    public IList<string> AlarmTo { get; } = [];

    /// <summary>An https address, or an http one of this machine, that alarms are posted to as JSON. None by default.</summary>
    public string Webhook { get; set => field = value ?? ""; } = "";

    /// <summary>Signs what is posted: X-Digest-Signature holds "sha256=" and the HMAC of the body. None by default.</summary>
    public string WebhookSecret { get; set => field = value ?? ""; } = "";

    /// <summary>True: the webhook may be in a private network; false by default.</summary>
    public bool WebhookMayBePrivate { get; set; }

    /// <summary>How long a source may have no answer, Saturdays and Sundays not counted; 1 hour to 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00", ErrorMessage = "Watching:SourceSilentAfter must be 01:00:00 to 90.00:00:00.")]
    public TimeSpan SourceSilentAfter { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long a relay may be unusable, 0 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Watching:RelayDownFor must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan RelayDownFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Which share of the last hour's mails may fail or be in doubt, 0.01 to 1.</summary>
    [Range(0.01, 1, ErrorMessage = "Watching:FailureShare must be 0.01 to 1.")]
    public double FailureShare { get; set; } = 0.2;

    /// <summary>Of how many mails in an hour that share is worth telling, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Watching:FailureOf must be 1 to 1000000.")]
    public int FailureOf { get; set; } = 50;

    /// <summary>How long a mail that is due may wait to be sent, 1 min to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Watching:WaitingFor must be 00:01:00 to 1.00:00:00.")]
    public TimeSpan WaitingFor { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>MiB that must be free where the data folder is, 1 to 100,000,000; of a disk smaller than twenty times this, 5 % are enough.</summary>
    [Range(1, 100_000_000, ErrorMessage = "Watching:DiskFreeAtLeast must be 1 to 100000000 (MiB).")]
    public int DiskFreeAtLeast { get; set; } = 1024;

    /// <summary>How late the day's edition may be, 15 min to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "1.00:00:00", ErrorMessage = "Watching:EditionLateBy must be 00:15:00 to 1.00:00:00.")]
    public TimeSpan EditionLateBy { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Which share of a day's mails may be complained of, 0.0001 to 1; large providers begin to block at 0.003.</summary>
    [Range(0.0001, 1, ErrorMessage = "Watching:ComplaintShare must be 0.0001 to 1.")]
    public double ComplaintShare { get; set; } = 0.003;

    /// <summary>Complaints of a day below which that is no alarm, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Watching:ComplaintsAtLeast must be 1 to 1000000.")]
    public int ComplaintsAtLeast { get; set; } = 3;

    /// <summary>How often the doctor looks over everything while the service runs, 1 h to 7 days; 0: never.</summary>
    public TimeSpan CheckupEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Where figures are sent besides; nowhere by default.</summary>
    public OtlpOptions Otlp { get; } = new();

    public Uri? WebhookAddress => Webhook.Length > 0 && Uri.TryCreate(Webhook, UriKind.Absolute, out var address) ? address : null;

    /// <summary>Whether anybody is told of alarms.</summary>
    public bool Tells => AlarmTo.Count > 0 || Webhook.Length > 0;

    /// <summary>What is wrong, each naming its key.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var fault in OperatorMail.Faults("Watching:ReportTo", ReportTo).Concat(OperatorMail.Faults("Watching:AlarmTo", AlarmTo)))
            yield return fault;
        if (Zone.Length > 0 && NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) is null)
            yield return $"Watching:Zone {Zone} is no known time zone; write it as Europe/Berlin.";
        if (Webhook.Length > 0 && (WebhookAddress is not { } address || WebAddress.Fault(address) is not null || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)))
            yield return "Watching:Webhook must be an https address without a user name, or an http address of this machine (http://127.0.0.1:9000/…).";
        if (CheckupEvery != TimeSpan.Zero && (CheckupEvery < TimeSpan.FromHours(1) || CheckupEvery > TimeSpan.FromDays(7)))
            yield return "Watching:CheckupEvery must be 01:00:00 to 7.00:00:00, or 00:00:00 for never.";
        foreach (var fault in Otlp.Faults())
            yield return fault;
        if (!SiteOptions.IsOneLine(WebhookSecret))
            yield return "Watching:WebhookSecret must be one line.";
    }
}
