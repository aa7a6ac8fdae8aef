using Digest.Matching;
using Xunit;

namespace Digest.Tests.Matching;

public class TextAnalysisTests
{
    static string Terms(string text) => string.Join(' ', TextAnalysis.Words(text).Select(w => w.Term));

    static IEnumerable<string> Phrases(string text)
    {
        var words = TextAnalysis.Words(text);
        return Enumerable.Range(1, Math.Max(0, words.Count - 1)).Where(i => words[i].IsNear)
            .Select(i => TextAnalysis.Joined(words[i - 1], words[i]));
    }

    [Theory]
    [InlineData("The folding of Proteins", "fold protein")]
    [InlineData("C++ and C# for F# users", "c++ c# f# user")]
    [InlineData("GPT-4o", "gpt 4o")]
    [InlineData("GPT-3.5 beats it.", "gpt 3.5 beat")]
    [InlineData("an R² of 0.9", "r2 0.9")]
    [InlineData("an $R^{2}$ score", "r2 score")]
    [InlineData("Schrödinger's equation", "schroding equat")]
    [InlineData(@"Schr\""{o}dinger", "schroding")]
    [InlineData(@"Erd\H{o}s and \O stergaard", "erdo ostergaard")]
    [InlineData(@"\textbf{Bold} \emph{words}", "bold word")]
    [InlineData(@"$\alpha$-divergence", "alpha diverg")]
    [InlineData("β-VAE", "beta vae")]
    [InlineData(@"as shown \cite{smith2020graphs} here", "shown here")]
    [InlineData("code at https://example.org/some/deep-path.git (new)", "code new")]
    [InlineData("ﬁne ﬂow", "fine flow")]
    [InlineData("the model’s and models'", "model model")]
    [InlineData("and/or vision/language", "vision languag")]
    [InlineData("cross_entropy", "cross entropi")]
    [InlineData("语言模型", "语 言 模 型")]
    [InlineData("модели", "модели")]
    [InlineData("😀🎉 🤖", "")]
    [InlineData("the of and", "")]
    [InlineData("", "")]
    public void Text_becomes_terms(string text, string terms) => Assert.Equal(terms, Terms(text));

    [Theory]
    [InlineData("multi-modal")]
    [InlineData("multi modal")]
    [InlineData("Multi–Modal")]
    [InlineData("multi\n  modal")]
    public void Words_written_apart_or_with_a_hyphen_share_a_term_with_the_one_word(string text) =>
        Assert.Equal(Terms("multimodal"), Assert.Single(Phrases(text)));

    [Fact]
    public void One_word_that_binds_may_stand_inside_a_phrase() =>
        Assert.Equal(Terms("chainthought"), Assert.Single(Phrases("chain of thought")));

    [Theory]
    [InlineData("proteins, diffusion")]
    [InlineData("Proteins. Diffusion")]
    [InlineData("proteins (diffusion)")]
    [InlineData("proteins and diffusion")]
    [InlineData("proteins that are the diffusion")]
    public void Phrases_end_where_the_sentence_turns(string text) => Assert.Empty(Phrases(text));

    [Fact]
    public void A_word_knows_where_it_was_written()
    {
        var plain = PlainText.Of(@"On $\beta$-VAEs for Erdős–Rényi graphs");
        Assert.Equal("β|VAEs|Erdős|Rényi|graphs", string.Join("|", TextAnalysis.Words(plain).Select(w => plain.Written[w.From..w.To])));
    }

    [Theory]
    [InlineData("\ud800 broken \udc00 halves")]
    [InlineData("\\")]
    [InlineData("\\cite{never closed")]
    [InlineData("$}{^~")]
    [InlineData("e\u0301\u0301\u0301")]
    [InlineData("\u0000\uffff\ufeff\u202e")]
    public void Broken_text_is_read_without_complaint(string text) =>
        Assert.All(TextAnalysis.Words(text), w => Assert.InRange(w.To, w.From + 1, text.Length));

    [Fact]
    public void A_run_of_a_million_letters_is_one_short_term() =>
        Assert.InRange(Assert.Single(TextAnalysis.Words(new string('x', 1_000_000))).Term.Length, 1, 40);
}
