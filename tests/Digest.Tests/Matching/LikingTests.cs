using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>What papers liked and disliked do to those of a day.</summary>
public class LikingTests
{
    // Five subjects with five papers each, and what a day of a mixed list usually holds beside them.
    static readonly IReadOnlyList<RankedPaper> Papers = Day();
    static readonly LikenessIndex Index = new(new LikenessTerms([.. Papers.Select(p => p.Paper)]), [.. Papers.Select(p => p.Paper)]);
    static readonly Matcher Matcher = new(new TextIndex(Papers, new MatchingOptions()), new MatchingOptions());

    static readonly Paper Soap = About("soap", "Soap in the Hand of a Robot");
    static readonly Paper Bees = About("bees", "Where Bees Sleep");

    [Fact]
    public void Papers_given_as_examples_bring_what_is_like_them_and_nothing_else()
    {
        var found = Matcher.Match(Interest("", Soap), liking: Liked([Soap], [], isStated: true));
        Assert.Equal(5, found.Count);
        Assert.All(found, match => Assert.Contains("soap", match.Paper.Paper.Title, StringComparison.Ordinal));
        Assert.All(found, match => Assert.Equal("Soap in the Hand of a Robot", match.Reason.Like));
        Assert.All(found, match => Assert.Equal(0, match.Parts!.Words));
    }

    [Fact]
    public void A_day_without_papers_like_the_examples_brings_none() =>
        Assert.Empty(Matcher.Match(Interest(""), liking: Liked([About("volcanoes", "Ash over the Island")], [], isStated: true)));

    [Fact]
    public void An_example_itself_is_not_sent() =>
        Assert.DoesNotContain(Papers[0], Matcher.Match(Interest(""), liking: Liked([Papers[0].Paper], [], isStated: true)).Select(m => m.Paper));

