using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Digest.Tests.Web;

/// <summary>Reads figures as Prometheus does (text exposition format 0.0.4), and refuses what that does.</summary>
static partial class ExpositionReader
{
    /// <summary>Each sample by its name with its labels.</summary>
    public static IReadOnlyDictionary<string, double> Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var (seen, type, family) = (new HashSet<string>(StringComparer.Ordinal), "", "");
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(seen.Add(family), $"{family} comes twice");
                continue;
            }
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                Assert.Contains(type = line.Split(' ')[3], new[] { "counter", "gauge", "histogram", "summary", "untyped" });
                continue;
            }
            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            var name = sample.Groups["name"].Value;
            Assert.True(name == family || type == "histogram" && name[family.Length..] is "_bucket" or "_sum" or "_count", line);
            Assert.True(samples.TryAdd(name + sample.Groups["labels"].Value, double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)), line);
        }
        foreach (var histogram in samples.Keys.Where(k => k.EndsWith("_count", StringComparison.Ordinal)).Select(k => k[..^6]))
        {
            var buckets = samples.Where(s => s.Key.StartsWith(histogram + "_bucket", StringComparison.Ordinal)).Select(s => s.Value).ToList();
            Assert.Equal(buckets.Order(), buckets);
            Assert.Equal(samples[histogram + "_count"], samples[histogram + "_bucket{le=\"+Inf\"}"]);
        }
        return samples;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*\})? (?<value>[-+]?([0-9.]+([eE][-+]?[0-9]+)?|Inf|NaN))$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();
}
