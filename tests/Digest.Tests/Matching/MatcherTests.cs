using Digest.Matching;
using Digest.Papers;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Matching;

public class MatcherTests
{
    // Of a dozen short papers less can be expected than of a week of abstracts.
    static readonly MatchingOptions Options = new() { Threshold = 0.35 };
    static readonly Matcher Matcher = new(new TextIndex(Library.Papers, Options), Options);

    static IEnumerable<string> Titles(string interest) =>
        Matcher.Match(Library.Interest(interest)).Select(m => m.Paper.Paper.Title);

    [Theory]
    [InlineData("protein folding", "Diffusion Models for Protein Folding")]
    [InlineData("how do proteins fold?", "Diffusion Models for Protein Folding")]
    [InlineData("robot hands, tactile", "Robots that Grasp Wet Soap")]
    [InlineData("C++ compilers", "Register Allocation in a C++ Compiler")]
    [InlineData("multi-modal search", "Multimodal Search over Maps")]
    [InlineData("I am interested in papers about robots that grasp", "Robots that Grasp Wet Soap")]
    [InlineData("cs.CL", "Patient Dialogue Agents")]
    [InlineData("CS.cl", "Patient Dialogue Agents")]
    [InlineData("Bo Lindqvist", "Sharper Images from Diffusion Models")]
    [InlineData("B. Lindqvist", "Sharper Images from Diffusion Models")]
    [InlineData("José Ruiz", "Diffusion Models for Protein Folding")]
    [InlineData("jose angel ruiz", "Diffusion Models for Protein Folding")]
    [InlineData("Li van der Berg", "Robots that Grasp Wet Soap")]
    public void An_interest_finds_the_paper_that_is_about_it(string interest, string title) =>
        Assert.Equal(title, Assert.Single(Titles(interest)));

