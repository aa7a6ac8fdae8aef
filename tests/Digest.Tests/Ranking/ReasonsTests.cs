using Digest.Commands;
using Digest.Papers;
using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

/// <summary>What is told of a rank is true, and was counted.</summary>
public class ReasonsTests
{
    static readonly DateTimeOffset Noon = Week.Ends;

    static Candidate Paper(string title, double ageHours, params (double HoursAgo, int Upvotes, int? Stars)[] counts) => new(
        new Paper { Title = title, FirstListedAt = Noon.AddHours(-ageHours), Ids = [new(PaperId.Title, title)] },
        [.. counts.Select(c => new Snapshot("votes", new(Noon.AddHours(-c.HoursAgo), c.Upvotes, null, c.Stars)))],
        [new("votes", Noon.AddHours(-ageHours), 0)]);

    /// <summary>A dozen papers that show what is usual, each as old as the one in question.</summary>
    static IEnumerable<Candidate> Ordinary(double age) => Enumerable.Range(0, 12).Select(i =>
        Paper($"ordinary {i}", age, (age - 6, 6, null), (24, 8, null), (1, 10 + i % 3, null)));

    static RankedPaper Rank(Candidate paper, params IEnumerable<Candidate> others) =>
        Week.Rank([.. others, paper]).Papers.Single(p => p.Paper.Title == paper.Paper.Title);

    static string Why(Candidate paper, params IEnumerable<Candidate> others) => Words.Why(Rank(paper, others));

    [Fact]
    public void Upvotes_of_a_day_are_told_with_how_many_times_the_usual_they_are()
    {
        var told = Rank(Paper("it", 36, (30, 30, null), (24, 40, null), (1, 180, null)), Ordinary(36));
        Assert.Equal((RankReasonKind.Rising, 140), (told.Reason.Kind, told.Reason.Count));
        Assert.True(told.Reason.Factor > 10, $"{told.Reason.Factor}");
        Assert.Matches(@"^rising: \+140 upvotes in a day, \d+ times the usual$", Words.Why(told));
    }

    [Fact]
    public void Without_papers_enough_to_know_the_usual_no_factor_is_told() =>
        Assert.Equal("rising: +140 upvotes in a day", Why(Paper("it", 36, (30, 30, null), (24, 40, null), (1, 180, null))));

    [Theory]
    [InlineData(34)] // nothing was counted a day ago
    [InlineData(14)]
    public void A_day_is_told_only_where_a_snapshot_was_taken_a_day_ago(double before) =>
        Assert.Equal("180 upvotes", Why(Paper("it", 36, (before, 40, null), (1, 180, null)), Ordinary(36)));

    [Fact]
    public void A_source_that_is_silent_since_the_night_tells_no_day() =>
        Assert.Equal("180 upvotes", Why(Paper("it", 60, (40, 20, null), (26, 40, null), (9, 180, null)), Ordinary(60)));

    [Fact]
    public void A_paper_of_today_tells_all_its_upvotes() =>
        Assert.Equal("180 upvotes", Why(Paper("it", 12, (8, 40, null), (1, 180, null)), Ordinary(36)));

    [Fact]
    public void A_usual_day_is_not_told() =>
        Assert.Equal("41 upvotes", Why(Paper("it", 60, (50, 30, null), (24, 40, null), (1, 41, null)), Ordinary(60)));

    [Fact]
    public void New_code_is_told_with_its_stars() =>
        Assert.Equal("12 upvotes; new code, 300 stars", Why(Paper("it", 60, (50, 9, null), (24, 11, null), (1, 12, 300)), Ordinary(60)));

    [Fact]
    public void Stars_of_a_day_are_told_and_old_ones_are_not()
    {
        Assert.Equal("12 upvotes; +300 stars on its code in a day",
            Why(Paper("it", 60, (50, 9, 4000), (24, 11, 4000), (1, 12, 4300)), Ordinary(60)));
        Assert.Equal("12 upvotes", Why(Paper("it", 60, (50, 9, 4000), (24, 11, 4000), (1, 12, 4001)), Ordinary(60)));
    }

    [Fact]
    public void The_first_places_of_a_list_are_told_with_its_day()
    {
        var paper = Paper("it", 12, (1, 7, null)) with { Listings = [new("votes", Noon.AddHours(-12), 1)] };
        Assert.Equal("7 upvotes; 1st on the list of Friday", Why(paper, Ordinary(36)));
        var fourth = paper with { Listings = [new("votes", Noon.AddHours(-12), 4)] };
        Assert.Equal("7 upvotes", Why(fourth, Ordinary(36)));
        Assert.Equal("4th on the list of Friday", Why(fourth with { Signals = [] }, Ordinary(36)));
    }

    [Fact]
    public void The_edition_of_a_week_tells_what_was_counted_in_all()
    {
        var paper = Paper("it", 36, (30, 30, 10), (24, 40, 10), (1, 180, 900));
        var edition = new Ranker(new()).Rank(Period.Week, DateOnly.FromDateTime(Noon.UtcDateTime), Noon, [paper, .. Ordinary(36)], []);
        Assert.Equal("180 upvotes", Words.Why(edition.Papers[0]));
    }
}
