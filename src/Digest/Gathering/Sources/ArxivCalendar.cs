using System.Globalization;
using NodaTime;

namespace Digest.Gathering.Sources;

/// <summary>arXiv's days. What is submitted until 14:00 in New York on a weekday is announced at 20:00 that day, Friday's on
/// Sunday, and stands in the feed dated the day after; nothing is announced on other days. Holidays move an announcement,
/// which this does not know: then a paper's day is one too early.</summary>
internal static class ArxivCalendar
{
    static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    static readonly LocalTime Deadline = new(14, 0);

    /// <summary>The date of the feed that announces what was submitted then.</summary>
    public static DateOnly AnnouncedOn(DateTimeOffset submitted)
    {
        var local = Instant.FromDateTimeOffset(submitted).InZone(NewYork).LocalDateTime;
        var day = local.TimeOfDay < Deadline ? local.Date : local.Date.PlusDays(1);
        while (IsWeekend(day.ToDateOnly())) day = day.PlusDays(1);
        return NextWeekday(day.ToDateOnly());
    }

    /// <summary>When the papers announced on that weekday were submitted: from the first instant up to the second.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) SubmittedFor(DateOnly weekday)
    {
        var until = PreviousWeekday(weekday);
        return (At(PreviousWeekday(until)), At(until));
    }

    /// <summary>From when on the feed of that day can be expected; it is built at midnight in New York.</summary>
    public static DateTimeOffset BuiltAt(DateOnly day) =>
        NewYork.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().AddHours(1);

    /// <summary>The latest day on which papers are new that have a number of that month: "2611.01234" ends on a weekend at
    /// most some days into December.</summary>
    public static DateOnly? LatestFor(string arxivNumber)
    {
        var digits = arxivNumber[(arxivNumber.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (digits.Length < 4 ||
            !int.TryParse(digits.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var (year, month) = (number / 100, number % 100);
        if (month is < 1 or > 12) return null;
        return new DateOnly(year >= 90 ? 1900 + year : 2000 + year, month, 1).AddMonths(1).AddDays(4);
    }

    public static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    static DateOnly NextWeekday(DateOnly day)
    {
        do day = day.AddDays(1); while (IsWeekend(day));
        return day;
    }

    static DateOnly PreviousWeekday(DateOnly day)
    {
        do day = day.AddDays(-1); while (IsWeekend(day));
        return day;
    }

    static DateTimeOffset At(DateOnly day) =>
        NewYork.AtLeniently(LocalDate.FromDateOnly(day).At(Deadline)).ToDateTimeOffset();
}
