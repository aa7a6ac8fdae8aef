using System.Diagnostics.Metrics;

namespace Digest;

/// <summary>How long the two costly steps take in this process: instruments of the meter "Digest", which any tool of .NET can
/// listen to, and their counts for the page of figures.</summary>
internal sealed class Timings : IDisposable
{
    readonly Meter _meter = new("Digest");
    readonly MeterListener _listener = new();
    readonly Histogram<double> _matching, _rendering;

    public Timings()
    {
        _matching = _meter.CreateHistogram<double>("digest.matching.duration", "s", "To match and compose for one reader.");
        _rendering = _meter.CreateHistogram<double>("digest.rendering.duration", "s", "To render one mail.");
        (Matching, Rendering) = (new(), new());
        _listener.EnableMeasurementEvents(_matching, Matching);
        _listener.EnableMeasurementEvents(_rendering, Rendering);
        _listener.SetMeasurementEventCallback<double>(static (_, seconds, _, into) => ((Distribution)into!).Add(seconds));
        _listener.Start();
    }

    public Distribution Matching { get; }

    public Distribution Rendering { get; }

    public void Matched(TimeSpan took) => _matching.Record(took.TotalSeconds);

    public void Rendered(TimeSpan took) => _rendering.Record(took.TotalSeconds);

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    /// <summary>How many took how long at most. Added to from many threads at once.</summary>
    internal sealed class Distribution
    {
        /// <summary>In seconds; what takes longer than the last counts too.</summary>
        public static readonly IReadOnlyList<double> Bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];

        readonly Lock _turn = new();
        readonly long[] _counts = new long[Bounds.Count + 1];
        double _sum;

        public void Add(double seconds)
        {
            var at = 0;
            while (at < Bounds.Count && seconds > Bounds[at])
                at++;
            lock (_turn)
            {
                _counts[at]++;
                _sum += seconds;
            }
        }

        /// <returns>For each bound, and for no bound, how many took no longer; and all their time together.</returns>
        public (IReadOnlyList<long> UpTo, double Sum) Read()
        {
            lock (_turn)
            {
                var upTo = new long[_counts.Length];
                for (var n = 0; n < upTo.Length; n++)
                    upTo[n] = _counts[n] + (n > 0 ? upTo[n - 1] : 0);
                return (upTo, _sum);
            }
        }
    }
}
