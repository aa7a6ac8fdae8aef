using System.Globalization;

namespace Digest.Papers;

/// <summary>What an edition is called in addresses: 2026-07-17 of a day, 2026-W29 of an ISO week, 2026-07 of a month. There is one
/// name of each, so that each edition has one address.</summary>
internal static class EditionName
{
    /// <summary>Years outside of these are typed by nobody, and calendars end beyond.</summary>
    const int FirstYear = 1900, LastYear = 2999;

    /// <param name="date">A day of the period.</param>
    public static string Of(Period period, DateOnly date) => period switch
    {
        Period.Week => string.Create(CultureInfo.InvariantCulture, $"{Year(date):0000}-W{Week(date):00}"),
        Period.Month => date.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <summary>The first day of the period that is called so; null for what is no such name.</summary>
    public static DateOnly? Read(Period period, string? name)
    {
        if (name is null || name.Length > 10)
            return null;
        DateOnly? date = period switch
        {
            Period.Week => ReadWeek(name),
            Period.Month => Exact(name + "-01"),
            _ => Exact(name),
        };
        return date is { Year: >= FirstYear and <= LastYear } && Of(period, date.Value) == name ? date : null;
    }

    /// <summary>The ISO week that a day lies in, and…</summary>
    public static int Week(DateOnly date) => ISOWeek.GetWeekOfYear(date.ToDateTime(TimeOnly.MinValue));

    /// <summary>…the year that counts it, which around New Year is another than the day's own.</summary>
    public static int Year(DateOnly date) => ISOWeek.GetYear(date.ToDateTime(TimeOnly.MinValue));

    static DateOnly? ReadWeek(string name) =>
        name.Length == 8 && name[4..6] == "-W"
        && int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= FirstYear and <= LastYear
        && int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week) && week is >= 1 and <= 53
            ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)) : null;

    static DateOnly? Exact(string text) =>
        CalendarDay.TryRead(text, out var date) ? date : null;
}
