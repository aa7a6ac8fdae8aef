using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class PaperTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \r\n\t ", "")]
    [InlineData("  Deep\n  Nets \t for\u00A0All\u2028Seasons ", "Deep Nets for All Seasons")]
    [InlineData("Cafe\u0301", "Café")] // NFC
    [InlineData("a\0b\u0007c\u009Bd", "abcd")]
    [InlineData("safe\u202Egpj.exe\u2066x\u2069", "safegpj.exex")]
    [InlineData("in\u200Bvi\u2060si\uFEFFble\u00AD", "invisible")]
    [InlineData("p\u200Dq", "pq")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")] // a joiner that spells
    [InlineData("👩\u200D🔬 at work", "👩\u200D🔬 at work")]
    [InlineData("tag\U000E0041\U000E0042ged", "tagged")]
    [InlineData("a < b & \"c\"", "a < b & \"c\"")] // escaped where it lands, not here
    public void Text_becomes_one_clean_line(string? text, string line) => Assert.Equal(line, PaperText.Title(text));

    [Fact]
    public void Half_a_letter_is_shown_as_such() => Assert.Equal("half \uFFFD letter", PaperText.Title("half \uD835 letter"));

    [Fact]
    public void Marks_cannot_pile_up_over_the_neighbouring_lines()
    {
        var piled = PaperText.Title("x" + new string('\u0301', 200) + "y");
        Assert.True(piled.Length <= 10, piled);
        Assert.EndsWith("y", piled, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("x")]
    [InlineData("𝒳")]
    public void A_long_title_is_cut_between_graphemes(string grapheme)
    {
        var cut = PaperText.Title(string.Concat(Enumerable.Repeat(grapheme, 600)));
        Assert.True(new System.Globalization.StringInfo(cut).LengthInTextElements <= 500);
        Assert.Equal("", cut.Replace(grapheme, "", StringComparison.Ordinal).Replace("…", "", StringComparison.Ordinal));
        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.True(cut.Length <= 2001);
    }

    [Fact]
    public void A_title_of_exactly_the_limit_stays_whole()
    {
        var title = new string('x', 500);
        Assert.Equal(title, PaperText.Title(title));
    }

    [Fact]
    public void One_endless_grapheme_is_cut_too() =>
        Assert.True(PaperText.Title(string.Join('\u200D', Enumerable.Repeat("👩", 100_000))).Length <= 2001);

    [Fact]
    public void Authors_keep_their_order_without_empty_or_repeated_names() =>
        Assert.Equal(["B. Two", "A. One"], PaperText.Authors(["B. Two", " ", null, "A.  One", "B. Two"]));

    [Fact]
    public void Authors_are_bounded_in_number() =>
        Assert.Equal(2000, PaperText.Authors(Enumerable.Range(0, 3000).Select(n => $"Author {n}")).Count);
}
