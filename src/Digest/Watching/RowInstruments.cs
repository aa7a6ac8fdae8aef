using System.Diagnostics.Metrics;

namespace Digest.Watching;

/// <summary>The figures counted from rows as instruments of the meter "Digest". Who listens is told what was counted last; nothing is
/// counted where nobody listens.</summary>
internal sealed class RowInstruments : IDisposable
{
    readonly Meter _meter = new("Digest");
    readonly RowFigures _rows;
    volatile RowFigures.Snapshot? _last;

    public RowInstruments(RowFigures rows)
    {
        _rows = rows;
        foreach (var figure in RowFigures.All)
            _meter.CreateObservableGauge(figure.Instrument, () => Measure(figure), figure.Unit, figure.About);
    }

    /// <summary>Counts anew.</summary>
    public async Task RefreshAsync(CancellationToken ct) => _last = await _rows.CountAsync(ct);

    public void Dispose() => _meter.Dispose();

    IEnumerable<Measurement<double>> Measure(RowFigure figure) => _last is not { } last ? [] : figure.Values(last).Select(
        value => figure.Label.Length == 0 ? new Measurement<double>(value.Value) : new(value.Value, new KeyValuePair<string, object?>(figure.Label, value.Key)));
}
