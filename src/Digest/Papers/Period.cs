namespace Digest.Papers;

/// <summary>What an edition covers: a day with the papers of the week before it, an ISO week, a calendar month.</summary>
internal enum Period { Day, Week, Month }

internal static class Periods
{
    /// <summary>The first day of the period that a date lies in; an edition goes by it.</summary>
    public static DateOnly FirstDay(this Period period, DateOnly date) => period switch
    {
        Period.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        Period.Month => new(date.Year, date.Month, 1),
        _ => date,
    };

    /// <summary>The last day of the period that a date lies in.</summary>
    public static DateOnly LastDay(this Period period, DateOnly date) => period switch
    {
        Period.Week => period.FirstDay(date).AddDays(6),
        Period.Month => period.FirstDay(date).AddMonths(1).AddDays(-1),
        _ => date,
    };

    /// <summary>The first day of the last period that is over on a date.</summary>
    public static DateOnly LastClosed(this Period period, DateOnly on) => period.FirstDay(period.FirstDay(on).AddDays(-1));
}