    [Fact]
    public void A_title_alone_serves_as_an_example()
    {
        var found = Matcher.Match(Interest(""), liking: Liked([new Paper { Title = "Grasping soap with rubber fingers" }], [], isStated: true));
        Assert.NotEmpty(found);
        Assert.All(found, match => Assert.Contains("soap", match.Paper.Paper.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void One_like_says_less_than_the_interests_words()
    {
        var found = Matcher.Match(Interest("bees"), liking: Liked([Soap], []));
        Assert.Equal(5, found.Count);
        Assert.All(found, match => Assert.Contains("bees", match.Paper.Paper.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void Five_likes_bring_what_no_word_asks_for_and_say_so()
    {
        var liked = Enumerable.Range(0, 5).Select(i => About("soap", $"Another hand, number {i}") with { Id = 0 }).ToList();
        var found = Matcher.Match(Interest("bees"), liking: Liked(liked, []));
        Assert.Equal(10, found.Count);
        var byLikes = found.Where(m => m.Paper.Paper.Title.Contains("soap", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, byLikes.Count);
        Assert.All(byLikes, m => Assert.StartsWith("Another hand", m.Reason.Like, StringComparison.Ordinal));
        Assert.All(found.Except(byLikes), m => Assert.Equal("", m.Reason.Like));
    }

    [Fact]
    public void One_word_against_a_paper_takes_those_very_like_it_away_and_leaves_the_field()
    {
        var interest = Interest("rubber", threshold: 0.36); // soap and tyres are both about it
        var before = Matcher.Match(interest).Select(m => m.Paper.Paper.Title).ToList();
        var after = Matcher.Match(interest, liking: Liked([], [Soap])).Select(m => m.Paper.Paper.Title).ToList();
        Assert.Equal(10, before.Count);
        Assert.Equal(before.Where(title => title.Contains("tyres", StringComparison.Ordinal)).Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_parts_make_the_score()
    {
        foreach (var match in Matcher.Match(Interest("rubber", threshold: 0.01), liking: Liked([Soap], [Bees])))
        {
            var parts = match.Parts!;
            Assert.Equal(Math.Clamp(Math.Max(parts.Words, parts.Follows) + parts.Likes - parts.Dislikes, 0, 1), match.Score, 6);
            Assert.InRange(parts.Likes, 0, LikedProfile.Share(1));
        }
    }

    [Fact]
    public void What_must_not_appear_keeps_a_liked_paper_out() => Assert.Empty(Matcher.Match(
        Interest("") with { MustNot = ["rubber"] }, liking: Liked([Soap], [], isStated: true)));

    [Fact]
    public void A_paper_shown_before_does_not_come_for_being_liked() => Assert.Empty(Matcher.Match(
        Interest(""), Papers.Select(p => p.Paper.Id).ToHashSet(), Liked([Soap], [], isStated: true)));

    [Theory]
    [InlineData("")]
    [InlineData("🐝🐝🐝")]
    [InlineData("zyx wvu tsr")]
    public void A_liked_paper_with_nothing_to_compare_changes_nothing(string title)
    {
        var liking = Liked([new Paper { Title = title }], [new Paper { Title = title }]);
        Assert.All(Enumerable.Range(0, Papers.Count), place => Assert.Equal((0, 0), (liking.Likes(place), liking.Dislikes(place))));
    }

    [Fact]
    public void Papers_liked_for_different_things_each_bring_what_is_very_like_them()
    {
        var found = Matcher.Match(Interest(""), liking: Liked([Soap, Bees, About("tyres", "Tyres"), About("clocks", "Clocks")], [], isStated: true));
        foreach (var subject in (string[])["soap", "bees", "tyres", "clocks"])
            Assert.Contains(found, m => m.Paper.Paper.Title.Contains(subject, StringComparison.Ordinal));
        Assert.DoesNotContain(found, m => m.Paper.Paper.Title.Contains("usual", StringComparison.Ordinal));
    }

    [Fact]
    public void Likes_made_again_are_the_same_to_the_last_bit()
    {
        var (one, other) = (Liked([Soap, Bees], [Papers[3].Paper]), Liked([Soap, Bees], [Papers[3].Paper]));
        Assert.All(Enumerable.Range(0, Papers.Count), place => Assert.Equal(
            (one.Likes(place), one.Dislikes(place)), (other.Likes(place), other.Dislikes(place))));
    }

    static Liking Liked(IReadOnlyList<Paper> liked, IReadOnlyList<Paper> disliked, bool isStated = false) => Liking.Of(
        Index, [.. liked.Select(Index.Compare)], [.. disliked.Select(Index.Compare)], isStated)!;

    static Interest Interest(string text, Paper? like = null, double? threshold = null) => new()
    {
        Name = text, Text = text, Threshold = threshold, Papers = like is null ? [] : [new("", like.Title)],
    };

    static List<RankedPaper> Day()
    {
        string[] subjects = ["soap", "bees", "tyres", "clocks", "bread"];
        var papers = subjects.SelectMany(s => Enumerable.Range(1, 5), (subject, i) => About(subject, $"On {subject}, part {i}"))
            .Concat(Enumerable.Range(1, 150).Select(i => About("", $"A usual paper {Number(i)}", i))).ToList();
        return [.. papers.Select((paper, i) => new RankedPaper(
            paper with { Id = i + 1 }, i + 1, 1.0 / (i + 1), new RankReason(RankReasonKind.New, 0), null))];
    }

    static Paper About(string subject, string title, int number = 0) => new()
    {
        Title = title,
        Abstract = "We show in this paper that it can be done, and how well. " + subject switch
        {
            "soap" => "A robot hand with fingers of rubber grasps wet soap that slips, holds it by touch and lets go of the soap when told.",
            "bees" => "Bees sleep in hollow stems; the bees of one meadow were counted at night with a lamp, and most bees slept alone.",
            "tyres" => "Tyres of old rubber are ground to crumbs; roads laid with the crumbs of tyres are quiet and last for many winters.",
            "clocks" => "Clocks in church towers drift with the weather; a pendulum of invar keeps such clocks true to a second a week.",
            "bread" => "Bread from sour dough rises slowly; bakers feed the dough with rye, and the crust of the bread keeps for days.",
            "volcanoes" => "Ash of volcanoes drifts for weeks over the sea, where volcanoes seed clouds that bring dark rain.",
            _ => $"The {Number(number)} study measures {Number(number * 7)} things against {Number(number * 13 + 5)} others, with {Number(number * 3 + 1)} tables.",
        },
    };

    // Words that many papers share by chance, as those of a mixed list do.
    static string Number(int n) => string.Concat("ab cd ef gh ij kl mn op qr st".Split(' ')[n % 10], "ra", "be ko lu mi no pa so ti vu wy".Split(' ')[n / 3 % 10]);
}
