using System.Globalization;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class DeliveryTimeTests
{
    [Theory]
    // Berlin: at 01:00Z of 29 March 2026 the clock goes from 2:00 to 3:00. A skipped time moves on to the first moment after.
    [InlineData("Europe/Berlin", "02:30", "2026-03-28", "2026-03-28T01:30Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-03-30", "2026-03-30T00:30Z")]
    // Back from 3:00 to 2:00 at 01:00Z of 25 October: half past two comes twice, the first one counts.
    [InlineData("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-10-26", "2026-10-26T01:30Z")]
    [InlineData("Europe/Berlin", "08:00", "2026-07-17", "2026-07-17T06:00Z")]
    // Santiago changes at midnight, so that a day has no midnight: 6 September 2026 begins at 1:00.
    [InlineData("America/Santiago", "00:00", "2026-09-06", "2026-09-06T04:00Z")]
    [InlineData("America/Santiago", "00:00", "2026-09-07", "2026-09-07T03:00Z")]
    // Lord Howe's summer time is half an hour: 4 October 2026, 2:00 becomes 2:30.
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30Z")]
    [InlineData("Australia/Lord_Howe", "08:00", "2026-10-04", "2026-10-03T21:00Z")]
    [InlineData("Australia/Lord_Howe", "08:00", "2026-10-03", "2026-10-02T21:30Z")]
    // The first and the last places where a date begins.
    [InlineData("Pacific/Kiritimati", "08:00", "2026-07-17", "2026-07-16T18:00Z")]
    [InlineData("Pacific/Pago_Pago", "08:00", "2026-07-17", "2026-07-17T19:00Z")]
    [InlineData("Asia/Kathmandu", "08:00", "2026-07-17", "2026-07-17T02:15Z")]
    public void An_issue_of_a_date_is_due_when_the_local_clock_says_so(string zone, string time, string date, string due) =>
        Assert.Equal(At(due), Some.Hour(zone, time).On(Day(date)).DueAt);

    [Theory]
    [InlineData("Europe/Berlin", "02:30")]
    [InlineData("America/Santiago", "00:00")]
    [InlineData("Australia/Lord_Howe", "02:15")]
    [InlineData("Pacific/Kiritimati", "23:59")]
    [InlineData("Pacific/Pago_Pago", "00:00")]
    [InlineData("Africa/Casablanca", "02:30")]
    public void In_a_year_every_date_comes_once_and_in_order(string zone, string time)
    {
        var hour = Some.Hour(zone, time);
        var at = hour.NextAfter(At("2025-12-31T00:00Z"));
        for (var day = 1; day <= 400; day++)
        {
            var next = hour.NextAfter(at.DueAt, at.LocalDate);
            Assert.Equal(at.LocalDate.AddDays(1), next.LocalDate);
            Assert.True(next.DueAt > at.DueAt);
            Assert.Equal(next, hour.LatestUntil(next.DueAt));
            Assert.Equal(at, hour.LatestUntil(next.DueAt.AddSeconds(-1)));
            Assert.Equal(next.LocalDate, hour.DateAt(next.DueAt));
            at = next;
        }
    }

    [Fact]
    public void A_day_that_a_zone_skipped_is_made_up_at_the_first_moment_after_it()
    {
        // Samoa went from Thursday 29 to Saturday 31 December 2011.
        var hour = Some.Hour("Pacific/Apia", "08:00");
        var thursday = hour.On(Day("2011-12-29"));

        var next = hour.NextAfter(thursday.DueAt, thursday.LocalDate);
        var saturday = hour.NextAfter(next.DueAt, next.LocalDate);

        Assert.Equal(At("2011-12-30T10:00Z"), next.DueAt);
        Assert.Equal((Day("2011-12-31"), At("2011-12-30T18:00Z")), (saturday.LocalDate, saturday.DueAt));
    }

    [Theory]
    [InlineData("all", "2026-07-17", "2026-07-18")] // Friday
    [InlineData("workdays", "2026-07-17", "2026-07-20")]
    [InlineData("mon,wed,fri", "2026-07-17", "2026-07-20")]
    [InlineData("mon,wed,fri", "2026-07-20", "2026-07-22")]
    [InlineData("sun", "2026-07-17", "2026-07-19")]
    [InlineData("fri", "2026-07-17", "2026-07-24")]
    public void Only_chosen_weekdays_come(string days, string after, string next)
    {
        Assert.True(WeekdayNames.TryRead(days, out var chosen));
        var hour = Some.Hour("Asia/Tokyo", "07:00", chosen);
        Assert.Equal(Day(next), hour.NextAfter(hour.On(Day(after)).DueAt).LocalDate);
    }

    [Fact]
    public void The_weekday_is_the_readers_own()
    {
        // Monday 08:00 on Kiritimati is still Sunday by UTC.
        var due = Some.Hour("Pacific/Kiritimati", "08:00", Weekdays.Monday).NextAfter(At("2026-07-17T00:00Z"));
        Assert.Equal((Day("2026-07-20"), DayOfWeek.Sunday), (due.LocalDate, due.DueAt.DayOfWeek));
    }

    [Theory]
    [InlineData("all", "all")]
    [InlineData("daily", "all")]
    [InlineData("weekdays", "workdays")]
    [InlineData("Wednesday, Monday", "mon,wed")]
    [InlineData("sat sun", "sat,sun")]
    public void Days_are_read_as_people_write_them(string text, string written)
    {
        Assert.True(WeekdayNames.TryRead(text, out var days));
        Assert.Equal(written, WeekdayNames.Write(days));
    }

    [Theory]
    [InlineData("")]
    [InlineData("someday")]
    [InlineData("mon,never")]
    public void Words_that_name_no_day_are_refused(string text) => Assert.False(WeekdayNames.TryRead(text, out _));

    [Theory]
    [InlineData("Europe/Berlin", Weekdays.All, true)]
    [InlineData("Mars/Olympus", Weekdays.All, false)]
    [InlineData("", Weekdays.All, false)]
    [InlineData("Europe/Berlin", Weekdays.None, false)]
    internal void It_takes_a_zone_and_a_day_to_be_mailed(string zone, Weekdays days, bool can) =>
        Assert.Equal(can, DeliveryTime.TryCreate(zone, new TimeOnly(8, 0), days, out _));

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
