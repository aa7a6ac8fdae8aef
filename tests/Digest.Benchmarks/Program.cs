using System.Globalization;
using Digest.Benchmarks.Trending;
using Digest.Ranking;
using Microsoft.Extensions.Configuration;

// Load scenarios and measures of quality; `dotnet test` runs none of them.
//
//   trending VOTES.PY FROM TO [Setting=VALUE…]   the trending formula against its rivals, over the months of these seeds

if (args is ["tune", var folder, var f, var t])
{
    var months = Enumerable.Range(int.Parse(f), int.Parse(t) - int.Parse(f) + 1).Select(i => { using var r = new StreamReader($"{folder}/{i}.jsonl"); return VoteMonth.Read(r); }).ToList();
    var lines = new List<string>(); while (Console.In.ReadLine() is { } l) lines.Add(l);
    var outs = new string[lines.Count];
    Parallel.For(0, lines.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
    {
        var o = new RankingOptions();
        new ConfigurationBuilder().AddInMemoryCollection(lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => (string?)a[1])).Build().Bind(o);
        var rr = new VotesRun(o);
        foreach (var m in months) rr.Add(m, i == 0);
        outs[i] = string.Create(CultureInfo.InvariantCulture, $"{rr.Mean(6, "ours"):0.0000} {rr.Mean(24, "ours"):0.0000} {rr.Mean(48, "ours"):0.0000}  {lines[i]}");
        if (i == 0) rr.Print(Console.Out);
    });
    foreach (var l in outs) Console.WriteLine(l);
    return 0;
}
if (args is not ["trending", var script, var from, var to, ..])
{
    Console.Error.WriteLine("usage: trending VOTES.PY FROM TO [Setting=VALUE…]");
    return 2;
}
var options = new RankingOptions();
var settings = args[4..].Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => (string?)a[1], StringComparer.Ordinal);
new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Bind(options);
var run = new VotesRun(options);
for (var seed = int.Parse(from, CultureInfo.InvariantCulture); seed <= int.Parse(to, CultureInfo.InvariantCulture); seed++)
    run.Add(await VoteMonth.GenerateAsync(Environment.GetEnvironmentVariable("DIGEST_PYTHON") ?? "python3", script, seed));
run.Print(Console.Out);
return 0;
