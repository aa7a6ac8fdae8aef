using System.Globalization;

namespace Digest.Templating.Builtins;

/// <summary>What has been read of a date so far.</summary>
internal sealed class DateParts
{
    private int _year = 1;
    private int _month = 1;
    private int _day = 1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _millisecond;
    private bool? _afternoon;
    private TimeSpan? _offset;
    private long? _unixSeconds;

    public bool Read(char specifier, string text, ref int at, CultureInfo culture)
    {
        switch (specifier)
        {
            case 'Y': return Number(text, ref at, 4, out _year);
            case 'y':
                if (!Number(text, ref at, 2, out _year)) return false;
                _year = culture.Calendar.ToFourDigitYear(_year);
                return true;
            case 'm': return Number(text, ref at, 2, out _month);
            case 'd' or 'e': return Number(text, ref at, 2, out _day);
            case 'H' or 'k' or 'I' or 'l': return Number(text, ref at, 2, out _hour);
            case 'M': return Number(text, ref at, 2, out _minute);
            case 'S': return Number(text, ref at, 2, out _second);
            case 'L': return Number(text, ref at, 3, out _millisecond);
            case 'p' or 'P': return Half(text, ref at);
            case 'b' or 'h': return Name(text, ref at, culture, culture.DateTimeFormat.AbbreviatedMonthNames, out _month);
            case 'B': return Name(text, ref at, culture, culture.DateTimeFormat.MonthNames, out _month);
            case 'a': return Name(text, ref at, culture, culture.DateTimeFormat.AbbreviatedDayNames, out _);
            case 'A': return Name(text, ref at, culture, culture.DateTimeFormat.DayNames, out _);
            case 'Z': return Zone(text, ref at);
            case 's':
                if (!Number(text, ref at, 10, out var seconds)) return false;
                _unixSeconds = seconds;
                return true;
            case 'c': return Each("a b d H:M:S Y", text, ref at, culture);
            case 'r': return Each("I:M:S p", text, ref at, culture);
            case 'x': return Whole("d", text, ref at, culture);
            case 'X': return Whole("T", text, ref at, culture);
            case 'F': return Each("Y-m-d", text, ref at, culture);
            case 'D': return Each("m/d/y", text, ref at, culture);
            case 'T': return Each("H:M:S", text, ref at, culture);
            case 'R': return Each("H:M", text, ref at, culture);
            case '%': return at < text.Length && text[at++] == '%';
            default: return false;
        }
    }

    public object? ToDate()
    {
        if (_unixSeconds is { } seconds) return DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (_afternoon is { } afternoon) _hour = (_hour % 12) + (afternoon ? 12 : 0);
        if (_year is < 1 or > 9999 || _month is < 1 or > 12 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month)
            || _hour > 23 || _minute > 59 || _second > 59) return null;
        var time = new DateTime(_year, _month, _day, _hour, _minute, _second, _millisecond, DateTimeKind.Unspecified);
        if (_offset is { } offset) return new DateTimeOffset(time, offset);
        return time;
    }

    /// <summary>A day or a time as the culture writes it: the longest text that is one.</summary>
    private bool Whole(string format, string text, ref int at, CultureInfo culture)
    {
        for (var length = Math.Min(text.Length - at, 40); length > 0; length--)
        {
            if (!DateTime.TryParseExact(text.AsSpan(at, length), format, culture, DateTimeStyles.None, out var read)) continue;
            if (format == "d") (_year, _month, _day) = (read.Year, read.Month, read.Day);
            else (_hour, _minute, _second) = (read.Hour, read.Minute, read.Second);
            at += length;
            return true;
        }

        return false;
    }

    private bool Each(string pattern, string text, ref int at, CultureInfo culture)
    {
        foreach (var c in pattern)
        {
            var read = char.IsLetter(c) ? Read(c, text, ref at, culture) : at < text.Length && text[at++] == c;
            if (!read) return false;
        }

        return true;
    }

    private static bool Number(string text, ref int at, int digits, out int value)
    {
        while (at < text.Length && text[at] == ' ') at++;
        var start = at;
        while (at < text.Length && at - start < digits && char.IsAsciiDigit(text[at])) at++;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private bool Half(string text, ref int at)
    {
        if (at + 2 > text.Length || char.ToUpperInvariant(text[at + 1]) != 'M') return false;
        _afternoon = char.ToUpperInvariant(text[at]) == 'P';
        at += 2;
        return true;
    }

    private static bool Name(string text, ref int at, CultureInfo culture, string[] names, out int number)
    {
        for (number = 1; number <= names.Length; number++)
        {
            var name = names[number - 1];
            if (name.Length == 0 || at + name.Length > text.Length) continue;
            if (culture.CompareInfo.Compare(text.Substring(at, name.Length), name, CompareOptions.IgnoreCase) != 0) continue;
            at += name.Length;
            return true;
        }

        return false;
    }

    /// <summary>Z, +hh:mm or +hhmm.</summary>
    private bool Zone(string text, ref int at)
    {
        _offset = TimeSpan.Zero;
        if (at < text.Length && text[at] is 'Z' or 'z')
        {
            at++;
            return true;
        }

        if (at >= text.Length || text[at] is not ('+' or '-')) return false;
        var sign = text[at++] == '-' ? -1 : 1;
        if (!Number(text, ref at, 2, out var hours)) return false;
        if (at < text.Length && text[at] == ':') at++;
        if (!Number(text, ref at, 2, out var minutes) || hours > 14 || minutes > 59) return false;
        _offset = new TimeSpan(sign * hours, sign * minutes, 0);
        return _offset.Value.Duration() <= TimeSpan.FromHours(14);
    }
}
