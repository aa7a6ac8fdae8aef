using System.Globalization;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>When letters come and how large they are, as a form says it.</summary>
/// <param name="Faults">Of "days", "time", "zone", "size" and "locale" those that were not understood.</param>
internal sealed record LetterForm(IReadOnlyList<int> Days, string Time, string Zone, string Size, bool Trending)
{
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <summary>The language; empty for a form that does not say.</summary>
    public string Locale { get; private init; } = "";

    /// <summary>What it asks for; null when something was not understood.</summary>
    public DeliveryTime? Delivery { get; private init; }

    public int Papers { get; private init; }

    public static LetterForm Of(Preferences chosen) => new(
        [.. Enumerable.Range(1, 7).Where(day => chosen.Delivery.Days.HasFlag((Weekdays)(1 << (day - 1))))],
        chosen.Delivery.Time.ToString("HH:mm", CultureInfo.InvariantCulture), chosen.Delivery.Zone,
        chosen.Size.ToString(CultureInfo.InvariantCulture), chosen.TrendingAlone) { Locale = chosen.Locale };

    /// <param name="locales">Those to choose from.</param>
    public static LetterForm Read(IFormCollection form, IReadOnlyList<string> locales)
    {
        var typed = new LetterForm(
            [.. form["day"].Select(day => int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Where(n => n is >= 1 and <= 7).Distinct()],
            Reading.Cut(form["time"].ToString(), 20), Reading.Cut(form["zone"].ToString(), 60), Reading.Cut(form["size"].ToString(), 10),
            form["trending"].Count > 0) { Locale = Reading.Cut(form["locale"].ToString(), 40) };
        var days = (Weekdays)typed.Days.Sum(day => 1 << (day - 1));
        var faults = new List<string>();
        if (days == Weekdays.None)
            faults.Add("days");
        if (!TimeOnly.TryParseExact(typed.Time.Trim(), ["H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            faults.Add("time");
        var zone = DeliveryTime.ZoneLike(typed.Zone);
        if (zone is null)
            faults.Add("zone");
        if (!int.TryParse(typed.Size.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size is < Preferences.SmallestSize or > Preferences.LargestSize)
            faults.Add("size");
        if (typed.Locale.Length > 0 && !locales.Contains(typed.Locale, StringComparer.Ordinal))
            faults.Add("locale");
        return typed with
        {
            Faults = faults,
            Papers = size,
            Delivery = faults.Count == 0 && DeliveryTime.TryCreate(zone!, time, days, out var delivery) ? delivery : null,
        };
    }
}

/// <summary>Until when to pause, as a form says it.</summary>
/// <param name="Fault">"no_day", "past" or "far"; empty when all is well.</param>
/// <param name="Day">Null for a pause without an end.</param>
internal sealed record PauseForm(string Typed, string Fault, DateOnly? Day)
{
    public const int MostDays = 366;

    public static PauseForm Read(string typed, DateOnly today)
    {
        typed = Reading.Cut(typed.Trim(), 20);
        if (typed.Length == 0)
            return new("", "", null);
        if (!DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new(typed, "no_day", null);
        return new(typed, day <= today ? "past" : day > today.AddDays(MostDays) ? "far" : "", day);
    }
}

/// <summary>Days without letters, as a form says them.</summary>
/// <param name="Days">Null where something was not understood.</param>
internal sealed record QuietForm(string Typed, IReadOnlyList<QuietFault> Faults, QuietDays? Days)
{
    const int Longest = 4000;

    public static QuietForm Read(string typed, DateOnly today)
    {
        typed = Reading.Cut(typed, Longest);
        var (days, faults) = QuietDays.Read(typed, today);
        return new(typed, faults, days);
    }
}

/// <summary>A new address, as a form says it.</summary>
internal sealed record MoveForm(string Typed, Fault Fault)
{
    public static MoveForm Of(string typed, Fault fault) => new(Reading.Cut(typed, Interest.LongestText), fault);
}
