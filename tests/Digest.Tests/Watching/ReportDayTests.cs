using Digest.Watching;
using NodaTime;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>Which day's report is due.</summary>
public class ReportDayTests
{
    static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Theory]
    [InlineData("2026-07-17T04:59:59Z", "2026-07-15")] // 06:59:59 in Berlin
    [InlineData("2026-07-17T05:00:00Z", "2026-07-16")]
    [InlineData("2026-07-17T23:30:00Z", "2026-07-16")] // the 18th already
    [InlineData("2026-07-18T05:00:00Z", "2026-07-17")]
    [InlineData("2026-01-17T05:59:59Z", "2026-01-15")]
    [InlineData("2026-01-17T06:00:00Z", "2026-01-16")]
    public void The_day_before_from_the_reports_hour_on(string now, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), ReportDay.Due(DateTimeOffset.Parse(now, null), Berlin, new TimeOnly(7, 0)));

    [Theory]
    [InlineData("2026-03-28", "02:30", "2026-03-29T01:30:00Z")] // left out that night: an hour later
    [InlineData("2026-10-24", "02:30", "2026-10-25T00:30:00Z")] // comes twice: the first time
    [InlineData("2026-07-16", "07:00", "2026-07-17T05:00:00Z")]
    public void An_hour_that_the_clock_leaves_out_or_repeats_is_due_once(string day, string time, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due, null), ReportDay.DueAt(DateOnly.Parse(day, null), Berlin, TimeOnly.Parse(time, null)));

    [Fact]
    public void Days_are_as_long_as_the_zone_has_them()
    {
        var bounds = ReportDay.Bounds(new DateOnly(2026, 3, 30), 3, Berlin);
        Assert.Equal(
            ["2026-03-27T23:00", "2026-03-28T23:00", "2026-03-29T22:00", "2026-03-30T22:00"], bounds.Select(b => b.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", null)));
    }
}
