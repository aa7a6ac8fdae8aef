using Digest.Matching;
using Xunit;

namespace Digest.Tests.Matching;

public class AcronymsTests
{
    static Acronyms Learned(string text, int times = 2) => Acronyms.LearnedFrom(Enumerable.Repeat(text, times));

    [Theory]
    [InlineData("We train a large language model (LLM).", "large language models", "llm")]
    [InlineData("We train large language models (LLMs).", "a large language model", "llm")]
    [InlineData("Think in a Chain-of-Thought (CoT) first.", "chain of thought", "cot")]
    [InlineData("variational autoencoders (VAEs)", "variational autoencoder", "vae")]
    [InlineData("Gaussian process regression (GPR)", "gaussian process regression", "gpr")]
    public void A_short_form_stands_for_the_words_before_its_bracket(string text, string words, string acronym) =>
        Assert.Equal(TextAnalysis.Words(acronym)[0].Term, Assert.Single(Learned(text).SpeltOut(TextAnalysis.Words(words))).Acronym);

    [Theory]
    [InlineData("as Smith showed (USA)", "smith showed")]
    [InlineData("of large models (see Table)", "large models")]
    [InlineData("a model (M)", "a model")]
    public void Other_brackets_say_nothing(string text, string words) =>
        Assert.Empty(Learned(text).SpeltOut(TextAnalysis.Words(words)));

    [Fact]
    public void What_one_text_alone_introduces_is_not_believed() =>
        Assert.Empty(Learned("a large language model (LLM)", times: 1).SpeltOut(TextAnalysis.Words("large language model")));

    [Fact]
    public void What_texts_disagree_on_is_not_believed()
    {
        string[] texts = ["active learning (AL)", "active learning (AL)", "augmented lines (AL)", "augmented lines (AL)"];
        Assert.Empty(Acronyms.LearnedFrom(texts).SpeltOut(TextAnalysis.Words("active learning")));
    }

    [Fact]
    public void An_interest_finds_the_papers_that_say_it_short_or_at_length()
    {
        var options = new MatchingOptions { Threshold = 0.35 };
        var at = Library.Paper(101, "Tides and Large Language Models", "A large language model (LLM) reads the sea.");
        var also = Library.Paper(102, "Wind and Large Language Models", "A large language model (LLM) reads the sky.");
        var brief = Library.Paper(103, "LLMs for Sheep", "An LLM counts what sleeps.");
        var matcher = new Matcher(new TextIndex([at, also, brief, .. Library.Papers], options), options);
        Assert.Contains(brief, matcher.Match(Library.Interest("large language models")).Select(m => m.Paper));
        Assert.Contains(at, matcher.Match(Library.Interest("LLM")).Select(m => m.Paper));
    }
}
