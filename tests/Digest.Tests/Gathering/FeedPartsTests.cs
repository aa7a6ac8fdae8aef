using System.Globalization;
using Digest.Gathering.Sources;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Gathering;

/// <summary>The small rules that feeds are read by.</summary>
public class FeedPartsTests
{
    [Theory]
    [InlineData("2026-11-19T06:30:00Z", "2026-11-19 06:30")]
    [InlineData("2026-11-19T06:30:00.123+01:00", "2026-11-19 05:30")]
    [InlineData("2026-11-19T06:30-0500", "2026-11-19 11:30")]
    [InlineData("2026-11-19 06:30", "2026-11-19 06:30")]
    [InlineData("2026-11-19", "2026-11-19 00:00")]
    [InlineData("2026-1-9", "2026-01-09 00:00")]
    [InlineData("2026-11", "2026-11-01 00:00")]
    [InlineData("2026", "2026-01-01 00:00")]
    [InlineData("Thu, 19 Nov 2026 06:30:00 GMT", "2026-11-19 06:30")]
    [InlineData("Mon, 19 Nov 2026 06:30:00 GMT", "2026-11-19 06:30")] // no Monday
    [InlineData("Thurs, 19 November 2026 06:30 EST", "2026-11-19 11:30")]
    [InlineData("19 Nov 26 06:30:00 +0200", "2026-11-19 04:30")]
    [InlineData("19 Nov 2026", "2026-11-19 00:00")]
    [InlineData("Thu,19 Nov 2026 06:30:00 UT", "2026-11-19 06:30")]
    [InlineData("Thu, 19 Nov 2026 06:30:00 GMT+0100", "2026-11-19 05:30")]
    [InlineData("Thu, 19 Nov 2026 24:00:00 GMT", "2026-11-20 00:00")]
    [InlineData("Thu, 19 Nov 2026 06:30:00 +0000 (UTC)", "2026-11-19 06:30")]
    [InlineData("Thu, 19 Nov 2026 06:30:00 PST", "2026-11-19 14:30")]
    [InlineData("Thursday, 19-Nov-26 06:30:00 GMT", "2026-11-19 06:30")]
    [InlineData("Thu Nov 19 06:30:00 2026", "2026-11-19 06:30")]
    [InlineData("Thu Nov 19 06:30:00 EST 2026", "2026-11-19 11:30")]
    [InlineData("November 19, 2026", "2026-11-19 00:00")]
    [InlineData("Nov 19th, 2026 at 6:30 PM", "2026-11-19 18:30")]
    [InlineData("11/19/2026 06:30", "2026-11-19 06:30")]
    [InlineData("19.11.2026", "2026-11-19 00:00")]
    [InlineData("  \n 2026-11-19 \t", "2026-11-19 00:00")]
    [InlineData("Thu, 31 Feb 2026 06:30:00 GMT", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("0001-01-01T00:00:00Z", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_date_is_read_in_any_of_its_forms(string? text, string? at) =>
        Assert.Equal(at, FeedDates.Read(text)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Ada Moss", "Ada Moss")]
    [InlineData("Ada Moss, Bo Reed and Cy Fern", "Ada Moss|Bo Reed|Cy Fern")]
    [InlineData("Moss, A., Reed, B. C., Fern, C.-D.", "A. Moss|B. C. Reed|C.-D. Fern")]
    [InlineData("Moss, Ada", "Ada Moss")]
    [InlineData("Moss, Ada; Reed, Bo; The River Group", "Ada Moss|Bo Reed|The River Group")]
    [InlineData("desk@journal.example (Ada Moss)", "Ada Moss")]
    [InlineData("Ada Moss <ada@journal.example>", "Ada Moss")]
    [InlineData("desk@journal.example", "")]
    [InlineData("by Ada Moss", "Ada Moss")]
    [InlineData("<a href='https://x.example'>Ada</a> &amp; Bo Reed", "Ada|Bo Reed")]
    [InlineData("  ", "")]
    public void A_line_of_authors_is_the_people_in_it(string line, string names) => Assert.Equal(names, string.Join('|', FeedNames.Split([line])));

    [Fact]
    public void With_an_element_each_a_comma_is_part_of_a_name() => Assert.Equal(["Ada Moss", "Bo Reed"], FeedNames.Split(["Moss, Ada", "Bo Reed"]));

    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One Two")]
    [InlineData("H<sub>2</sub>O &lt; 1&nbsp;l", "H2O < 1 l")]
    [InlineData("a<br>b", "a b")]
    [InlineData("<jats:title>Abstract</jats:title><jats:p>Water <jats:italic>runs</jats:italic>.</jats:p>", "Water runs.")]
    [InlineData("<b>Abstract:</b> Water runs.", "Water runs.")]
    [InlineData("Water <b>runs</b>.", "Water runs.")]
    [InlineData("<math><mi>x</mi><annotation>\\frac</annotation></math> is small", "x is small")]
    [InlineData("unclosed <b <i>text", "unclosed text")]
    [InlineData("", "")]
    public void Html_is_what_a_reader_would_see(string html, string text) =>
        Assert.Equal(text, PaperText.Line(HtmlText.Of(html), 1000));

    [Fact]
    public void Html_of_any_depth_and_length_is_read_in_bounded_time()
    {
        foreach (var tag in new[] { "<b>", "<div>", "<p>", "<table><tr><td>", "<a href=x>", "<svg><g>" })
            Assert.True(HtmlText.Of("start " + string.Concat(Enumerable.Repeat(tag, 1_000_000 / tag.Length)) + "end").Length < 1_000_000);
    }
}
