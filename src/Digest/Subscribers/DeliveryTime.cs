using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Digest.Subscribers;

/// <summary>The local time and days at which somebody wants their issue.</summary>
internal sealed record DeliveryTime
{
    // A time that a clock change skips moves on to the first moment after it; one that comes twice is taken the first time.
    static readonly ZoneLocalMappingResolver OnceADay =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    readonly DateTimeZone _zone;

    DeliveryTime(DateTimeZone zone, TimeOnly time, Weekdays days) => (_zone, Time, Days) = (zone, time, days);

    /// <summary>IANA name ("Europe/Berlin").</summary>
    public string Zone => _zone.Id;

    public TimeOnly Time { get; }

    public Weekdays Days { get; }

    /// <summary>Dates that bring no letter although their weekday is chosen.</summary>
    public QuietDays Quiet { get; private init; } = QuietDays.None;

    public DeliveryTime Without(QuietDays quiet) => this with { Quiet = quiet };

    /// <param name="zone">IANA name.</param>
    /// <param name="days">At least one.</param>
    public static bool TryCreate(string zone, TimeOnly time, Weekdays days, [NotNullWhen(true)] out DeliveryTime? delivery)
    {
        delivery = days != Weekdays.None && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } known
            ? new DeliveryTime(known, new TimeOnly(time.Hour, time.Minute), days)
            : null;
        return delivery is not null;
    }

    public static bool IsZone(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <summary>Zones that people live in, by name; what a list offers.</summary>
    public static IReadOnlyList<string> Zones { get; } =
        ["UTC", .. (TzdbDateTimeZoneSource.Default.ZoneLocations ?? []).Select(place => place.ZoneId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The zone that somebody meant, whatever the case and with blanks for underscores; null for none.</summary>
    public static string? ZoneLike(string text)
    {
        var name = text.Trim().Replace(' ', '_');
        return DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id => id.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What a clock on the wall says at an instant.</summary>
    public DateTime LocalAt(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_zone).ToDateTimeUnspecified();

    /// <summary>The local date at an instant.</summary>
    public DateOnly DateAt(DateTimeOffset instant) => ToDateOnly(LocalDateAt(instant));

    /// <summary>The first occurrence after <paramref name="instant"/> whose local date comes after
    /// <paramref name="lastDate"/>.</summary>
    public Occurrence NextAfter(DateTimeOffset instant, DateOnly? lastDate = null)
    {
        var date = LocalDateAt(instant).PlusDays(-1); // the day before may still be ahead where a clock change skipped it
        for (; ; date = date.PlusDays(1))
        {
            var occurrence = On(date);
            if (occurrence.DueAt > instant && IsChosen(date) && !(occurrence.LocalDate <= lastDate))
                return occurrence;
        }
    }

    /// <summary>The last occurrence at or before <paramref name="instant"/>.</summary>
    public Occurrence LatestUntil(DateTimeOffset instant)
    {
        for (var date = LocalDateAt(instant).PlusDays(1); ; date = date.PlusDays(-1))
        {
            var occurrence = On(date);
            if (occurrence.DueAt <= instant && IsChosen(date))
                return occurrence;
        }
    }

    /// <summary>When an issue of that date is due, whether the day is chosen or not.</summary>
    public Occurrence On(DateOnly date) => On(new LocalDate(date.Year, date.Month, date.Day));

    Occurrence On(LocalDate date)
    {
        var due = date.At(new LocalTime(Time.Hour, Time.Minute)).InZone(_zone, OnceADay).ToInstant();
        return new(ToDateOnly(date), due.ToDateTimeOffset());
    }

    bool IsChosen(LocalDate date) => Days.HasFlag((Weekdays)(1 << ((int)date.DayOfWeek - 1))) && !Quiet.Contains(ToDateOnly(date));

    LocalDate LocalDateAt(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(_zone).Date;

    static DateOnly ToDateOnly(LocalDate date) => new(date.Year, date.Month, date.Day);
}

/// <summary>One time an issue is due.</summary>
/// <param name="LocalDate">The subscriber's own date, which names the issue.</param>
internal sealed record Occurrence(DateOnly LocalDate, DateTimeOffset DueAt);

[Flags]
internal enum Weekdays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    Workdays = Monday | Tuesday | Wednesday | Thursday | Friday,
    All = Workdays | Saturday | Sunday,
}

internal static class WeekdayNames
{
    /// <summary>Reads "all", "workdays" or a list such as "mon,wed,fri".</summary>
    public static bool TryRead(string text, out Weekdays days)
    {
        days = Weekdays.None;
        foreach (var word in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var day = word.ToLowerInvariant() switch
            {
                "all" or "daily" => Weekdays.All,
                "workdays" or "weekdays" => Weekdays.Workdays,
                var w when w.StartsWith("mon", StringComparison.Ordinal) => Weekdays.Monday,
                var w when w.StartsWith("tue", StringComparison.Ordinal) => Weekdays.Tuesday,
                var w when w.StartsWith("wed", StringComparison.Ordinal) => Weekdays.Wednesday,
                var w when w.StartsWith("thu", StringComparison.Ordinal) => Weekdays.Thursday,
                var w when w.StartsWith("fri", StringComparison.Ordinal) => Weekdays.Friday,
                var w when w.StartsWith("sat", StringComparison.Ordinal) => Weekdays.Saturday,
                var w when w.StartsWith("sun", StringComparison.Ordinal) => Weekdays.Sunday,
                _ => Weekdays.None,
            };
            if (day == Weekdays.None)
                return false;
            days |= day;
        }
        return days != Weekdays.None;
    }

    public static string Write(Weekdays days) => days switch
    {
        Weekdays.All => "all",
        Weekdays.Workdays => "workdays",
        _ => string.Join(',', Enumerable.Range(0, 7).Select(n => (Weekdays)(1 << n)).Where(d => days.HasFlag(d))
            .Select(d => d.ToString()[..3].ToLower(CultureInfo.InvariantCulture))),
    };
}
