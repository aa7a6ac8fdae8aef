using System.Globalization;
using System.Text;

namespace Digest.Web;

/// <summary>Figures as Prometheus reads them (text exposition format 0.0.4).</summary>
internal sealed class Exposition
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder _text = new();

    /// <summary>One line for each value of a label; without a label, one value.</summary>
    public Exposition Gauge(string name, string help, string label, IEnumerable<KeyValuePair<string, double>> values)
    {
        Begin(name, help, "gauge");
        foreach (var (of, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
            Line(name, label.Length == 0 ? "" : $"{{{label}=\"{Escaped(of)}\"}}", value);
        return this;
    }

    /// <param name="upTo">How many stayed within each bound, and the number of all.</param>
    public Exposition Histogram(string name, string help, IReadOnlyList<double> bounds, IReadOnlyList<long> upTo, double sum)
    {
        Begin(name, help, "histogram");
        for (var n = 0; n < bounds.Count; n++)
            Line($"{name}_bucket", $"{{le=\"{Written(bounds[n])}\"}}", upTo[n]);
        return Line($"{name}_bucket", "{le=\"+Inf\"}", upTo[^1]).Line($"{name}_sum", "", sum).Line($"{name}_count", "", upTo[^1]);
    }

    public override string ToString() => _text.ToString();

    Exposition Begin(string name, string help, string type)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    Exposition Line(string name, string labels, double value)
    {
        _text.Append(name).Append(labels).Append(' ').Append(Written(value)).Append('\n');
        return this;
    }

    static string Written(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
