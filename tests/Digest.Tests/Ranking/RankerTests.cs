using System.Globalization;
using Digest.Papers;
using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

public class RankerTests
{
    static readonly DateOnly Day = new(2026, 3, 20);
    static readonly DateTimeOffset Noon = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Morning = Noon.AddHours(-2);
    static readonly DateTimeOffset Today = Noon.AddHours(-12);

    static Edition Rank(params Candidate[] candidates) =>
        new Ranker(new RankingOptions()).Rank(Day, Noon, candidates, []);

    static string Order(Edition edition) => string.Join(' ', edition.Papers.Select(p => p.Paper.Title));

    static Candidate Paper(string title, DateTimeOffset? listed = null, int? upvotes = null, int? comments = null,
        int? stars = null, int place = 0, DateTimeOffset? withdrawn = null)
    {
        var at = listed ?? Today;
        var paper = new Paper
        {
            Title = title, FirstListedAt = at, WithdrawnAt = withdrawn, Ids = [new PaperId(PaperId.Title, title)],
        };
        var counted = (upvotes ?? comments ?? stars) is not null;
        return new Candidate(paper,
            counted ? [Seen("votes", Morning, upvotes, comments, stars)] : [],
            place > 0 ? [new Listing("list", at, place)] : []);
    }

    static Snapshot Seen(string source, DateTimeOffset at, int? upvotes, int? comments = null, int? stars = null) =>
        new(source, new Signal(at, upvotes, comments, stars));

    [Fact]
    public void More_votes_on_the_same_day_rank_higher()
    {
        var edition = Rank(Paper("few", upvotes: 3), Paper("many", upvotes: 40), Paper("none", upvotes: 0));
        Assert.Equal("many few none", Order(edition));
        Assert.Equal([1, 2, 3], edition.Papers.Select(p => p.Rank));
    }

    [Fact]
    public void The_edition_keeps_its_day_its_instant_and_what_sources_answered()
    {
        SourceAnswer[] answers = [new("votes", SourceState.Missing, 0, null)];
        var edition = new Ranker(new RankingOptions()).Rank(Day, Noon, [], answers);
        Assert.Equal((0, Day, Noon), (edition.Id, edition.Date, edition.PreparedAt));
        Assert.Same(answers, edition.Sources);
        Assert.Empty(edition.Papers);
    }

    [Theory]
    [InlineData("2026-03-20T11:59:00Z", true)]
    [InlineData("2026-03-14T00:00:00Z", true)]
    [InlineData("2026-03-13T23:59:59Z", false)]
    [InlineData("2026-03-20T12:00:01Z", false)]
    [InlineData("2026-03-21T00:00:00Z", false)]
    public void Only_papers_first_listed_within_seven_days_are_in(string listed, bool isIn) =>
        Assert.Equal(isIn, Rank(Paper("it", DateTimeOffset.Parse(listed, CultureInfo.InvariantCulture))).Papers.Count == 1);

    [Fact]
    public void Withdrawn_papers_are_left_out() =>
        Assert.Equal("sound", Order(Rank(Paper("gone", upvotes: 90, withdrawn: Morning), Paper("sound"))));

    [Fact]
    public void Equal_standing_counts_less_with_every_day()
    {
        var edition = Rank(Paper("old", Today.AddDays(-2)), Paper("older", Today.AddDays(-3)));
        Assert.Equal("old older", Order(edition));
        Assert.Equal(Math.Pow(2, 1 / new RankingOptions().HalfLife.TotalDays), edition.Papers[0].Score / edition.Papers[1].Score, 6);
    }

    [Fact]
    public void Todays_best_stands_above_yesterdays_though_yesterday_had_longer_to_vote() =>
        Assert.Equal("today yesterday", Order(Rank(
            Paper("yesterday", Today.AddDays(-1), upvotes: 80), Paper("yesterdays low", Today.AddDays(-1), upvotes: 1),
            Paper("today", upvotes: 20), Paper("todays low", upvotes: 1)))[.."today yesterday".Length]);

    [Fact]
    public void A_paper_that_rises_on_its_third_day_stands_above_its_day()
    {
        var risen = Paper("risen", Today.AddDays(-2)) with
        {
            Signals = [Seen("votes", Morning.AddDays(-2), 2), Seen("votes", Morning.AddDays(-1), 4), Seen("votes", Morning, 90)],
        };
        var settled = Paper("settled", Today.AddDays(-2)) with
        {
            Signals = [Seen("votes", Morning.AddDays(-2), 80), Seen("votes", Morning, 91)],
        };
        Assert.Equal("risen settled", Order(Rank(settled, risen)));
    }

