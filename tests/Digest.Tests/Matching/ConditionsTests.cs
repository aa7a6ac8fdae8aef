using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>Everything an interest can ask for beside its words.</summary>
public class ConditionsTests
{
    static readonly MatchingOptions Options = new();
    static readonly Matcher Matcher = new(new TextIndex(Library.Papers, Options), Options);

    static Interest Asking(string text = "") => new() { Name = "asking", Text = text };

    static IReadOnlyList<RankedPaper> Found(Interest interest) => [.. Matcher.Match(interest).Select(m => m.Paper)];

    [Fact]
    public void An_author_is_followed_though_nothing_else_is_said()
    {
        var matches = Matcher.Match(Asking() with { Authors = ["Marsh, A."] });
        Assert.Equal([Library.Folding, Library.Grasping], matches.Select(m => m.Paper));
        Assert.All(matches, m =>
        {
            Assert.Equal(1, m.Score);
            Assert.Equal(new ScoreParts(0, Follows: 1), m.Parts);
            Assert.Equal(["Marsh, A."], m.Words);
        });
    }

    [Fact]
    public void Words_and_authors_are_alternatives()
    {
        var matches = Matcher.Match(Asking("protein folding") with { Authors = ["Hana Sato"] });
        Assert.Equal([Library.Folding, Library.Compilers], matches.Select(m => m.Paper).OrderBy(p => p.Rank));
        Assert.Equal(["protein folding"], matches.Single(m => m.Paper == Library.Folding).Words);
        Assert.Equal(["Hana Sato"], matches.Single(m => m.Paper == Library.Compilers).Words);
    }

    [Fact]
    public void A_paper_by_an_author_followed_that_says_the_words_too_gives_both_reasons()
    {
        var match = Matcher.Match(Asking("protein folding") with { Authors = ["Ada Marsh"] }).Single(m => m.Paper == Library.Folding);
        Assert.Equal(["Ada Marsh", "protein folding"], match.Words);
        Assert.Equal(1, match.Parts!.Follows);
        Assert.InRange(match.Parts.Words, 0.36, 1);
    }

    [Fact]
    public void Categories_alone_are_followed_whole_by_rank()
    {
        var matches = Matcher.Match(Asking() with { Categories = ["CS.lg", "cs.CL"] });
        Assert.Equal(Library.Papers.Where(p => p.Paper.Categories[0] is "cs.LG" or "cs.CL"), matches.Select(m => m.Paper));
        Assert.Equal(["cs.CL"], matches[0].Words);
        Assert.Equal(1, matches[0].Parts!.Follows);
        Assert.Equal(["CS.lg"], matches[^1].Words);
    }

    [Fact]
    public void A_whole_archive_is_a_category() =>
        Assert.Equal([Library.Folding], Found(Asking() with { Categories = ["q-bio"] }));

    [Fact]
    public void A_category_that_is_a_word_is_followed_by_its_name()
    {
        var paper = Library.Paper(1, "Rivers", categories: ["Hydrology"]);
        var other = Library.Paper(2, "Hydrology of Rivers");
        var matches = new Matcher(new TextIndex([paper, other], Options), Options).Match(Asking() with { Categories = ["hydrology"] });
        Assert.Equal([paper], matches.Select(m => m.Paper));
    }

    [Theory]
    [InlineData("diffusion models", "", "1 2")]
    [InlineData("diffusion models", "cs.CV", "2")]
    [InlineData("diffusion models", "cs.RO", "")]
    [InlineData("diffusion models", "cs.CV q-bio.BM", "1 2")]
    public void Categories_beside_words_narrow_down(string text, string categories, string papers) =>
        Assert.Equal(papers, string.Join(' ', Found(Asking(text) with { Categories = categories.Split(' ', StringSplitOptions.RemoveEmptyEntries) })
            .Select(p => p.Rank).Order()));

    [Fact]
    public void Categories_beside_authors_narrow_down() =>
        Assert.Equal([Library.Grasping], Found(Asking() with { Authors = ["Ada Marsh"], Categories = ["cs.RO"] }));

    [Fact]
    public void Categories_beside_papers_follow_nothing_whole() =>
        Assert.Empty(Found(Asking() with { Papers = [new("arxiv:2606.00001", "")], Categories = ["cs.LG"] }));

    [Theory]
    [InlineData("proteins", "1")] // compared by stems
    [InlineData("protein fold", "1")]
    [InlineData("fold protein", "")] // a phrase is side by side
    [InlineData("image synthesis", "2")]
    [InlineData("the", "1 2")] // says nothing, asks for nothing
    [InlineData("unheard of", "")]
    public void What_must_appear_has_to(string must, string papers) =>
        Assert.Equal(papers, Ranks(Asking("diffusion models") with { Must = [must] }));

    [Fact]
    public void All_of_what_must_appear_has_to() =>
        Assert.Equal("2", Ranks(Asking("diffusion models") with { Must = ["noise", "images"] }));

    [Theory]
    [InlineData("protein", "2")]
    [InlineData("synthesis image", "1 2")]
    [InlineData("better noise", "1")]
    [InlineData("unheard of", "1 2")]
    public void What_must_not_appear_keeps_a_paper_out(string mustNot, string papers) =>
        Assert.Equal(papers, Ranks(Asking("diffusion models") with { MustNot = [mustNot] }));

    [Fact]
    public void Compounds_are_compared_however_they_are_written()
    {
        Assert.Equal([Library.Multimodal], Found(Asking("maps sketches search") with { Must = ["multi-modal"], Threshold = 0.1 }));
        Assert.Empty(Found(Asking("maps sketches search") with { MustNot = ["multi modal"], Threshold = 0.1 }));
    }

    [Fact]
    public void Conditions_hold_for_authors_too()
    {
        Assert.Equal([Library.Grasping], Found(Asking() with { Authors = ["Ada Marsh"], MustNot = ["diffusion"] }));
        Assert.Equal([Library.Folding], Found(Asking() with { Authors = ["Ada Marsh"], Must = ["proteins"] }));
    }

    [Fact]
    public void Papers_out_of_question_stay_so_whoever_wrote_them() =>
        Assert.Equal([Library.Grasping], Matcher.Match(Asking() with { Authors = ["Ada Marsh"] }, new HashSet<long> { 1 }).Select(m => m.Paper));

    [Fact]
    public void Conditions_alone_match_nothing() => Assert.Empty(Found(Asking() with { Must = ["learning"], MustNot = ["robots"] }));

    [Fact]
    public void Nobody_who_wrote_anything_matches_nothing() => Assert.Empty(Found(Asking() with { Authors = ["Nobody Known", "🙂"] }));

    static string Ranks(Interest interest) => string.Join(' ', Found(interest).Select(p => p.Rank).Order());
}
