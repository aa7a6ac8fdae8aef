using NodaTime;

namespace Digest.Watching;

/// <summary>Which day a report is about, and when it is due: at the report's time of the day after, in the operator's zone.</summary>
internal static class ReportDay
{
    /// <summary>The newest day whose report is due; those before it that were missed stay so.</summary>
    public static DateOnly Due(DateTimeOffset now, DateTimeZone zone, TimeOnly at)
    {
        var today = Today(now, zone);
        return now >= At(today, zone, at) ? today.AddDays(-1) : today.AddDays(-2);
    }

    public static DateOnly Today(DateTimeOffset now, DateTimeZone zone) => Instant.FromDateTimeOffset(now).InZone(zone).Date.ToDateOnly();

    /// <summary>When the report of a day is due; also when that of the day before is too late.</summary>
    public static DateTimeOffset DueAt(DateOnly day, DateTimeZone zone, TimeOnly at) => At(day.AddDays(1), zone, at);

    /// <summary>When each of so many days begins, that day the last of them, and when it is over.</summary>
    public static IReadOnlyList<DateTimeOffset> Bounds(DateOnly day, int days, DateTimeZone zone) =>
        [.. Enumerable.Range(0, days + 1).Select(n => zone.AtStartOfDay(LocalDate.FromDateOnly(day.AddDays(n + 1 - days))).ToDateTimeOffset())];

    // A time that a change of the clock leaves out is meant an hour later, one that comes twice the first time.
    static DateTimeOffset At(DateOnly day, DateTimeZone zone, TimeOnly at) =>
        zone.AtLeniently(LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(at))).ToDateTimeOffset();
}
