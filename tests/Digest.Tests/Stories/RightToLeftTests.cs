using System.Text.RegularExpressions;
using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>A language from right to left is a folder like any other.</summary>
public class RightToLeftTests
{
    [Fact]
    public async Task Mails_and_pages_run_from_right_to_left_and_foreign_words_in_them_do_not()
    {
        await using var app = await Mirrored.StartAsync();
        var address = Some.Address;
        await app.PublishAsync(Some.Papers(3));
        app.BrowserLikes = Mirrored.Locale;
        var home = await app.GetAsync();
        Assert.Contains("<html lang=\"he\" dir=\"rtl\">", home.Body, StringComparison.Ordinal);
        Assert.True(home.Shows("h3 bdi[lang=en]") && home.Shows("a[hreflang=de][lang=de][dir=ltr]") && home.Shows("input[type=email][dir=ltr]"));

        await app.BecomeReaderAsync(address);
        var letter = app.MailsTo(address)[^1];
        Assert.Contains("<html lang=\"he\" dir=\"rtl\">", letter.Html, StringComparison.Ordinal);
        Assert.Equal(1, letter.Elements("div[role=main][dir=rtl]"));
        // Word, which Outlook shows mails with, reads the direction from tables.
        Assert.Equal(letter.Elements("table[role=presentation]"), letter.Elements("table[role=presentation][dir=rtl]"));
        Assert.Equal(3, letter.Elements("h3 bdi[lang=en]"));
        Assert.Contains("text-align:left", letter.Html, StringComparison.Ordinal);
        Assert.Contains("כי בחרת", letter.Text, StringComparison.Ordinal);
        Assert.All(letter.Bytes, b => Assert.InRange(b, 0, 127));
        Assert.Contains("dir=\"rtl\"", (await app.GetAsync(letter.PreferencesLink)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_left_and_right_where_start_and_end_are_meant()
    {
        var physical = new Regex(@"(margin|padding|border|inset)-(left|right)\b|text-align:\s*(left|right)\b|float:|[;{ ](left|right):|<(td|p|table)[^>]* align=");
        // The same at both edges; and, where an old program counts, by the direction itself.
        var even = new Regex(@"padding-left: (\d+px) !important; padding-right: \1 !important;|text-align:\{\{ if language\.dir == ""rtl"" \}\}left\{\{ else \}\}right\{\{ end \}\}|<!--.*?-->");
        var faults = from path in Directory.EnumerateFiles(TemplateSet.ShippedFolder, "*.*", SearchOption.AllDirectories)
                     where Path.GetExtension(path) is ".css" or ".html"
                     let found = physical.Match(even.Replace(File.ReadAllText(path), ""))
                     where found.Success
                     select $"{Path.GetRelativePath(TemplateSet.ShippedFolder, path)}: {found.Value}";
        Assert.Empty(faults);
    }
}
