using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Digest.Matching;

namespace Digest.Benchmarks.Matching;

/// <summary>Looks for one to five words among so many papers, as the papers page does.</summary>
static class SearchRun
{
    const int Queries = 5_000, Shown = 30;

    public static void Run(string[] asked, TextWriter to)
    {
        var count = Array.IndexOf(asked, "--papers") is var i and >= 0 ? int.Parse(asked[i + 1], CultureInfo.InvariantCulture) : 100_000;
        var language = new Language();
        var before = Kept();
        var began = Stopwatch.GetTimestamp();
        var search = Made(language, count);
        var index = Stopwatch.GetElapsedTime(began);
        var kept = Kept() - before;

        var times = new List<double>();
        var found = 0L;
        foreach (var round in (int[])[0, 1]) // the first one is to get warm
            for (var q = 0; q < Queries; q++)
            {
                var query = language.Query(q + round * Queries, 1 + q % 5);
                began = Stopwatch.GetTimestamp();
                var papers = search.Find(query, Shown);
                if (round == 0)
                    continue;
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                found += papers.Count;
            }
        times.Sort();
        to.WriteLine(JsonSerializer.Serialize(new
        {
            papers = count, queries = Queries, p50Milliseconds = At(0.5), p95Milliseconds = At(0.95), p99Milliseconds = At(0.99),
            slowestMilliseconds = Math.Round(times[^1], 3), indexSeconds = Math.Round(index.TotalSeconds, 3),
            indexMegabytes = kept >> 20, peakMegabytes = MatchingRun.PeakMegabytes(), foundPerQuery = Math.Round(found / (double)Queries, 1),
        }, new JsonSerializerOptions { WriteIndented = true }));

        double At(double share) => Math.Round(times[(int)(share * (times.Count - 1))], 3);
    }

    // Apart, so that the papers' texts are not held by this method's locals.
    static PaperSearch Made(Language language, int count) =>
        new([.. Enumerable.Range(1, count).Select(p => language.Paper(p) with { Id = p })], new MatchingOptions());

    static long Kept() => GC.GetTotalMemory(forceFullCollection: true);
}
