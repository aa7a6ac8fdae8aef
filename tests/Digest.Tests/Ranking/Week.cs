using Digest.Papers;
using Digest.Ranking;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Digest.Tests.Ranking;

/// <summary>A week of papers as FsCheck draws them: listed whenever, counted at uneven times or never, by one source or
/// two, with counts that are taken back now and then.</summary>
static class Week
{
    public static readonly DateTimeOffset Ends = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);

    static readonly string[] People = ["ada", "bo", "cy", ""];

    static readonly Gen<Candidate> AnyPaper =
        from age in Gen.Choose(0, 6 * 24)
        from gaps in Gen.ArrayOf(Gen.Choose(1, 30))
        from gains in Gen.ArrayOf(Gen.Choose(-3, 40))
        from counts in Gen.Choose(0, 3)
        from submitter in Gen.Elements(People)
        from author in Gen.Elements(People)
        from place in Gen.Choose(0, 5)
        select Drawn(Ends.AddHours(-age), gaps, gains, counts, submitter, author, place);

    /// <summary>At least two papers, each with a name of its own.</summary>
    public static readonly Arbitrary<Candidate[]> Papers = (
        from first in AnyPaper
        from others in Gen.NonEmptyListOf(AnyPaper)
        select others.Append(first).Select((c, i) => Named(c, i)).ToArray()).ToArbitrary();

    /// <summary>The same draws every time: a test that fails today failed yesterday.</summary>
    public static void Holds(Func<Candidate[], bool> property, int times = 200) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20260320, 1), FSharpOption<int>.None))),
        Prop.ForAll(Papers, property));

    public static Edition Rank(params Candidate[] papers) =>
        new Ranker(new RankingOptions()).Rank(DateOnly.FromDateTime(Ends.UtcDateTime), Ends, papers, []);

    /// <summary>What an edition says, paper by paper.</summary>
    public static IReadOnlyList<object> Told(Edition edition) =>
        [.. edition.Papers.Select(p => (p.Rank, p.Paper.Title, p.Score, p.Reason, p.Also, p.Signal))];

    public static int RankOf(Candidate paper, Edition edition) => edition.Papers.Single(p => p.Paper.Title == paper.Paper.Title).Rank;

    static Candidate Drawn(DateTimeOffset listed, int[] gaps, int[] gains, int counts, string submitter, string author, int place)
    {
        var (taken, votes, snapshots) = (listed, 0, new List<Snapshot>());
        foreach (var (gap, gain) in gaps.Zip(gains))
        {
            (taken, votes) = (taken.AddHours(gap), Math.Max(0, votes + gain));
            if (counts > 0)
                snapshots.Add(new("votes", new Signal(taken, votes, counts > 1 ? votes / 9 : null, counts > 2 ? 50 + votes : null)));
        }
        return new(
            new Paper { Title = "it", FirstListedAt = listed, Authors = author.Length > 0 ? [author] : [] },
            snapshots, [new Listing("votes", listed, place, submitter)]);
    }

    static Candidate Named(Candidate paper, int number) => paper with
    {
        Paper = paper.Paper with { Id = number + 1, Title = $"paper {number}", Ids = [new PaperId(PaperId.Title, $"paper {number}")] },
    };
}