    [Theory]
    [InlineData("coral reef learning")]
    [InlineData("a new model of monetary policy")]
    [InlineData("data on sleep in mice")]
    [InlineData("protein crystallography by X-ray learning methods")]
    [InlineData("cs.CR")]
    [InlineData("Yann LeCun")]
    public void Sharing_only_common_words_is_no_match(string interest) => Assert.Empty(Titles(interest));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("the of and")]
    [InlineData("🤖🎉")]
    [InlineData(@"\\ $$ {}")]
    public void An_interest_that_says_nothing_matches_nothing(string text)
    {
        var compiled = Matcher.Compile(Library.Interest(text));
        Assert.True(compiled.IsEmpty);
        Assert.Empty(Matcher.Match(compiled));
    }

    [Fact]
    public void Words_of_asking_count_when_there_are_no_others() =>
        Assert.False(Matcher.Compile(Library.Interest("research papers")).IsEmpty);

    [Fact]
    public void The_paper_that_says_more_of_the_interest_comes_first()
    {
        var matches = Matcher.Match(Library.Interest("diffusion models for protein folding", threshold: 0.1));
        Assert.Equal([Library.Folding, Library.Images], matches.Take(2).Select(m => m.Paper));
        Assert.True(matches[0].Score > 2 * matches[1].Score, $"{matches[0].Score} and {matches[1].Score}");
    }

    [Fact]
    public void Words_side_by_side_weigh_more_than_the_same_words_apart()
    {
        var together = Library.Paper(1, "Quiet Engines", "We study sea ice at dawn.");
        var apart = Library.Paper(2, "Quiet Engines", "We study ice near the sea.");
        var matcher = new Matcher(new TextIndex([apart, together], Options), Options);
        var matches = matcher.Match(Library.Interest("sea ice", threshold: 0.01));
        Assert.Equal([together, apart], matches.Select(m => m.Paper));
        Assert.True(matches[0].Score > matches[1].Score);
    }

    [Fact]
    public void A_word_in_the_title_weighs_more_than_one_in_the_abstract()
    {
        var title = Library.Paper(1, "Glaciers");
        var text = Library.Paper(2, "Engines", "Glaciers.");
        var matches = new Matcher(new TextIndex([text, title], Options), Options).Match(Library.Interest("glaciers", 0.01));
        Assert.Equal([title, text], matches.Select(m => m.Paper));
    }

    [Theory]
    [InlineData("protein folding")]
    [InlineData("diffusion")]
    [InlineData("learning model")]
    [InlineData("cs.LG")]
    [InlineData("Ada Marsh")]
    [InlineData("robots robots robots robots that grasp wet soap with a tactile hand that holds what slips from the hand")]
    public void Scores_lie_between_0_and_1_best_first(string interest)
    {
        var scores = Matcher.Match(Library.Interest(interest, threshold: 0)).Select(m => m.Score).ToList();
        Assert.NotEmpty(scores);
        Assert.All(scores, s => Assert.InRange(s, 0.0001, 1));
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void Equal_scores_keep_the_editions_order()
    {
        var twins = Enumerable.Range(1, 9).Reverse().Select(i => Library.Paper(i, "Volcanoes")).ToList();
        var matches = new Matcher(new TextIndex(twins, Options), Options).Match(Library.Interest("volcanoes"));
        Assert.Equal(Enumerable.Range(1, 9), matches.Select(m => m.Paper.Rank));
    }

    [Fact]
    public void Only_the_best_are_given_when_there_are_too_many()
    {
        var few = new MatchingOptions { MostMatches = 3, Threshold = 0 };
        var all = new Matcher(new TextIndex(Library.Papers, few), new MatchingOptions { Threshold = 0 });
        var interest = Library.Interest("learning model");
        var best = new Matcher(new TextIndex(Library.Papers, few), few).Match(interest);
        Assert.Equal(all.Match(interest).Take(3).Select(m => m.Paper), best.Select(m => m.Paper));
    }

    [Fact]
    public void Papers_out_of_question_are_passed_over() =>
        Assert.Empty(Matcher.Match(Library.Interest("protein folding"), new HashSet<long> { Library.Folding.Paper.Id }));

    [Fact]
    public void An_interests_own_threshold_counts()
    {
        Assert.Empty(Matcher.Match(Library.Interest("protein folding", threshold: 0.99)));
        Assert.Contains(Library.Images,
            Matcher.Match(Library.Interest("protein diffusion", threshold: 0.1)).Select(m => m.Paper));
    }

    [Theory]
    [InlineData("Folding of Proteins by Diffusion", "Proteins|Folding|Diffusion")]
    [InlineData("Protein folding and learning", "Protein folding|learning")]
    [InlineData("learning about DIFFUSION models", "DIFFUSION models|learning")]
    [InlineData("papers by Ada Marsh on proteins", "Ada Marsh|proteins")]
    [InlineData("q-bio.BM, folding", "q-bio.BM|folding")]
    public void The_reason_is_the_interests_own_words_most_telling_first(string text, string words)
    {
        var match = Matcher.Match(Library.Interest(text, threshold: 0.05)).First(m => m.Paper == Library.Folding);
        Assert.Equal(words.Split('|').Order(StringComparer.Ordinal), match.Words.Order(StringComparer.Ordinal));
        Assert.Equal(words.Split('|')[0], match.Words[0]);
    }

    [Fact]
    public void Known_frequencies_make_a_small_day_weigh_words_as_a_year_would()
    {
        // Neither word is in most of the day's papers, but the year knows "analysis" well.
        RankedPaper[] papers = [Library.Paper(1, "Gene Analysis"), Library.Paper(2, "Poem Analysis"), .. Library.Papers.Skip(6)];
        var year = new BackgroundFrequencies(10_000, new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [TextAnalysis.Words("analysis")[0].Term] = 6_000,
            [TextIndex.FormTerm(TextAnalysis.Words("analysis")[0])] = 6_000,
            [TextAnalysis.Words("gene")[0].Term] = 20,
        });
        double Poem(BackgroundFrequencies known) => new Matcher(new TextIndex(papers, Options, known), Options)
            .Match(Library.Interest("gene analysis", threshold: 0)).Single(m => m.Paper == papers[1]).Score;
        Assert.True(Poem(year) < Poem(BackgroundFrequencies.None) / 2, $"{Poem(year)} with and {Poem(BackgroundFrequencies.None)} without the year");
    }

    [Fact]
    public void An_empty_day_matches_nothing() =>
        Assert.Empty(new Matcher(new TextIndex([], Options), Options).Match(Library.Interest("protein folding")));

    [Fact]
    public void A_line_of_a_million_characters_is_read_in_bounded_time()
    {
        var line = string.Join(' ', Enumerable.Range(0, 150_000).Select(i => $"word{i}")) + " protein folding";
        Assert.Empty(Matcher.Match(new Interest { Name = "long", Text = line }));
    }

    [Fact]
    public void Many_threads_get_the_same_answer_as_one()
    {
        string[] lines = ["protein folding", "diffusion models", "robots", "Ada Marsh", "cs.CL agents", "learning"];
        string Answer(int i) => string.Join('|', Matcher.Match(Library.Interest(lines[i % lines.Length], 0.1))
            .Select(m => $"{m.Paper.Paper.Id} {m.Score:R} {string.Join(',', m.Words)}"));
        var alone = Enumerable.Range(0, lines.Length).Select(Answer).ToList();
        var together = Enumerable.Range(0, 600).AsParallel().AsOrdered().Select(Answer).ToList();
        Assert.All(together.Index(), a => Assert.Equal(alone[a.Index % lines.Length], a.Item));
    }
}
