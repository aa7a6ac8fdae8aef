using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Rendering;

public class LanguageChoiceTests
{
    static readonly string[] Locales = ["de", "en", "pt-BR", "zh-Hant"];

    [Theory]
    // Nothing said, or nothing known.
    [InlineData(null, null, "en")]
    [InlineData("", "", "en")]
    [InlineData(null, "fr", "en")]
    [InlineData("fr", null, "en")]
    // Asked for by name, whatever the browser says.
    [InlineData("de", "en", "de")]
    [InlineData("DE", null, "de")]
    [InlineData("de-CH", "en", "de")]
    [InlineData("fr", "de", "de")]
    [InlineData("de;q=1", null, "en")]
    [InlineData("de\r\nX: y", null, "en")]
    [InlineData("../de", null, "en")]
    // Ranges are looked up from the longest to the shortest.
    [InlineData(null, "de", "de")]
    [InlineData(null, "de-CH", "de")]
    [InlineData(null, "de-Latn-CH-1996", "de")]
    [InlineData(null, "zh-Hant-TW", "zh-Hant")]
    [InlineData(null, "zh-Hans-CN", "en")]
    [InlineData(null, "de-x-fancy", "de")]
    [InlineData(null, "pt-br", "pt-BR")]
    [InlineData(null, "deu", "en")]
    // A shorter range finds the first locale that begins with it.
    [InlineData(null, "pt", "pt-BR")]
    [InlineData(null, "zh", "zh-Hant")]
    [InlineData(null, "p", "en")]
    // The best liked comes first, and of equals the first.
    [InlineData(null, "en;q=0.8, de;q=0.9", "de")]
    [InlineData(null, "en, de", "en")]
    [InlineData(null, "de, en", "de")]
    [InlineData(null, "fr-CH, fr;q=0.9, de;q=0.7, en;q=0.8, *;q=0.5", "en")]
    [InlineData(null, "de-CH,de;q=0.9,en;q=0.8", "de")]
    [InlineData(null, "de;q=0.001", "de")]
    [InlineData(null, "DE ; Q=0.5 , en;q=0.4", "de")]
    // Anything means the service's own, at its place among the others.
    [InlineData(null, "*", "en")]
    [InlineData(null, "*, de;q=0.5", "en")]
    [InlineData(null, "de, *;q=0.5", "de")]
    [InlineData(null, "en;q=0, *", "de")]
    // What is refused is not given, where there is anything else that is wanted.
    [InlineData(null, "de;q=0, en", "en")]
    [InlineData(null, "de;q=0", "en")]
    [InlineData(null, "de, de-CH;q=0", "de")]
    [InlineData(null, "en;q=0", "en")]
    [InlineData(null, "de;q=0.0, pt;q=0.1", "pt-BR")]
    // What is malformed says nothing, and the rest still counts.
    [InlineData(null, "de;q=2, pt", "pt-BR")]
    [InlineData(null, "de;q=, pt", "pt-BR")]
    [InlineData(null, "de;q=1e0, pt", "pt-BR")]
    [InlineData(null, "de;q=0.1234, pt", "pt-BR")]
    [InlineData(null, "de;q=-1, pt", "pt-BR")]
    [InlineData(null, "de;level=1;q=1, pt", "pt-BR")]
    [InlineData(null, "de_DE, pt", "pt-BR")]
    [InlineData(null, "-de, pt", "pt-BR")]
    [InlineData(null, "d\0e, \u0434\u0435, 1e, pt", "pt-BR")]
    [InlineData(null, ",,;,;q=1, de", "de")]
    public void The_language_of_a_page_is(string? asked, string? accepted, string language) =>
        Assert.Equal(language, LanguageChoice.Pick(Locales, asked, accepted, "en"));

    [Fact]
    public void What_is_too_long_for_a_browser_is_not_read()
    {
        Assert.Equal("en", LanguageChoice.Pick(Locales, null, "de," + new string('x', 5000), "en"));
        Assert.Equal("en", LanguageChoice.Pick(Locales, null, string.Concat(Enumerable.Repeat("fr,", 40)) + "de", "en"));
        Assert.Equal("en", LanguageChoice.Pick(Locales, "de-" + string.Join('-', Enumerable.Repeat("x", 100)), null, "en"));
    }
}
