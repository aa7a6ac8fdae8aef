namespace Digest.Benchmarks.Trending;

/// <summary>How much of what ends on top a top ten holds, and whether a difference is more than chance.</summary>
static class Gain
{
    const int Top = 10;

    /// <summary>nDCG@10: the discounted gain of the ten against that of the best ten.</summary>
    public static double Ndcg(IReadOnlyList<string> order, Func<string, double> gain)
    {
        var best = Discounted(order.Select(gain).OrderDescending());
        return best == 0 ? 1 : Discounted(order.Select(gain)) / best;
    }

    static double Discounted(IEnumerable<double> gains) => gains.Take(Top).Select((g, i) => g / Math.Log2(i + 2)).Sum();

    /// <summary>One-sided paired bootstrap over whole months, which are independent where days of one are not: how often the
    /// mean difference is not above nothing.</summary>
    public static double Chance(IReadOnlyList<double> differences)
    {
        const int rounds = 10_000;
        var random = new Random(1);
        var not = 0;
        for (var round = 0; round < rounds; round++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Count; i++)
                sum += differences[random.Next(differences.Count)];
            not += sum <= 0 ? 1 : 0;
        }
        return (double)not / rounds;
    }
}
