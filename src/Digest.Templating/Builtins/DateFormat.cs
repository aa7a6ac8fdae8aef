using System.Globalization;
using System.Text;

namespace Digest.Templating.Builtins;

/// <summary>Dates written and read by strftime patterns.</summary>
internal static class DateFormat
{
    public static string Write(object date, string pattern, string standard, CultureInfo culture)
    {
        var written = new StringBuilder(pattern.Length + 16);
        if (pattern == "%g") pattern = "%g " + (standard == "%g" ? DateFunctions.DefaultFormat : standard);
        Append(written, date, Wall(date), pattern, culture);
        return written.ToString();
    }

    /// <summary>What a clock at the date's place shows.</summary>
    public static DateTime Wall(object date) => date switch
    {
        DateTimeOffset time => time.DateTime,
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        _ => (DateTime)date,
    };

    /// <summary>Null where the text does not follow the pattern.</summary>
    public static object? Read(string text, string pattern, CultureInfo culture)
    {
        var parts = new DateParts();
        var at = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (char.IsWhiteSpace(pattern[i]))
            {
                while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            }
            else if (pattern[i] == '%' && i + 1 < pattern.Length)
            {
                if (!parts.Read(pattern[++i], text, ref at, culture)) return null;
            }
            else if (at >= text.Length || text[at++] != pattern[i]) return null;
        }

        return at == text.Length ? parts.ToDate() : null;
    }

    private static void Append(StringBuilder written, object date, DateTime time, string pattern, CultureInfo culture)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && i + 1 < pattern.Length && pattern[i + 1] == 'g')
            {
                culture = CultureInfo.InvariantCulture; // Holds for what follows.
                i++;
            }
            else if (pattern[i] != '%' || i + 1 == pattern.Length) written.Append(pattern[i]);
            else if (Composed(pattern[++i]) is { } parts) Append(written, date, time, parts, culture);
            else written.Append(Part(pattern[i], date, time, culture));
        }
    }

    private static string? Composed(char specifier) => specifier switch
    {
        'c' => "%a %b %d %T %Y",
        'D' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'r' => "%I:%M:%S %p",
        'R' => "%H:%M",
        'T' => "%H:%M:%S",
        _ => null,
    };

    private static string Part(char specifier, object date, DateTime time, CultureInfo culture)
    {
        var hour12 = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        return specifier switch
        {
            'a' => time.ToString("ddd", culture),
            'A' => time.ToString("dddd", culture),
            'b' or 'h' => time.ToString("MMM", culture),
            'B' => Month(time, culture),
            'C' => Digits(time.Year / 100, 2),
            'd' => Digits(time.Day, 2),
            'e' => Padded(time.Day),
            'H' => Digits(time.Hour, 2),
            'I' => Digits(hour12, 2),
            'j' => Digits(time.DayOfYear, 3),
            'k' => Padded(time.Hour),
            'l' => Padded(hour12),
            'L' => Digits(time.Millisecond, 3),
            'm' => Digits(time.Month, 2),
            'M' => Digits(time.Minute, 2),
            'n' => "\n",
            'N' => Digits(time.Ticks % TimeSpan.TicksPerSecond * 100, 9),
            'p' => time.ToString("tt", culture),
            'P' => time.ToString("tt", culture).ToLowerInvariant(),
            's' => Running.DateOperators.Instant(date).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'S' => Digits(time.Second, 2),
            't' => "\t",
            'u' => Digits(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, 1),
            'U' => Week(time, culture, DayOfWeek.Sunday),
            'v' => Padded(time.Day) + time.ToString("-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant(),
            'V' => Digits(ISOWeek.GetWeekOfYear(time), 2),
            'w' => Digits((int)time.DayOfWeek, 1),
            'W' => Week(time, culture, DayOfWeek.Monday),
            'x' => time.ToString("d", culture),
            'X' => time.ToString("T", culture),
            'y' => Digits(time.Year % 100, 2),
            'Y' => Digits(time.Year, 4),
            'Z' => date is DateTimeOffset zoned ? zoned.ToString("zzz", CultureInfo.InvariantCulture) : "+00:00",
            '%' => "%",
            _ => "%" + specifier,
        };
    }

    /// <summary>Beside a day many languages inflect the month; .NET gives that form only in a pattern with a day.</summary>
    private static string Month(DateTime time, CultureInfo culture) =>
        culture.DateTimeFormat.MonthGenitiveNames[time.Month - 1] is { Length: > 0 } name ? name : time.ToString("MMMM", culture);

    private static string Week(DateTime time, CultureInfo culture, DayOfWeek first) =>
        Digits(culture.Calendar.GetWeekOfYear(time, culture.DateTimeFormat.CalendarWeekRule, first), 2);

    private static string Digits(long value, int count) =>
        value.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');

    private static string Padded(int value) => value.ToString(CultureInfo.InvariantCulture).PadLeft(2);
}
