using Quartz;

namespace Digest.Scheduling;

/// <summary>Settings of section Scheduling: Quartz cron expressions (seconds first) and the zone they are meant in. The
/// clock only wakes the jobs; what is due, and what was done, stands in rows.</summary>
internal sealed class SchedulingOptions
{
    /// <summary>IANA zone of the expressions below.</summary>
    public string Zone { get; set; } = "UTC";

    /// <summary>Asks the sources. Every three hours, so that the votes of young papers are seen to grow (Gathering:YoungDays),
    /// and once within the hour before the edition.</summary>
    public string Gather { get; set; } = "0 10 2/3 * * ?";

    /// <summary>Asks for papers that readers gave as examples; mostly there are none.</summary>
    public string Wanted { get; set; } = "30 0/10 * * * ?";

    /// <summary>Prepares the day's edition; from Ranking:EditionTime on, again until it is there.</summary>
    public string Edition { get; set; } = "0 0/10 * * * ?";

    /// <summary>Plans the issues that are due.</summary>
    public string Issues { get; set; } = "0/15 * * * * ?";

    /// <summary>Sends what is queued.</summary>
    public string Deliveries { get; set; } = "5/15 * * * * ?";

    /// <summary>Reads what came back, where Bounces:Maildir names a folder.</summary>
    public string Bounces { get; set; } = "20 * * * * ?";

    /// <summary>Forgets what has served its time.</summary>
    public string Pruning { get; set; } = "0 40 3 * * ?";

    /// <summary>What is wrong, each naming its key; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
            yield return $"Scheduling:Zone {Zone} is no known time zone; write it as Europe/Berlin.";
        (string Key, string Cron)[] crons =
        [
            (nameof(Gather), Gather), (nameof(Wanted), Wanted), (nameof(Edition), Edition), (nameof(Issues), Issues), (nameof(Deliveries), Deliveries),
            (nameof(Bounces), Bounces), (nameof(Pruning), Pruning),
        ];
        foreach (var (key, cron) in crons)
            if (!CronExpression.TryParse(cron, out _))
                yield return $"Scheduling:{key} \"{cron}\" is no cron expression with seconds first, such as 0 0/10 * * * ?.";
    }
}
