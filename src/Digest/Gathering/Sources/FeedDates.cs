using System.Globalization;
using System.Text.RegularExpressions;

namespace Digest.Gathering.Sources;

/// <summary>Dates as feeds write them: ISO 8601 in every shortness, RFC 822 with wrong weekdays, long month names, two-digit
/// years, zones by name, and what else was seen. Without a zone it is UTC; a day is its midnight.</summary>
internal static partial class FeedDates
{
    /// <summary>Older dates are somebody's default value.</summary>
    const int EarliestYear = 1990;

    /// <summary>Null when there is none to be seen in it.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (text is null || text.Length > 100) return null;
        text = Blanks().Replace(text, " ").Trim();
        var at = Iso(text) ?? Words(text) ?? Slashes(text);
        return at?.Year >= EarliestYear ? at : null;
    }

    /// <summary>Year, month and day of which the last ones may be missing: the first of what is left open.</summary>
    public static DateTimeOffset? Day(int year, int? month, int? day) =>
        year is >= EarliestYear and <= 9998 && (month ?? 1) is >= 1 and <= 12 && (day ?? 1) >= 1 &&
        (day ?? 1) <= DateTime.DaysInMonth(year, month ?? 1)
            ? new DateTimeOffset(year, month ?? 1, day ?? 1, 0, 0, 0, TimeSpan.Zero)
            : null;

    static DateTimeOffset? Iso(string text) => IsoText().Match(text) is { Success: true } m
        ? At(Number(m, "y"), Optional(m, "m"), Optional(m, "d"), m) : null;

    static DateTimeOffset? Words(string text)
    {
        if (ProgramText().Match(text) is not { Success: true } m && (m = WordsText().Match(text)) is not { Success: true }) return null;
        var month = "janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(m.Groups["month"].Value[..3].ToLowerInvariant(), StringComparison.Ordinal);
        var year = Number(m, "y");
        if (m.Groups["y"].Length == 2) year += year >= 90 ? 1900 : 2000;
        return month % 3 == 0 ? At(year, month / 3 + 1, Number(m, "d"), m) : null;
    }

    // As in the country that writes them so: the month first, unless it cannot be one.
    static DateTimeOffset? Slashes(string text)
    {
        if (SlashesText().Match(text) is not { Success: true } m) return null;
        var (month, day) = (Number(m, "m"), Number(m, "d"));
        return month > 12 ? At(Number(m, "y"), day, month, m) : At(Number(m, "y"), month, day, m);
    }

    static DateTimeOffset? At(int year, int? month, int? day, Match m)
    {
        if (Day(year, month, day) is not { } midnight) return null;
        var hour = Optional(m, "h") ?? 0;
        if (m.Groups["pm"].Success) hour = hour % 12 + (m.Groups["pm"].Value is "PM" or "pm" ? 12 : 0);
        var (minute, second) = (Optional(m, "min") ?? 0, Optional(m, "s") ?? 0);
        if (hour > 24 || minute > 59 || second > 60) return midnight;
        var zone = m.Groups["zone"].Value;
        var offset = Offset(zone) ?? TimeSpan.Zero;
        return (midnight + new TimeSpan(hour, minute, Math.Min(second, 59)) - offset).ToUniversalTime();
    }

    static TimeSpan? Offset(string zone)
    {
        if (zone.Length == 0) return null;
        if (zone[0] is '+' or '-')
        {
            var digits = zone[1..].Replace(":", "", StringComparison.Ordinal);
            var hours = int.Parse(digits.AsSpan(0, Math.Min(2, digits.Length)), NumberStyles.None, CultureInfo.InvariantCulture);
            var minutes = digits.Length > 2 ? int.Parse(digits.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
            if (hours > 14 || minutes > 59) return null;
            var offset = new TimeSpan(hours, minutes, 0);
            return zone[0] == '-' ? -offset : offset;
        }
        return zone.ToUpperInvariant() switch
        {
            "EST" => TimeSpan.FromHours(-5), "EDT" => TimeSpan.FromHours(-4), "CST" => TimeSpan.FromHours(-6),
            "CDT" => TimeSpan.FromHours(-5), "MST" => TimeSpan.FromHours(-7), "MDT" => TimeSpan.FromHours(-6),
            "PST" => TimeSpan.FromHours(-8), "PDT" => TimeSpan.FromHours(-7), "BST" => TimeSpan.FromHours(1),
            "CET" or "MEZ" => TimeSpan.FromHours(1), "CEST" or "MESZ" => TimeSpan.FromHours(2), "JST" or "KST" => TimeSpan.FromHours(9),
            _ => TimeSpan.Zero,
        };
    }

    static int Number(Match m, string group) => int.Parse(m.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    static int? Optional(Match m, string group) => m.Groups[group].Success ? Number(m, group) : null;

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    const string Clock = @"(?<h>[0-9]{1,2})[:.](?<min>[0-9]{2})([:.](?<s>[0-9]{2})([.,][0-9]+)?)?\s?(?<pm>[AP]M)?";

    const string Zone = @"\s?\(?(GMT|UTC)?(?<zone>[+-][0-9]{1,2}:?([0-9]{2})?|[A-Z]{1,5})?\)?.{0,40}$";

    [GeneratedRegex(@"\s+", Options, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?<y>[0-9]{4})(-(?<m>[0-9]{1,2})(-(?<d>[0-9]{1,2})([T ]" + Clock + ")?)?)?" + Zone, Options, 1000)]
    private static partial Regex IsoText();

    [GeneratedRegex(@"^([A-Z]{2,12}\.?(, ?| ))?((?<d>[0-9]{1,2})(st|nd|rd|th)?[ -](?<month>[A-Z]{3,9})\.?[ -]|(?<month>[A-Z]{3,9})\.? (?<d>[0-9]{1,2})(st|nd|rd|th)?,? )(?<y>[0-9]{4}|[0-9]{2}\b)(,? (at )?" +
        Clock + ")?" + Zone, Options, 1000)]
    private static partial Regex WordsText();

    // As C and Java print a time.
    [GeneratedRegex(@"^([A-Z]{3},? )?(?<month>[A-Z]{3}) (?<d>[0-9]{1,2}) " + Clock + " ((?<zone>[A-Z]{1,5}) )?(?<y>[0-9]{4})$", Options, 1000)]
    private static partial Regex ProgramText();

    [GeneratedRegex(@"^(?<m>[0-9]{1,2})[/.](?<d>[0-9]{1,2})[/.](?<y>[0-9]{4})(,? " + Clock + ")?" + Zone, Options, 1000)]
    private static partial Regex SlashesText();
}