    [Fact]
    public void Place_in_a_list_stands_for_rank_where_nobody_votes()
    {
        var edition = Rank(Paper("third", place: 3), Paper("first", place: 1), Paper("second", place: 2));
        Assert.Equal("first second third", Order(edition));
        Assert.Equal(new RankReason(RankReasonKind.Place, 1, Day: Day), edition.Papers[0].Reason);
        Assert.Null(edition.Papers[0].Signal);
    }

    [Fact]
    public void A_paper_nobody_counts_stands_below_the_middle_of_those_somebody_chose()
    {
        var edition = Rank(Paper("unknown"), Paper("a", upvotes: 5), Paper("b", upvotes: 6), Paper("c", upvotes: 0));
        Assert.Equal("b a unknown c", Order(edition));
        Assert.Equal(new RankReason(RankReasonKind.New, 0), edition.Papers[2].Reason);
    }

    [Theory]
    [InlineData(12, 1, 3, RankReasonKind.Upvotes, 12)]
    [InlineData(3, 9, 0, RankReasonKind.Comments, 9)]
    [InlineData(1, 0, 5000, RankReasonKind.Stars, 5000)]
    [InlineData(0, 0, 0, RankReasonKind.New, 0)]
    public void The_reason_is_what_weighed_most(int upvotes, int comments, int stars, object kind, int count) =>
        Assert.Equal(new RankReason((RankReasonKind)kind, count),
            Rank(Paper("it", upvotes: upvotes, comments: comments, stars: stars)).Papers[0].Reason);

    [Fact]
    public void Votes_of_sources_add_up_and_stars_are_one_repositorys()
    {
        var paper = Paper("it") with
        {
            Signals =
            [
                Seen("a", Morning.AddHours(-1), 3), Seen("a", Morning, 5, 1, 100), Seen("b", Morning.AddHours(-2), 7, null, 98),
                Seen("a", Noon.AddHours(1), 999),
            ],
        };
        Assert.Equal(new Signal(Morning, 12, 1, 100), Rank(paper).Papers[0].Signal);
    }

    [Fact]
    public void The_order_of_the_candidates_changes_nothing()
    {
        Candidate[] candidates =
        [
            .. Enumerable.Range(0, 30).Select(i => Paper($"paper {i:00}", Today.AddDays(-(i % 3)), upvotes: i % 4)),
            .. Enumerable.Range(30, 9).Select(i => Paper($"paper {i:00}", place: i % 5)),
        ];
        var expected = Rank(candidates).Papers;
        for (var turn = 1; turn < candidates.Length; turn++)
            Assert.Equal(expected, Rank([.. candidates[turn..], .. candidates[..turn]]).Papers);
    }

    [Fact]
    public void Within_one_list_freshness_says_nothing()
    {
        var edition = Rank(Paper("early", Today.AddDays(-1).AddHours(1), place: 2), Paper("late", Today.AddDays(-1).AddHours(18), place: 2));
        Assert.Equal(edition.Papers[0].Score, edition.Papers[1].Score, 9);
    }

    [Theory]
    [InlineData(Period.Week, "2026-03-16T00:00:00Z", true)]
    [InlineData(Period.Week, "2026-03-15T23:00:00Z", false)]
    [InlineData(Period.Month, "2026-03-01T00:00:00Z", true)]
    [InlineData(Period.Month, "2026-02-28T23:00:00Z", false)]
    public void The_edition_of_a_week_or_a_month_holds_what_was_first_listed_in_it(object period, string listed, bool isIn)
    {
        var edition = new Ranker(new()).Rank((Period)period, Day, Noon, [Paper("it", DateTimeOffset.Parse(listed, CultureInfo.InvariantCulture))], []);
        Assert.Equal(isIn, edition.Papers.Count == 1);
        Assert.Equal(((Period)period, ((Period)period).FirstDay(Day)), (edition.Period, edition.Date));
    }

    [Fact]
    public void Over_a_week_the_end_counts_and_no_freshness()
    {
        Candidate[] papers = [Paper("new", upvotes: 20), Paper("giant", Today.AddDays(-4), upvotes: 400)];
        Assert.Equal("new giant", Order(Rank(papers)));
        Assert.Equal("giant new", Order(new Ranker(new()).Rank(Period.Week, Day, Noon, papers, [])));
    }

    [Theory]
    [InlineData(-5, 0, 0)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Absurd_counts_give_a_number_all_the_same(int upvotes, int comments, int stars) =>
        Assert.True(double.IsFinite(Rank(Paper("it", upvotes: upvotes, comments: comments, stars: stars)).Papers[0].Score));
}
