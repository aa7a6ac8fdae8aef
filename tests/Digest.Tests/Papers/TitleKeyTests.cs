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
    [InlineData("Search & Rescue", "Search and rescue")]
    [InlineData("Search & Rescue", "Search &amp; Rescue")]
    [InlineData("Rivers — of Data", "Rivers of data")]
    [InlineData("“Rivers” of ‘Data’.", "Rivers of Data")]
    public void Spellings_of_one_title_share_a_key(string one, string other) => Assert.Equal(TitleKey.Of(one), TitleKey.Of(other));

    [Theory]
    [InlineData("Learning to Rank", "Learning to Bank")]
    [InlineData("GPT-4 at Work", "GPT-5 at Work")]
    [InlineData("学习排序", "学习检索")]
    [InlineData("∀∃", "∃∀")] // nothing but signs
    [InlineData("RiverNet for Floods", "RiverNet+ for Floods")]
    [InlineData("Rivers in C", "Rivers in C++")]
    public void Different_titles_have_different_keys(string one, string other) => Assert.NotEqual(TitleKey.Of(one), TitleKey.Of(other), StringComparer.Ordinal);

    [Theory]
    [InlineData("RiverNet: Floods Foretold", "rivernet")]
    [InlineData("RiverNet - Floods Foretold", "rivernet")]
    [InlineData("RiverNet—Floods Foretold", "rivernet")]
    [InlineData("What Do Rivers Know? Floods Foretold", "whatdoriversknow")]
    [InlineData("Rivers of Data", null)]
    [InlineData("On the 3:1 Rule of Rivers", null)]
    [InlineData("State-of-the-art Rivers", null)]
    [InlineData("Rivers: Part II", null)] // another work than Rivers: Part I
    [InlineData("Rivers: 2. Deltas", null)]
    [InlineData("Rivers: Erratum", null)]
    [InlineData("Re: Rivers", null)]
    [InlineData("2024: A Year of Rivers", null)]
    public void What_stands_before_a_subtitle_is_a_title_too(string title, string? main) => Assert.Equal(main, TitleKey.WithoutSubtitle(title));

    [Theory]
    [InlineData("Rivers of Data", true)]
    [InlineData("Editorial", false)]
    [InlineData("Letter to the Editor", false)]
    [InlineData("In This Issue", false)]
    [InlineData("Deep Nets", false)]
    [InlineData("Überschwemmungsvorhersage", false)] // a single word
    public void A_heading_does_not_tell_which_work_it_is(string title, bool tells) => Assert.Equal(tells, TitleKey.IsTelling(title));

    [Fact]
    public void A_key_is_bounded_whatever_the_title() => Assert.True(TitleKey.Of(string.Concat(Enumerable.Repeat("𝒳", 5000))).Length <= 300);

    [Theory]
    [InlineData("Ada Lovelace", "lovelace")]
    [InlineData("Lovelace, Ada", "lovelace")]
    [InlineData("José Núñez Jr.", "nunez")]
    [InlineData("张伟", "张伟")]
    public void A_surname_is_found_in_either_order(string author, string surname) => Assert.Equal(surname, TitleKey.Surname(author));
}
