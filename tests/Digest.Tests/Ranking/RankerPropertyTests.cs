using Digest.Papers;
using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

/// <summary>What holds of every edition, whatever was counted and when.</summary>
public class RankerPropertyTests
{
    [Fact]
    public void More_growth_never_ranks_lower() => Week.Holds(times: 400, property: papers =>
    {
        var counted = papers.FirstOrDefault(p => p.Signals.Any(s => s.Signal.TakenAt <= Week.Ends));
        if (counted is null)
            return true;
        var before = Week.RankOf(counted, Week.Rank(papers));
        return new[] { 1, 7, 60 }.All(more => Week.RankOf(counted, Week.Rank([.. papers.Select(p =>
            p == counted ? Grown(p, more) : p)])) <= before);
    });

    [Fact]
    public void The_order_in_which_papers_and_counts_come_changes_nothing() => Week.Holds(papers =>
        Week.Told(Week.Rank(papers)).SequenceEqual(Week.Told(Week.Rank([.. papers.Reverse().Select(p => p with
        {
            Signals = [.. p.Signals.Reverse()], Listings = [.. p.Listings.Reverse()],
        })]))));

    [Fact]
    public void Withdrawn_papers_are_never_in() => Week.Holds(papers =>
    {
        var half = papers.Select((p, i) => i % 2 == 0 ? p with { Paper = p.Paper with { WithdrawnAt = Week.Ends.AddDays(-1) } } : p).ToArray();
        return Week.Told(Week.Rank(half)).SequenceEqual(Week.Told(Week.Rank([.. papers.Where((_, i) => i % 2 == 1)])));
    });

    [Fact]
    public void A_source_that_falls_silent_and_says_nothing_changes_nothing() => Week.Holds(papers =>
        Week.Told(Week.Rank(papers)).SequenceEqual(Week.Told(Week.Rank([.. papers.Select(p => p with
        {
            Signals = [.. p.Signals, new("silent", new(Week.Ends.AddHours(-1), null, null, null)), new("votes", new(Week.Ends.AddSeconds(-1), null, null, null))],
        })]))));

    [Fact]
    public void What_comes_later_is_not_known() => Week.Holds(papers =>
        Week.Told(Week.Rank(papers)).SequenceEqual(Week.Told(Week.Rank([.. papers.Select(p => p with
        {
            Signals = [.. p.Signals, new("votes", new(Week.Ends.AddMinutes(1), 999, 999, 999)), new("other", new(Week.Ends.AddDays(1), 999, 999, 999))],
            Listings = [.. p.Listings, new("other", Week.Ends.AddMinutes(1), 1, "ada")],
        })]))));

    [Fact]
    public void A_paper_that_is_listed_again_days_later_stands_where_it_stood() => Week.Holds(papers =>
        Week.Told(Week.Rank(papers)).SequenceEqual(Week.Told(Week.Rank([.. papers.Select(p => p with
        {
            Listings = [.. p.Listings, p.Listings[0] with { ListedAt = Week.Ends, Place = 0 }],
        })]))));

    [Fact]
    public void Equal_papers_stand_by_their_names_newest_first() => Week.Holds(papers =>
    {
        var twins = papers.SelectMany(p => new[] { p, p with { Paper = p.Paper with { Title = p.Paper.Title + "a", Ids = [new(PaperId.Title, p.Paper.Title + "a")] } } });
        var edition = Week.Rank([.. twins.Reverse()]);
        return edition.Papers.Where(p => p.Paper.Title.EndsWith('a')).All(second =>
            edition.Papers.First(p => p.Paper.Title + "a" == second.Paper.Title).Rank < second.Rank);
    });

    [Fact]
    public void Scores_are_numbers_and_ranks_count_from_one() => Week.Holds(papers =>
    {
        var edition = Week.Rank(papers);
        return edition.Papers.All(p => double.IsFinite(p.Score) && p.Score > 0)
            && edition.Papers.Select(p => p.Rank).SequenceEqual(Enumerable.Range(1, papers.Length));
    });

    static Candidate Grown(Candidate paper, int more)
    {
        var newest = paper.Signals.Where(s => s.Signal.TakenAt <= Week.Ends).MaxBy(s => s.Signal.TakenAt)!;
        return paper with
        {
            Signals = [.. paper.Signals.Select(s => s == newest ? s with { Signal = s.Signal with { Upvotes = s.Signal.Upvotes + more } } : s)],
        };
    }
}
