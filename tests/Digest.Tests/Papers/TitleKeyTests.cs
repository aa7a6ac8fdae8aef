using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class TitleKeyTests
{
    [Theory]
    [InlineData("A μLO for naïve Users", "A $\\mu$LO for na\\\"ive\n  users")]
    [InlineData("A μLO for naïve Users", "a muLO for naive users")]
    [InlineData("X²-Gaussian Splatting", "$X^{2}$-Gaussian Splatting")]
    [InlineData("\\textbf{Bold} Claims", "Bold claims")]
    [InlineData("Erdős–Rényi Graphs", "Erd\\H{o}s--R\\'enyi graphs")]
    [InlineData("Straße und Køge", "Strasse und Koge")]
    [InlineData("Ｆｕｌｌ width", "Full Width")]
    [InlineData("ε-Nets", "$\\varepsilon$-nets")]
    public void Spellings_of_one_title_share_a_key(string one, string other) => Assert.Equal(TitleKey.Of(one), TitleKey.Of(other));

    [Theory]
    [InlineData("Learning to Rank", "Learning to Bank")]
    [InlineData("GPT-4 at Work", "GPT-5 at Work")]
    [InlineData("学习排序", "学习检索")]
    [InlineData("∀∃", "∃∀")] // nothing but signs
    public void Different_titles_have_different_keys(string one, string other) => Assert.NotEqual(TitleKey.Of(one), TitleKey.Of(other), StringComparer.Ordinal);

    [Fact]
    public void A_key_is_bounded_whatever_the_title() => Assert.True(TitleKey.Of(string.Concat(Enumerable.Repeat("𝒳", 5000))).Length <= 300);

    [Theory]
    [InlineData("Ada Lovelace", "lovelace")]
    [InlineData("Lovelace, Ada", "lovelace")]
    [InlineData("José Núñez Jr.", "nunez")]
    [InlineData("张伟", "张伟")]
    public void A_surname_is_found_in_either_order(string author, string surname) => Assert.Equal(surname, TitleKey.Surname(author));
}
