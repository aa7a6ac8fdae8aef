using System.Diagnostics.Metrics;
using Digest.Rendering;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>The figures of /metrics that are counted from rows, as instruments of the meter "Digest": the same names with dots, the same
/// labels. Who listens is told what was counted last; nothing is counted where nobody listens.</summary>
internal sealed class RowInstruments : IDisposable
{
    readonly Meter _meter = new("Digest");
    readonly Figures _figures;
    readonly AlarmStore _alarms;
    readonly TimeProvider _time;
    volatile Snapshot? _last;

    public RowInstruments(Figures figures, AlarmStore alarms, TimeProvider time)
    {
        (_figures, _alarms, _time) = (figures, alarms, time);
        One("digest.mails.due", "{mail}", "Mails that could leave now and have not.", s => s.Counted.Due);
        One("digest.mails.due.age", "s", "How long ago the oldest of these was planned.", s => Math.Max(0, s.Counted.OldestDue.TotalSeconds));
        One("digest.mails.queue.length", "{mail}", "Mails without an end yet, due or not.", s => s.Counted.Owed);
        One("digest.mails.in_doubt", "{mail}", "Mails whose acceptance was not heard.", s => s.Counted.InDoubt);
        Many("digest.mails.ended.last_day", "{mail}", "Mails that ended within 24 hours, by state.", "state", s => Values(s.Counted.Ended));
        Many("digest.mails.failed.last_day", "{mail}", "Failed mails of 24 hours, by the code of the reply.", "reason", s => Values(s.Counted.Failed));
        One("digest.issues.empty.last_day", "{issue}", "Issues of 24 hours that had nothing to say and were not sent.", s => s.Counted.Empty);
        Many("digest.subscribers", "{subscriber}", "Subscribers by state; left is who unsubscribed.", "state", s => Values(s.Counted.Subscribers));
        Many("digest.suppressions", "{address}", "Addresses that are not mailed, by reason.", "reason", s => Values(s.Counted.Suppressions));
        Many("digest.source.age", "s", "Since a source answered last.", "source", s => s.Counted.Answered.Select(a => (a.Key, Math.Max(0, a.Value.TotalSeconds))));
        Many("digest.alarm.open", "{alarm}", "Alarms that were told and stand, by what they are about.", "alarm",
            s => AlarmModel.Kinds.Select(kind => (kind, (double)s.Alarms.Count(row => row.Kind == kind && row.Told > 0))));
        One("digest.database.size", "By", "What the database takes up.", s => s.Counted.Bytes);
    }

    /// <summary>Counts anew.</summary>
    public async Task RefreshAsync(CancellationToken ct) => _last = new(await _figures.CountAsync(_time.GetUtcNow(), ct), await _alarms.OpenAsync(ct));

    public void Dispose() => _meter.Dispose();

    void One(string name, string unit, string about, Func<Snapshot, double> value) => _meter.CreateObservableGauge(
        name, () => _last is { } last ? [new Measurement<double>(value(last))] : Array.Empty<Measurement<double>>(), unit, about);

    void Many(string name, string unit, string about, string label, Func<Snapshot, IEnumerable<(string Of, double Value)>> values) => _meter.CreateObservableGauge(
        name, () => _last is { } last ? values(last).Select(v => new Measurement<double>(v.Value, new KeyValuePair<string, object?>(label, v.Of))) : [], unit, about);

    static IEnumerable<(string, double)> Values(IReadOnlyDictionary<string, long> counts) => counts.Select(count => (count.Key, (double)count.Value));

    sealed record Snapshot(Figures.Counted Counted, IReadOnlyList<AlarmRow> Alarms);
}
