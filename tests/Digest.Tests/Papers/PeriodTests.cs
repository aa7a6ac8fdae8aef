using System.Globalization;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class PeriodTests
{
    static DateOnly Day(string iso) => DateOnly.Parse(iso, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(Period.Day, "2026-03-20", "2026-03-20", "2026-03-20", "2026-03-19")]
    [InlineData(Period.Week, "2026-03-20", "2026-03-16", "2026-03-22", "2026-03-09")]
    [InlineData(Period.Week, "2026-03-22", "2026-03-16", "2026-03-22", "2026-03-09")]
    [InlineData(Period.Week, "2026-03-23", "2026-03-23", "2026-03-29", "2026-03-16")]
    [InlineData(Period.Week, "2027-01-01", "2026-12-28", "2027-01-03", "2026-12-21")]
    [InlineData(Period.Month, "2028-02-29", "2028-02-01", "2028-02-29", "2028-01-01")]
    [InlineData(Period.Month, "2026-01-01", "2026-01-01", "2026-01-31", "2025-12-01")]
    public void A_period_has_a_first_and_a_last_day_and_one_before_it(object period, string date, string first, string last, string closed)
    {
        var (p, day) = ((Period)period, Day(date));
        Assert.Equal((Day(first), Day(last), Day(closed)), (p.FirstDay(day), p.LastDay(day), p.LastClosed(day)));
    }
}
