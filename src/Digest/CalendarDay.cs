using System.Globalization;

namespace Digest;

/// <summary>A day as people and programs write it: 2026-06-01.</summary>
internal static class CalendarDay
{
    public static bool TryRead(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && IsOne(day);

    /// <summary>Whether this service can have such a day: at the calendar's ends the day before or after is none.</summary>
    public static bool IsOne(DateOnly day) => day.Year is >= 1900 and < 2300;
}
