using Digest.Matching;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Matching;

/// <summary>What an embedder's vectors do to scores.</summary>
public class MeaningTests
{
    static readonly MatchingOptions Options = new();
    static readonly Matcher Matcher = new(new TextIndex(Library.Papers, Options), Options);

    [Fact]
    public void Meaning_alone_brings_no_more_than_its_weight()
    {
        var meaning = Near(Library.Grasping, weight: 0.3);
        Assert.Empty(Matcher.Match(Library.Interest("zyxwv"), meaning: meaning));
        var found = Assert.Single(Matcher.Match(Library.Interest("zyxwv", threshold: 0.25), meaning: meaning));
        Assert.Equal((Library.Grasping, 1.0), (found.Paper, found.Parts!.Meaning!.Value));
        Assert.Equal(0.3, found.Score, 3);
    }

    [Fact]
    public void Words_that_are_meant_count_more_than_words_that_are_not()
    {
        var plain = Matcher.Match(Library.Interest("diffusion"));
        var meant = Matcher.Match(Library.Interest("diffusion"), meaning: Near(Library.Folding, weight: 0.3));
        Assert.Equal(Library.Folding, meant[0].Paper);
        Assert.True(meant[0].Score > plain.Single(m => m.Paper == Library.Folding).Score);
        Assert.True(meant.Single(m => m.Paper == Library.Images).Score < plain.Single(m => m.Paper == Library.Images).Score);
    }

    [Fact]
    public void A_weight_of_nothing_leaves_every_score_as_it_is()
    {
        var plain = Matcher.Match(Library.Interest("diffusion models"));
        var beside = Matcher.Match(Library.Interest("diffusion models"), meaning: Near(Library.Grasping, weight: 0));
        Assert.Equal(plain.Select(m => m.Paper), beside.Select(m => m.Paper));
        Assert.All(plain.Zip(beside), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 5));
    }

    [Fact]
    public void A_vector_of_another_kind_says_nothing()
    {
        var meanings = Meanings.Of([[1, 0], [0, 1]])!;
        Assert.Null(meanings.About([1, 0, 0], 0.3));
        Assert.Null(meanings.About([0, 0], 0.3));
        Assert.Null(Meanings.Of([[1, 0], [1]]));
        Assert.Null(Meanings.Of([[1, 0], [float.NaN, 1]]));
    }

    /// <summary>All papers but one are as far from the interest as papers usually are.</summary>
    static Meaning Near(RankedPaper paper, double weight) =>
        Meanings.Of([.. Library.Papers.Select(p => p == paper ? new float[] { 1, 0 } : [0, 1])])!.About([1, 0], weight)!;
}
