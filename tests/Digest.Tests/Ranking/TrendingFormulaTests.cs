using Digest.Papers;
using Digest.Ranking;
using Xunit;

namespace Digest.Tests.Ranking;

/// <summary>Where votes are expected to end.</summary>
public class TrendingFormulaTests
{
    static readonly RankingOptions Options = new();
    static readonly TrendingFormula Formula = new(Options);
    static readonly DateTimeOffset Listed = new(2026, 3, 16, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Upvotes at hours after the listing.</summary>
    static Attention Seen(params (double Hours, int Upvotes)[] counts) => Attention.Of(
        new(new Paper { Title = "it", FirstListedAt = Listed },
            [.. counts.Select(c => new Snapshot("votes", new Signal(Listed.AddHours(c.Hours), c.Upvotes, null, null)))], [])).Single();

    static double End(double hours, params (double Hours, int Upvotes)[] counts) =>
        Formula.End(Seen(counts), Listed.AddHours(hours), prior: 15);

    /// <summary>What a paper with so many votes to come has after some hours, when all goes as usual.</summary>
    static int Usual(double all, double hours) =>
        (int)Math.Round(all * (1 - Formula.Remaining(Listed, Listed.AddHours(hours)) / Formula.Remaining(Listed, Listed)));

    [Fact]
    public void Votes_that_come_as_usual_end_where_they_usually_do()
    {
        foreach (var hours in new[] { 9.0, 15, 24, 36, 60 })
        {
            var counts = Enumerable.Range(1, (int)hours / 3).Select(i => (i * 3.0, Usual(200, i * 3))).ToArray();
            Assert.InRange(End(hours, counts), 180, 220);
        }
    }

    [Fact]
    public void Snapshots_may_come_at_uneven_times_and_be_missing()
    {
        (double, int)[] all = [.. Enumerable.Range(1, 10).Select(i => (i * 3.0, Usual(200, i * 3)))];
        var expected = End(30, all);
        Assert.InRange(End(30, [.. all.Where((_, i) => i is 1 or 2 or 7 or 9)]), expected * 0.9, expected * 1.1);
        Assert.InRange(End(30, [.. all.Where((_, i) => i is 0 or 9)]), expected * 0.9, expected * 1.1);
        // Silent since noon: what usually came meanwhile is expected to be there.
        Assert.InRange(End(30, [.. all.Take(4)]), expected * 0.75, expected * 1.25);
    }

    [Fact]
    public void An_hour_of_friends_is_votes_had_and_no_pace()
    {
        var boosted = End(9, (2, 1), (3, 19), (6, 19), (9, 20));
        var drawing = End(9, (2, 5), (3, 8), (6, 15), (9, 20));
        Assert.InRange(boosted, 20, 36);
        Assert.True(drawing > boosted * 1.3, $"{drawing} {boosted}");
    }

    [Fact]
    public void A_gain_that_lasts_is_no_burst()
    {
        var lasting = End(60, (30, 6), (40, 7), (43, 13), (46, 19), (49, 25), (52, 31), (55, 37), (58, 43));
        var settled = End(60, (30, 36), (40, 40), (43, 41), (46, 41), (49, 42), (52, 42), (55, 43), (58, 43));
        Assert.True(lasting > settled + 10, $"{lasting} {settled}");
    }

    [Fact]
    public void A_quiet_night_is_no_bad_sign()
    {
        // Nothing came between one and four at night, nothing between one and four in the afternoon.
        var night = End(22, (16, 40), (19, 40), (22, 40));
        var afternoon = End(10, (7, 40), (10, 40));
        var share = (double from, double to) => Formula.Remaining(Listed, Listed.AddHours(from)) - Formula.Remaining(Listed, Listed.AddHours(to));
        Assert.True(share(7, 10) > 2.5 * share(19, 22));
        Assert.True(night >= 40 && afternoon >= 40);
    }

    [Fact]
    public void Few_counts_stay_near_what_is_usual()
    {
        Assert.InRange(End(0.5, (0.5, 1)), 5, 40);
        Assert.InRange(End(0.5, (0.5, 0)), 2, 15);
    }

    [Fact]
    public void New_stars_and_comments_are_evidence_of_votes_to_come()
    {
        Attention With(int? comments, int? stars) => Attention.Of(new(new Paper { Title = "it", FirstListedAt = Listed },
        [
            new("votes", new(Listed.AddHours(3), 5, 0, stars is null ? null : 10)),
            new("votes", new(Listed.AddHours(6), 10, comments, stars)),
        ], [])).Single();
        double End(Attention a) => Formula.End(a, Listed.AddHours(6), 15);

        Assert.True(End(With(null, 90)) > End(With(null, null)));
        Assert.True(End(With(null, 10)) < End(With(null, null)));
        Assert.True(End(With(6, null)) > End(With(0, null)));
    }

    [Fact]
    public void A_repository_may_be_old_so_its_stars_in_all_say_little()
    {
        var famous = Attention.Of(new(new Paper { Title = "it", FirstListedAt = Listed },
            [new("votes", new(Listed.AddHours(3), 5, null, 90_000))], [])).Single();
        Assert.Equal(End(3, (3, 5)), Formula.End(famous, Listed.AddHours(3), 15), 6);
    }

    [Fact]
    public void Votes_of_a_day_beyond_what_came_before_are_a_surplus()
    {
        Assert.Equal(0, Formula.Surplus(Seen((10, 30), (24, 60), (36, 72), (48, 78)), Listed.AddHours(48)));
        Assert.InRange(Formula.Surplus(Seen((10, 4), (24, 6), (36, 30), (48, 60)), Listed.AddHours(48)), 35, 54);
    }

    [Fact]
    public void A_surplus_is_only_told_where_a_snapshot_was_taken_a_day_before() =>
        Assert.Equal(0, Formula.Surplus(Seen((10, 4), (36, 30), (48, 60)), Listed.AddHours(48)));

    [Fact]
    public void A_score_halves_with_its_half_life() =>
        Assert.Equal(4, Formula.Score(50, 0, 0) / Formula.Score(50, 1, 0), 9);
}
