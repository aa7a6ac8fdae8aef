using Digest.Gathering.Sources;
using Xunit;

namespace Digest.Tests.Gathering;

public class ArxivRecordTests
{
    [Theory]
    [InlineData("This paper has been withdrawn by the author", "Water runs.")]
    [InlineData("Withdrawn", "")]
    [InlineData("withdrawn by arXiv administrators", "Water runs.")]
    [InlineData(null, "This article has been withdrawn due to an error.")]
    [InlineData(null, "This paper and abstract have been withdrawn.")]
    [InlineData(null, "paper withdrawn due to the possible error")]
    [InlineData(null, "This submission has been removed by arXiv administrators.")]
    public void A_withdrawn_paper_says_so(string? comments, string text) => Assert.True(ArxivRecord.IsWithdrawn(comments, text));

    [Theory]
    [InlineData("12 pages, withdrawn from a workshop in favour of a journal", "Water runs.")]
    [InlineData("12 pages", "We study why drugs are withdrawn from the market, and when.")]
    [InlineData(null, "A long beginning, which goes on and on about rivers and deltas and what runs in them. It goes on for so long that by its end there are two hundred characters and more between it and what now follows, which is: this paper is not withdrawn.")]
    [InlineData(null, null)]
    public void A_paper_about_withdrawing_is_not_withdrawn(string? comments, string? text) => Assert.False(ArxivRecord.IsWithdrawn(comments, text));

    [Theory]
    [InlineData("Ada Moss", "Ada Moss")]
    [InlineData("Ada Moss, Bo Reed and Cy Fern", "Ada Moss|Bo Reed|Cy Fern")]
    [InlineData("A. Moss (1), B. Reed (1 and 2), and C. Fern (2,3) ((1) Institute (of Rivers), Delta, (2) Sea)", "A. Moss|B. Reed|C. Fern")]
    [InlineData("Rivers Collaboration: A. Moss, et al.", "Rivers Collaboration|A. Moss")]
    [InlineData("A. Moss (for the RIVERS Collaboration), the DELTA Collaboration", "A. Moss|DELTA Collaboration")]
    [InlineData("Ada Moss, Jr., Bo Reed,\\, Jr", "Ada Moss Jr.|Bo Reed Jr")]
    [InlineData(@"J\""alk\""o Moss, Andy Anders, Rub{\'e}n (Universit\""at, Delta) Reed", @"J\""alk\""o Moss|Andy Anders|Rub{\'e}n  Reed")]
    [InlineData("A. Moss (unclosed, B. Reed", "A. Moss (unclosed|B. Reed")]
    [InlineData(" , and , ", "")]
    [InlineData(null, "")]
    public void Names_are_told_apart(string? line, string names) => Assert.Equal(names, string.Join('|', ArxivNames.Split(line)));

    [Theory]
    [InlineData("2026-11-16T18:59:00Z", "2026-11-17")] // Monday before 14:00 in New York: Tuesday's feed
    [InlineData("2026-11-16T19:00:00Z", "2026-11-18")]
    [InlineData("2026-11-19T19:00:00Z", "2026-11-23")] // from Thursday's deadline to Friday's: Monday's feed
    [InlineData("2026-11-20T18:59:59Z", "2026-11-23")]
    [InlineData("2026-11-20T19:00:00Z", "2026-11-24")] // the weekend: Tuesday's feed
    [InlineData("2026-11-22T12:00:00Z", "2026-11-24")]
    [InlineData("2026-07-15T18:30:00Z", "2026-07-17")] // in summer the deadline is an hour earlier
    public void A_submission_is_announced_on_a_certain_day(string submitted, string announced)
    {
        var at = DateTimeOffset.Parse(submitted, System.Globalization.CultureInfo.InvariantCulture);
        var day = ArxivCalendar.AnnouncedOn(at);
        Assert.Equal(announced, day.ToString("yyyy-MM-dd"));
        var (from, until) = ArxivCalendar.SubmittedFor(day);
        Assert.True(from <= at && at < until, $"{from} <= {at} < {until}");
    }
}
