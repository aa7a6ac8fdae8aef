using Digest.Composing;
using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Composing;

public partial class ComposerTests
{
    static readonly Composer Composer = new(new ComposingOptions());
    static readonly IReadOnlySet<long> Nothing = new HashSet<long>();

    /// <summary>One edition, papers 1 to <paramref name="papers"/> by rank.</summary>
    static EditionSpan Day(int papers) => new([Edition(1, 1, [.. Enumerable.Range(1, papers)])]);

    static Edition Edition(long id, int day, params int[] ranked) => new(
        id, new DateOnly(2026, 3, day), new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero),
        [.. ranked.Select((p, i) => Ranked(p, i + 1))], []);

    static RankedPaper Ranked(int id, int rank) =>
        new(new Paper { Id = id, Title = $"Paper {id}" }, rank, 1.0 / rank, new RankReason(RankReasonKind.New, 0), null);

    static InterestMatches Follows(string name, int slots, double weight, params (int Paper, double Score)[] matches)
    {
        var interest = new Interest { Name = name, Text = name, Slots = slots, Weight = weight };
        return new InterestMatches(interest,
            [.. matches.Select(m => new Match(Ranked(m.Paper, m.Paper), interest, m.Score, new([name])))]);
    }

    /// <summary>"bees: 3 1 | trending: 2".</summary>
    static string Told(Issue issue) => string.Join(" | ", issue.Sections.Select(s =>
        $"{s.Interest ?? s.Kind.ToString().ToLowerInvariant()}: {string.Join(' ', s.Entries.Select(e => e.Paper.Paper.Id))}"));

    [Fact]
    public void Interests_stand_first_by_name_and_what_trends_comes_after()
    {
        var issue = Composer.Compose(new Reading(Day(9),
            [Follows("bees", 2, 1, (8, .5), (9, .9)), Follows("ants", 2, 1, (7, .6))], Nothing));
        Assert.Equal("bees: 9 8 | ants: 7 | trending: 1 2 3", Told(issue));
        Assert.Equal([SectionKind.ForYou, SectionKind.ForYou, SectionKind.Trending], issue.Sections.Select(s => s.Kind));
        Assert.Equal(["bees"], issue.Sections[0].Entries[0].Reason.Words);
        Assert.Equal(.9, issue.Sections[0].Entries[0].Score);
        Assert.Empty(issue.Sections[2].Entries[0].Reason.Words);
    }

    [Fact]
    public void Slots_are_kept_however_well_another_interest_matches() =>
        Assert.Equal("loud: 1 2 | quiet: 8 9", Told(Composer.Compose(new Reading(Day(9),
            [
                Follows("loud", 2, 9, (1, .99), (2, .98), (3, .97), (4, .96)), Follows("quiet", 2, .1, (9, .41), (8, .42)),
            ],
            Nothing, Size: 4))));

    [Fact]
    public void When_slots_exceed_the_size_everyone_gets_one_first() =>
        Assert.Equal("a: 1 | b: 3 | c: 5", Told(Composer.Compose(new Reading(Day(9),
            [Follows("a", 5, 1, (1, .9), (2, .9)), Follows("b", 5, 1, (3, .5), (4, .5)), Follows("c", 5, 1, (5, .4), (6, .4))],
            Nothing, Size: 3))));

    [Fact]
    public void An_interest_with_one_paper_gets_it_before_one_that_has_others() =>
        Assert.Equal("rich: 2 | poor: 1", Told(Composer.Compose(new Reading(Day(2),
            [Follows("rich", 1, 1, (1, .9), (2, .8)), Follows("poor", 1, 1, (1, .5))], Nothing, Size: 2))));

    [Fact]
    public void What_is_left_goes_to_the_best_by_score_and_weight() =>
        Assert.Equal("plain: 1 | dear: 6 5 4 | trending: 7 8", Told(Composer.Compose(new Reading(Day(9),
            [Follows("plain", 1, 1, (1, .9), (2, .8), (3, .7)), Follows("dear", 1, 2, (6, .6), (5, .5), (4, .45))],
            Nothing, Size: 6))));

    [Fact]
    public void The_smallest_issue_is_for_what_they_follow() =>
        Assert.Equal("bees: 9", Told(Composer.Compose(new Reading(Day(9), [Follows("bees", 0, 1, (9, .5))], Nothing, Size: 1))));

    [Fact]
    public void Trending_keeps_its_few_places_when_matches_abound()
    {
        var issue = Composer.Compose(new Reading(Day(40),
            [Follows("all", 2, 1, [.. Enumerable.Range(10, 20).Select(i => (i, .9 - i / 100.0))])], Nothing));
        Assert.Equal("all: 10 11 12 13 14 15 16 | trending: 1 2 3", Told(issue));
        Assert.Equal(10, issue.Count);
    }

    [Fact]
    public void Trending_is_bounded_though_places_stay_empty() =>
        Assert.Equal("bees: 9 | trending: 1 2 3", Told(Composer.Compose(new Reading(Day(9), [Follows("bees", 2, 1, (9, .5))], Nothing))));

    [Fact]
    public void A_trending_paper_that_somebody_follows_stands_under_its_interest() =>
        Assert.Equal("bees: 1 2 3 4 | trending: 5 6 7", Told(Composer.Compose(new Reading(Day(9),
            [Follows("bees", 1, 1, (1, .9), (2, .8), (3, .7), (4, .6))], Nothing))));

    [Fact]
    public void Trending_alone_makes_no_issue_for_someone_with_interests() =>
        Assert.True(Composer.Compose(new Reading(Day(9), [Follows("bees", 2, 1)], Nothing)).IsEmpty);

    [Fact]
    public void Trending_alone_makes_an_issue_when_they_asked_for_it() =>
        Assert.Equal("trending: 1 2 3", Told(Composer.Compose(
            new Reading(Day(9), [Follows("bees", 2, 1)], Nothing, WantsTrendingAlone: true))));

    [Fact]
    public void Someone_without_interests_gets_what_trends_to_the_full_size() =>
        Assert.Equal("trending: 1 2 3 4 5", Told(Composer.Compose(new Reading(Day(9), [], Nothing, Size: 5))));

    [Fact]
    public void Nothing_shown_before_is_shown_again() =>
        Assert.Equal("bees: 8 | trending: 2 4 5", Told(Composer.Compose(new Reading(Day(9),
            [Follows("bees", 2, 1, (9, .9), (8, .8))], new HashSet<long> { 1, 3, 9 }))));

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public void An_issue_with_nothing_to_say_is_empty(int papers, bool unread) =>
        Assert.True(Composer.Compose(new Reading(Day(papers), [],
            unread ? Nothing : Enumerable.Range(1, papers).Select(i => (long)i).ToHashSet())).IsEmpty);

    [Fact]
    public void A_paper_in_several_editions_is_taken_from_the_newest()
    {
        var span = new EditionSpan([Edition(11, 1, 1, 2), Edition(13, 3, 2, 4), Edition(12, 2, 3, 2)]);
        var issue = Composer.Compose(new Reading(span, [Follows("bees", 2, 1, (2, .9), (1, .8))], Nothing));
        var entries = issue.Sections[0].Entries;
        Assert.Equal([(2L, 13L, 1), (1L, 11L, 1)], entries.Select(e => (e.Paper.Paper.Id, e.EditionId, e.Paper.Rank)));
        Assert.Equal("bees: 2 1 | trending: 3 4", Told(issue));
    }

    [Fact]
    public void Whoever_reads_once_a_week_gets_the_weeks_best_not_the_last_days()
    {
        var span = new EditionSpan([Edition(1, 1, 5, 6, 7), Edition(2, 2, 8, 5, 6), Edition(3, 3, 9, 8, 7, 6, 5)]);
        Assert.Equal("trending: 9 8 5", Told(Composer.Compose(new Reading(span, [], Nothing, Size: 3))));
    }

    [Fact]
    public void Matches_outside_the_span_are_passed_over() =>
        Assert.Equal("bees: 2 | trending: 1 3", Told(Composer.Compose(
            new Reading(Day(3), [Follows("bees", 2, 1, (77, .9), (2, .5))], Nothing))));

    static Update News(long news, long paper, PaperUpdateKind kind, string detail = "", int day = 1) =>
        new(news, paper, $"Paper {paper}", null, new(kind, detail), new(2026, 3, day, 12, 0, 0, TimeSpan.Zero));

    /// <summary>"21 version 3, 22 withdrawn".</summary>
    static string Told(IReadOnlyList<Update> updates) =>
        string.Join(", ", updates.Select(u => $"{u.Paper} {u.What.Kind.ToString().ToLowerInvariant()} {u.What.Detail}".TrimEnd()));

    [Fact]
    public void News_of_papers_received_comes_last_and_takes_no_places()
    {
        var issue = Composer.Compose(new Reading(Day(9), [Follows("bees", 2, 1, (9, .9))], Nothing, Size: 1)
        {
            Updates = [News(1, 21, PaperUpdateKind.Version, "2")],
        });
        Assert.Equal([SectionKind.ForYou, SectionKind.Updates], issue.Sections.Select(s => s.Kind));
        Assert.Equal((1, "21 version 2"), (issue.Count, Told(issue.Sections[1].Updates)));
        Assert.Empty(issue.Sections[1].Entries);
    }

    [Fact]
    public void News_alone_makes_no_issue() => Assert.True(Composer.Compose(new Reading(Day(9), [Follows("bees", 2, 1)], Nothing)
    {
        Updates = [News(1, 21, PaperUpdateKind.Withdrawn)],
    }).IsEmpty);

    [Fact]
    public void A_withdrawal_stands_first_and_alone_and_of_versions_the_newest() => Assert.Equal("22 withdrawn, 21 version 3, 23 code https://c",
        Told(Update.Worth(
        [
            News(1, 21, PaperUpdateKind.Version, "2"), News(2, 21, PaperUpdateKind.Version, "3", day: 2), News(3, 22, PaperUpdateKind.Withdrawn),
            News(4, 22, PaperUpdateKind.Version, "5", day: 3), News(5, 22, PaperUpdateKind.Code, "https://d"), News(6, 23, PaperUpdateKind.Code, "https://c", day: 4),
        ], 10)));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "22 version 2")]
    [InlineData(2, "22 version 2, 21 version 2")]
    public void Of_much_news_the_latest_is_told(int slots, string told) => Assert.Equal(told, Told(Update.Worth(
        [News(1, 21, PaperUpdateKind.Version, "2", day: 2), News(2, 22, PaperUpdateKind.Version, "2", day: 3), News(3, 23, PaperUpdateKind.Version, "2")], slots)));

    [Fact]
    public void Papers_merged_since_their_editions_are_one_and_withdrawn_ones_none()
    {
        var aftermath = new Aftermath(new Dictionary<long, long> { [2] = 4, [7] = 5 }, new HashSet<long> { 3 }, []);
        var span = new EditionSpan([Edition(11, 1, 1, 2, 3, 7), Edition(12, 2, 1, 5, 4)], aftermath);
        Assert.Equal("trending: 1 5 4", Told(Composer.Compose(new Reading(span, [], Nothing))));
        Assert.Equal(2, span.Find(4)!.BestRank); // as 2 it stood higher
        Assert.Equal((12L, null), (span.Find(4)!.EditionId, span.Find(2)));
    }
}
