using Digest.Ranking;

namespace Digest.Benchmarks.Trending;

/// <summary>Ways to order the papers of one day's list at an instant: ours, and the rivals written plainly.</summary>
static class Orders
{
    /// <summary>Name and score, higher is better; equal scores stand in the order of their names.</summary>
    public static readonly IReadOnlyList<(string Name, Func<VoteMonth.Listed, DateTimeOffset, double> Score)> Rivals =
    [
        ("votes", (paper, at) => Votes(paper, at)),
        ("Hacker News", (paper, at) =>
            Math.Pow(Math.Max(0, Votes(paper, at) - 1), 0.8) / Math.Pow((at - paper.ListedAt).TotalHours + 2, 1.8)),
        ("Reddit", (paper, at) =>
            Math.Log10(Math.Max(Votes(paper, at), 1)) + (paper.ListedAt - VoteMonth.Began).TotalSeconds / 45000),
    ];

    /// <summary>The day's papers as the product's own ranker orders them in the edition it would make at that instant.</summary>
    public static IReadOnlyList<string> Ours(RankingOptions options, VoteMonth month, int day, DateTimeOffset at)
    {
        var known = month.Papers.Where(p => p.ListedAt <= at && p.ListedAt > at.AddDays(-options.WindowDays - 1));
        var ofDay = month.Papers.Where(p => p.Day == day).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var edition = new Ranker(options).Rank(DateOnly.FromDateTime(at.UtcDateTime), at, [.. known.Select(p => p.AsOf(at))], []);
        return [.. edition.Papers.Select(p => p.Paper.Title).Where(ofDay.Contains)];
    }

    public static IReadOnlyList<string> By(Func<VoteMonth.Listed, DateTimeOffset, double> score, VoteMonth month, int day, DateTimeOffset at) =>
        [.. month.Papers.Where(p => p.Day == day).OrderByDescending(p => score(p, at)).ThenBy(p => p.Id, StringComparer.Ordinal).Select(p => p.Id)];

    static int Votes(VoteMonth.Listed paper, DateTimeOffset at) => paper.Snapshots.FindLast(s => s.TakenAt <= at)?.Upvotes ?? 0;
}
