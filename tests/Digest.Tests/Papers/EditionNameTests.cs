using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class EditionNameTests
{
    [Theory]
    [InlineData("Day", "2026-07-17", "2026-07-17")]
    [InlineData("Day", "2024-02-29", "2024-02-29")]
    [InlineData("Week", "2026-07-17", "2026-W29")]
    [InlineData("Week", "2027-01-03", "2026-W53")]
    [InlineData("Week", "2024-12-30", "2025-W01")]
    [InlineData("Month", "2026-07-17", "2026-07")]
    public void A_date_names_its_edition_and_the_name_leads_back_to_its_first_day(string period, string date, string name)
    {
        var (which, day) = (Enum.Parse<Period>(period), DateOnly.ParseExact(date, "yyyy-MM-dd"));
        Assert.Equal(name, EditionName.Of(which, day));
        Assert.Equal(which.FirstDay(day), EditionName.Read(which, name));
    }

    [Theory]
    [InlineData("Day", "2026-02-30")]
    [InlineData("Day", "2026-7-17")]
    [InlineData("Day", " 2026-07-17")]
    [InlineData("Day", "2026-W29")]
    [InlineData("Day", "0001-01-01")]
    [InlineData("Day", "9999-12-31")]
    [InlineData("Day", "")]
    [InlineData("Day", null)]
    [InlineData("Day", "２０２６-07-17")]
    [InlineData("Week", "2026-W00")]
    [InlineData("Week", "2025-W53")]
    [InlineData("Week", "2026-W9")]
    [InlineData("Week", "2026-w29")]
    [InlineData("Week", "2026-07-13")]
    [InlineData("Week", "2026-W+1")]
    [InlineData("Week", "0000-W01")]
    [InlineData("Week", "9999-W53")]
    [InlineData("Month", "2026-13")]
    [InlineData("Month", "2026-07-01")]
    [InlineData("Month", "2026-7")]
    public void What_is_no_name_of_an_edition_is_none(string period, string? name) =>
        Assert.Null(EditionName.Read(Enum.Parse<Period>(period), name));

    [Fact]
    public void From_an_edition_the_way_leads_to_those_before_and_after_and_to_the_nearest_of_other_periods()
    {
        var calendar = new EditionCalendar([
            (Period.Day, new(2026, 7, 17), 3), (Period.Day, new(2026, 7, 14), 1), (Period.Day, new(2026, 7, 20), 4), (Period.Week, new(2026, 7, 13), 9)]);

        Assert.Equal(3, calendar.Find(Period.Day, new(2026, 7, 17)));
        Assert.Null(calendar.Find(Period.Day, new(2026, 7, 16)));
        Assert.Equal(9, calendar.Find(Period.Week, new(2026, 7, 19)));
        Assert.Equal(new DateOnly(2026, 7, 14), calendar.Earlier(Period.Day, new(2026, 7, 17)));
        Assert.Equal(new DateOnly(2026, 7, 20), calendar.Later(Period.Day, new(2026, 7, 17)));
        Assert.Null(calendar.Earlier(Period.Day, new(2026, 7, 14)));
        Assert.Null(calendar.Later(Period.Day, new(2026, 7, 20)));
        Assert.Null(calendar.Later(Period.Week, new(2026, 7, 15)));
        Assert.Equal(new DateOnly(2026, 7, 13), calendar.Near(Period.Week, new(2026, 7, 16)));
        Assert.Equal(new DateOnly(2026, 7, 13), calendar.Near(Period.Week, new(2026, 7, 1)));
        Assert.Equal(new DateOnly(2026, 7, 17), calendar.Near(Period.Day, new(2026, 7, 18)));
        Assert.Null(calendar.Near(Period.Month, new(2026, 7, 17)));
        Assert.Equal([4L, 3], calendar.Newest(Period.Day, 2));
        Assert.Equal(new DateOnly(2026, 7, 20), calendar.Newest(Period.Day));
        Assert.Null(calendar.Newest(Period.Month));
    }
}
