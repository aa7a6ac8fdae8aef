using System.Globalization;
using System.Text.Json;
using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>A matching task with judged relevance from the data folder, scored as measure/relevance.py scores it.</summary>
sealed class JudgedTask
{
    readonly Dictionary<string, Dictionary<string, int>> judgements = new(StringComparer.Ordinal);
    readonly List<(string Id, string Text)> interests = [];
    readonly List<RankedPaper> papers = [];
    readonly List<string> names = [];

    public static JudgedTask Read(string name)
    {
        var data = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "DIGEST_DATA does not name the data folder.");
        var folder = Path.Combine(data!, "relevance", name);
        var task = new JudgedTask();
        foreach (var line in Lines("papers.jsonl"))
        {
            task.names.Add(line.GetProperty("id").GetString()!);
            var paper = new Paper
            {
                Id = task.names.Count,
                Title = line.GetProperty("title").GetString()!,
                Abstract = line.GetProperty("abstract").GetString()!,
            };
            task.papers.Add(new RankedPaper(paper, task.names.Count, 0, new RankReason(RankReasonKind.New, 0), null));
        }
        foreach (var line in Lines("interests.jsonl"))
            task.interests.Add((line.GetProperty("id").GetString()!, line.GetProperty("text").GetString()!));
        foreach (var row in File.ReadLines(Path.Combine(folder, "qrels.tsv")).Select(l => l.Split('\t')))
        {
            if (!task.judgements.TryGetValue(row[0], out var judged))
                task.judgements.Add(row[0], judged = new Dictionary<string, int>(StringComparer.Ordinal));
            judged[row[1]] = int.Parse(row[2], CultureInfo.InvariantCulture);
        }
        return task;

        IEnumerable<JsonElement> Lines(string file) =>
            File.ReadLines(Path.Combine(folder, file)).Select(l => JsonDocument.Parse(l).RootElement);
    }

    /// <summary>The mean nDCG over the first ten papers; interests without a relevant paper are left out.</summary>
    public double NdcgAt10(MatchingOptions options)
    {
        var matcher = new Matcher(new TextIndex(papers, options), options);
        var values = new List<double>();
        var hits = new Hit[1000];
        foreach (var (id, text) in interests)
        {
            if (!judgements.TryGetValue(id, out var judged))
                continue;
            var found = matcher.Best(matcher.Compile(new Interest { Name = id, Text = text }), hits, 0);
            var order = hits.Take(found).Select(h => (Name: names[h.Paper], h.Score))
                .OrderByDescending(h => h.Score).ThenBy(h => h.Name, StringComparer.Ordinal);
            var best = Gain(judged.Values.OrderDescending());
            values.Add(best == 0 ? 0 : Gain(order.Select(h => judged.GetValueOrDefault(h.Name))) / best);
        }
        return values.Average();
    }

    static double Gain(IEnumerable<int> grades) => grades.Take(10).Select((g, i) => g / Math.Log2(i + 2)).Sum();
}
