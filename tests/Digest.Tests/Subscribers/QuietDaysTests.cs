using System.Globalization;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class QuietDaysTests
{
    static readonly DateOnly Today = Day("2026-12-20");

    [Theory]
    [InlineData("2026-12-24", "2026-12-24")]
    [InlineData("  2026-12-24  ", "2026-12-24")]
    [InlineData("2026-12-24 to 2026-12-26", "2026-12-24..2026-12-26")]
    [InlineData("2026-12-24 TO 2026-12-26", "2026-12-24..2026-12-26")]
    [InlineData("2026-12-24 bis 2026-12-26", "2026-12-24..2026-12-26")]
    [InlineData("2026-12-24..2026-12-26", "2026-12-24..2026-12-26")]
    [InlineData("2026-12-24 - 2026-12-26", "2026-12-24..2026-12-26")]
    [InlineData("2026-12-24\u20132026-12-26", "2026-12-24..2026-12-26")]
    [InlineData("2026-12-24..2026-12-24", "2026-12-24")]
    [InlineData("2027-01-01\r\n\r\n2026-12-24\n2027-01-01", "2026-12-24\n2027-01-01")]
    [InlineData("2026-12-18 to 2026-12-20", "2026-12-18..2026-12-20")] // not over yet
    [InlineData("2027-12-21", "2027-12-21")]
    [InlineData("", "")]
    public void Days_and_spans_are_read_as_people_write_them(string typed, string kept)
    {
        var (days, faults) = QuietDays.Read(typed, Today);
        Assert.Empty(faults);
        Assert.Equal(kept, days!.Text);
        Assert.Equal(days, QuietDays.Of(kept));
    }

    [Theory]
    [InlineData("soon", 1, "no_day")]
    [InlineData("2026-12-24\n2026-02-30", 2, "no_day")]
    [InlineData("2026-12-24 2026-12-26", 1, "no_day")]
    [InlineData("2026-12-24..", 1, "no_day")]
    [InlineData("\n\n2026-12-26 to 2026-12-24", 3, "backwards")]
    [InlineData("2026-12-19", 1, "past")]
    [InlineData("2027-12-22", 1, "far")]
    [InlineData("2026-12-24 to 9999-12-31", 1, "far")]
    public void What_is_wrong_is_told_with_its_line(string typed, int line, string kind)
    {
        var (days, faults) = QuietDays.Read(typed, Today);
        Assert.Null(days);
        Assert.Equal(new QuietFault(line, kind), Assert.Single(faults));
    }

    [Fact]
    public void More_lines_than_are_kept_are_refused()
    {
        string[] lines = [.. Enumerable.Range(1, QuietDays.MostLines + 1).Select(n => Today.AddDays(2 * n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        Assert.Equal(QuietDays.MostLines, QuietDays.Read(string.Join('\n', lines[1..]), Today).Days!.Lines.Count);
        Assert.Equal([new QuietFault(QuietDays.MostLines + 1, "too_many")], QuietDays.Read(string.Join('\n', lines), Today).Faults);
    }

    [Fact]
    public void Days_that_are_over_drop_out()
    {
        var days = QuietDays.Of("2026-12-01\n2026-12-18..2026-12-20\n2026-12-24");
        Assert.Equal(["2026-12-18..2026-12-20", "2026-12-24"], days.From(Today).Lines);
        Assert.Equal(["2026-12-24"], days.From(Today.AddDays(1)).Lines);
        Assert.Equal(QuietDays.None, days.From(Day("2027-01-01")));
    }

    [Theory]
    // Berlin's summer time ends on 25 October 2026; the days around it are quiet.
    [InlineData("Europe/Berlin", "02:30", "2026-10-24..2026-10-26", "2026-10-23", "2026-10-27T01:30Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-03-29", "2026-03-28", "2026-03-30T00:30Z")]
    // The reader's own date counts, not that of UTC.
    [InlineData("Pacific/Kiritimati", "08:00", "2026-12-24", "2026-12-23", "2026-12-24T18:00Z")]
    [InlineData("Pacific/Pago_Pago", "20:00", "2026-12-24", "2026-12-23", "2026-12-26T07:00Z")]
    // Santiago has no midnight on 6 September 2026.
    [InlineData("America/Santiago", "00:00", "2026-09-06", "2026-09-05", "2026-09-07T03:00Z")]
    [InlineData("America/Santiago", "00:00", "2026-09-07", "2026-09-06", "2026-09-08T03:00Z")]
    public void A_quiet_day_is_passed_over_whatever_the_clock_does(string zone, string time, string quiet, string after, string next)
    {
        var hour = Some.Hour(zone, time).Without(QuietDays.Of(quiet));
        var before = hour.On(Day(after));
        var found = hour.NextAfter(before.DueAt, before.LocalDate);
        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), found.DueAt);
        Assert.Equal(before, hour.LatestUntil(found.DueAt.AddSeconds(-1)));
        Assert.Equal(found, hour.LatestUntil(found.DueAt));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Casablanca")]
    public void In_a_year_every_date_comes_once_but_for_the_quiet_ones(string zone)
    {
        var quiet = QuietDays.Of("2026-03-28..2026-03-30\n2026-10-04\n2026-10-24..2026-10-26\n2026-12-24..2027-01-06");
        var (hour, plain) = (Some.Hour(zone, "02:30").Without(quiet), Some.Hour(zone, "02:30"));
        var (at, other) = (hour.NextAfter(Utc("2025-12-31")), plain.NextAfter(Utc("2025-12-31")));
        for (var n = 0; n < 400; n++, other = plain.NextAfter(other.DueAt, other.LocalDate))
            if (!quiet.Contains(other.LocalDate))
            {
                Assert.Equal(other, at);
                at = hour.NextAfter(at.DueAt, at.LocalDate);
            }
    }

    [Fact]
    public void Another_zone_keeps_the_days_by_its_own_calendar()
    {
        var quiet = QuietDays.Of("2026-12-24");
        Assert.Equal(Day("2026-12-25"), Some.Hour("Asia/Tokyo").Without(quiet).NextAfter(Utc("2026-12-23")).LocalDate);
        Assert.Equal(Day("2026-12-23"), Some.Hour("America/New_York").Without(quiet).NextAfter(Utc("2026-12-23")).LocalDate);
    }

    [Theory]
    [InlineData("2026-12-23T08:00Z", "2026-12-23T08:00Z", "2026-12-23", "2026-12-27T08:00Z", true)]
    // A late service brings yesterday's letter, but not on a quiet day.
    [InlineData("2026-12-23T08:00Z", "2026-12-24T10:00Z", "2026-12-23", "2026-12-27T08:00Z", false)]
    [InlineData("2026-12-27T08:00Z", "2026-12-27T09:00Z", "2026-12-27", "2026-12-28T08:00Z", true)]
    public void No_issue_is_made_on_a_quiet_day(string due, string now, string date, string next, bool isRecorded)
    {
        var hour = Some.Hour().Without(QuietDays.Of("2026-12-24..2026-12-26"));
        Assert.Equal((Day(date), At(next), isRecorded), IssueDate.Decide(hour, At(due), At(now), hasNothing: false, TimeSpan.FromHours(36)));
    }

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    static DateTimeOffset Utc(string day) => new(Day(day), TimeOnly.MinValue, TimeSpan.Zero);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
