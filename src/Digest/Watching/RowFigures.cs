using Digest.Checking;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>The figures that are counted from rows, the same on each node and after a restart: each once, for Prometheus and for OpenTelemetry.</summary>
internal sealed class RowFigures(Figures figures, AlarmStore alarms, Checkup checkup, TimeProvider time)
{
    public static IReadOnlyList<RowFigure> All { get; } =
    [
        One("digest_mails_due", "digest.mails.due", "{mail}", "Mails that could leave now and have not.", s => s.Counted.Due),
        One("digest_mails_due_age_seconds", "digest.mails.due.age", "s", "How long ago the oldest of these was planned.", s => Math.Max(0, s.Counted.OldestDue.TotalSeconds)),
        One("digest_mails_queue_length", "digest.mails.queue.length", "{mail}", "Mails without an end yet, due or not.", s => s.Counted.Owed),
        One("digest_mails_in_doubt", "digest.mails.in_doubt", "{mail}", "Mails whose acceptance was not heard.", s => s.Counted.InDoubt),
        new("digest_mails_ended_last_day", "digest.mails.ended.last_day", "{mail}", "Mails that ended within 24 hours, by state.", "state",
            s => Values(s.Counted.Ended, "sent", "failed", "expired", "suppressed", "skipped")),
        new("digest_mails_failed_last_day", "digest.mails.failed.last_day", "{mail}", "Failed mails of 24 hours, by the code of the reply.", "reason",
            s => Values(s.Counted.Failed)),
        One("digest_issues_empty_last_day", "digest.issues.empty.last_day", "{issue}", "Issues of 24 hours that had nothing to say and were not sent.", s => s.Counted.Empty),
        new("digest_subscribers", "digest.subscribers", "{subscriber}", "Subscribers by state; left is who unsubscribed.", "state",
            s => Values(s.Counted.Subscribers, "active", "left")),
        new("digest_suppressions", "digest.suppressions", "{address}", "Addresses that are not mailed, by reason, complaints among them.", "reason",
            s => Values(s.Counted.Suppressions)),
        new("digest_source_age_seconds", "digest.source.age", "s", "Since a source answered last.", "source",
            s => s.Counted.Answered.Select(a => KeyValuePair.Create(a.Key, Math.Max(0, a.Value.TotalSeconds)))),
        new("digest_alarm_open", "digest.alarm.open", "{alarm}", "Alarms that were told and stand, by what they are about.", "alarm",
            s => AlarmModel.Kinds.Select(kind => KeyValuePair.Create(kind, (double)s.Alarms.Count(row => row.Kind == kind && row.Told > 0)))),
        new("digest_findings", "digest.findings", "{finding}", "What the doctor's last round found, by how much it matters; absent before the first.", "level",
            s => s.Findings is not { } found ? [] : new[] { Level.Warning, Level.Fault }
                .Select(level => KeyValuePair.Create(level.ToString().ToLowerInvariant(), (double)found.Count(f => f.Level == level)))),
        One("digest_database_bytes", "digest.database.size", "By", "What the database takes up.", s => s.Counted.Bytes),
    ];

    /// <summary>Counts anew.</summary>
    public async Task<Snapshot> CountAsync(CancellationToken ct) => new(await figures.CountAsync(time.GetUtcNow(), ct), await alarms.OpenAsync(ct), checkup.Found);

    static RowFigure One(string name, string instrument, string unit, string about, Func<Snapshot, double> value) =>
        new(name, instrument, unit, about, "", s => [KeyValuePair.Create("", value(s))]);

    /// <param name="always">Told as 0 when there are none, so that a first one is seen as a rise.</param>
    static IEnumerable<KeyValuePair<string, double>> Values(IReadOnlyDictionary<string, long> counts, params string[] always) =>
        counts.Keys.Union(always, StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, (double)counts.GetValueOrDefault(key)));

    /// <param name="Findings">Null before the doctor's first round.</param>
    internal sealed record Snapshot(Figures.Counted Counted, IReadOnlyList<AlarmRow> Alarms, IReadOnlyList<Finding>? Findings);
}

/// <param name="Name">As Prometheus has it.</param>
/// <param name="Instrument">As OpenTelemetry has it.</param>
/// <param name="Unit">In UCUM, for OpenTelemetry.</param>
/// <param name="Label">What its values are told apart by; empty for a figure that has one value.</param>
internal sealed record RowFigure(
    string Name, string Instrument, string Unit, string About, string Label, Func<RowFigures.Snapshot, IEnumerable<KeyValuePair<string, double>>> Values);
