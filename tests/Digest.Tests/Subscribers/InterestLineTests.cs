using System.Globalization;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class InterestLineTests
{
    [Theory]
    [InlineData("diffusion for proteins", "diffusion for proteins")]
    [InlineData("  diffusion \t for\r\n proteins ", "diffusion for proteins")]
    [InlineData("robots; proteins ;weather", "robots|proteins|weather")]
    [InlineData("robots;;; ;\u2028;...;proteins", "robots|proteins")]
    [InlineData("Robots; robots; ROBOTS", "Robots")]
    [InlineData("a;b;c;d;e;f;g", "a|b|c|d|e")]
    [InlineData("<b>bold</b> {{ site.home }}", "<b>bold</b> {{ site.home }}")]
    [InlineData("", "")]
    [InlineData(" ;; ", "")]
    [InlineData(null, "")]
    public void A_line_becomes_one_interest_or_up_to_five(string? line, string texts) =>
        Assert.Equal(texts, string.Join('|', InterestLine.Read(line).Select(i => i.Text)));

    [Fact]
    public void A_name_is_the_line_cut_to_sixty_graphemes()
    {
        var family = "👩‍👩‍👧"; // one grapheme of eight characters
        var interest = Assert.Single(InterestLine.Read("x " + string.Concat(Enumerable.Repeat(family, 80))));

        Assert.Equal(60, new StringInfo(interest.Name).LengthInTextElements);
        Assert.Equal("x " + string.Concat(Enumerable.Repeat(family, 57)) + "…", interest.Name);
        Assert.Equal(82, new StringInfo(interest.Text).LengthInTextElements);
    }

    [Fact]
    public void A_name_of_sixty_is_not_cut() =>
        Assert.Equal(new string('a', 60), Assert.Single(InterestLine.Read(new string('a', 60))).Name);

    [Fact]
    public void A_page_pasted_into_the_box_is_kept_short() =>
        Assert.Equal(Interest.LongestText, Assert.Single(InterestLine.Read(new string('a', 10_000))).Text.Length);

    [Fact]
    public void A_book_is_not_read() => Assert.Empty(InterestLine.Read(new string('a', 100_000)));
}
