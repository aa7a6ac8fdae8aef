using System.Globalization;
using Digest.Ranking;

namespace Digest.Benchmarks.Trending;

/// <summary>The measure of the trending formula: every day of every month, seen 6, 24 and 48 hours after its list closed.</summary>
sealed class VotesRun(RankingOptions options)
{
    public static readonly int[] Hours = [6, 24, 48];
    public static readonly string[] Names = ["ours", .. Orders.Rivals.Select(r => r.Name)];

    readonly Dictionary<(int Hours, string Name), List<(double Linear, double Log)>> months = [];

    public void Add(VoteMonth month)
    {
        foreach (var hours in Hours)
            foreach (var name in Names)
            {
                var days = month.Days.Select(day => Judge(month, day, hours, name)).ToList();
                if (!months.TryGetValue((hours, name), out var list))
                    months[(hours, name)] = list = [];
                list.Add((days.Average(d => d.Linear), days.Average(d => d.Log)));
            }
    }

    /// <summary>Mean nDCG@10 with the final votes as gain.</summary>
    public double Mean(int hours, string name) => months[(hours, name)].Average(m => m.Linear);

    /// <summary>Mean nDCG@10 with ln(1 + final votes) as gain.</summary>
    public double MeanOfLog(int hours, string name) => months[(hours, name)].Average(m => m.Log);

    /// <summary>The chance that ours is not better than another.</summary>
    public double ChanceAgainst(int hours, string name) =>
        Gain.Chance([.. months[(hours, "ours")].Zip(months[(hours, name)], (a, b) => a.Linear - b.Linear)]);

    /// <summary>Better than every rival 6 and 24 hours after the close, beyond chance, and not worse after 48.</summary>
    public bool Holds() => Names.Skip(1).All(name =>
        Hours.All(hours => Mean(hours, "ours") >= Mean(hours, name))
        && ChanceAgainst(6, name) < 0.05 && ChanceAgainst(24, name) < 0.05);

    (double Linear, double Log) Judge(VoteMonth month, int day, int hours, string name)
    {
        var at = VoteMonth.Began.AddHours(24 * (day + 1) + hours);
        var order = name == "ours"
            ? Orders.Ours(options, month, day, at)
            : Orders.By(Orders.Rivals.First(r => r.Name == name).Score, month, day, at);
        return (Gain.Ndcg(order, id => month.FinalOf(id)), Gain.Ndcg(order, id => Math.Log(1 + month.FinalOf(id))));
    }

    public void Print(TextWriter to)
    {
        foreach (var hours in Hours)
            foreach (var name in Names)
                to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{hours,3} h  {name,-12} {Mean(hours, name):0.0000}  log {MeanOfLog(hours, name):0.0000}{(name == "ours" ? "" : $"  p {ChanceAgainst(hours, name):0.0000}")}"));
    }
}
