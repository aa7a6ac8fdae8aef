using System.Globalization;
using Digest.Papers;
using Digest.Ranking;

namespace Digest.Benchmarks.Trending;

/// <summary>How long it takes to rank a week of papers: half of them counted every four hours, with abstracts, authors and
/// categories, the other half told by a source that counts nothing.</summary>
static class LargeEdition
{
    const int Rounds = 5, People = 20_000;

    public static void Run(int papers, TextWriter to)
    {
        var at = VoteMonth.Began.AddDays(7);
        var candidates = Enumerable.Range(0, papers).Select(i => Candidate(i, at)).ToList();
        var ranker = new Ranker(new RankingOptions());
        for (var round = 1; round <= Rounds; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var edition = ranker.Rank(DateOnly.FromDateTime(at.UtcDateTime), at, candidates, []);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {edition.Papers.Count} papers, {candidates.Sum(c => c.Signals.Count)} snapshots, {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:0} ms"));
        }
    }

    static Candidate Candidate(int number, DateTimeOffset at)
    {
        var random = new Random(number);
        var listed = at.AddHours(-random.Next(1, 150));
        var text = string.Join(' ', Enumerable.Range(0, 150).Select(_ => $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}ord"));
        var (votes, snapshots) = (0, new List<Snapshot>());
        for (var taken = listed.AddHours(2); number % 2 == 0 && taken <= at; taken = taken.AddHours(4))
            snapshots.Add(new("votes", new Signal(taken, votes += random.Next(5), votes / 16, number % 8 == 0 ? votes * 2 : null)));
        return new(
            new Paper
            {
                Id = number + 1, Title = text[..60], Abstract = text, FirstListedAt = listed, Categories = ["cs.AI", "cs.CL"],
                Authors = [.. Enumerable.Range(0, 5).Select(_ => $"Author {random.Next(People)}")],
            },
            snapshots,
            [new Listing(number % 2 == 0 ? "votes" : "feed", listed, 0, $"user{random.Next(500)}")]);
    }
}
