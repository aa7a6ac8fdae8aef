using Digest.Matching;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Matching;

public class PaperSearchTests
{
    static PaperSearch Among(params (string Title, string Author)[] papers) => new(
        [.. papers.Select((p, i) => new Paper { Id = i + 1, Title = p.Title, Authors = [p.Author], Categories = ["cs.CL"] })], new MatchingOptions());

    static string Found(PaperSearch search, string words, int most = 10) => string.Join(' ', search.Find(words, most).Select(f => f.Paper));

    static readonly PaperSearch Search = Among(
        ("Waggle dances", "Jane Doe"), ("Waggle dances of bees and of other insects", "John Smith"), ("Glaciers", "Jane Doe"), ("Waggle dances", "A. N. Other"));

    [Fact]
    public void The_best_come_first_and_of_equals_the_newest() => Assert.Equal("1 4 2", Found(Search, "waggle dance"));

    [Fact]
    public void Authors_are_found_by_name() => Assert.Equal("1 3", Found(Search, "Jane Doe"));

    [Fact]
    public void No_more_are_told_than_asked_for() => Assert.Equal("1 4", Found(Search, "waggle dance", most: 2));

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("quasars")]
    public void What_nothing_is_about_finds_nothing(string words) => Assert.Empty(Search.Find(words, 10));

    [Fact]
    public void Rare_terms_are_those_of_one_text_and_a_frequent_one_never_passes_for_rare()
    {
        var texts = Enumerable.Range(0, 3000).Select(i => new[] { $"own{i}", $"shared{i / 2}", $"own{i}" }).ToArray();
        var rare = RareTerms.Of(texts);
        Assert.All(Enumerable.Range(0, 1500), i => Assert.False(rare.Contains($"shared{i}")));
        Assert.InRange(Enumerable.Range(0, 3000).Count(i => rare.Contains($"own{i}")), 2990, 3000);
    }
}
