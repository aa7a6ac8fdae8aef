using System.Globalization;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>date.*, and what a date's members are.</summary>
internal static class DateFunctions
{
    public const string DefaultFormat = "%d %b %Y";

    public static readonly BuiltinObject Object = new Library("date")
        .Add("add_days", "date days", (_, a) => Add(a, TimeSpan.FromDays))
        .Add("add_hours", "date hours", (_, a) => Add(a, TimeSpan.FromHours))
        .Add("add_milliseconds", "date millis", (_, a) => Add(a, TimeSpan.FromMilliseconds))
        .Add("add_minutes", "date minutes", (_, a) => Add(a, TimeSpan.FromMinutes))
        .Add("add_months", "date months", (_, a) => AddMonths(a[0], Numbers.ToWhole(a[1])))
        .Add("add_seconds", "date seconds", (_, a) => Add(a, TimeSpan.FromSeconds))
        .Add("add_years", "date years", (_, a) => AddMonths(a[0], checked(Numbers.ToWhole(a[1]) * 12)))
        .Add("default_format", DefaultFormat)
        .Add("format", DefaultFormat)
        .Add("now", "", (c, _) => c.Options.Clock.GetLocalNow())
        .Add("parse", "text pattern? culture?", (c, a) => Parse(c, a[0], a[1], a[2]))
        .Add("parse_to_string", "text output_pattern? output_culture? input_pattern? input_culture?", (c, a) =>
            Parse(c, a[0], a[3], a[4]) is { } date ? Format(c, date, a[1] is null ? DefaultFormat : Text.Of(c, a[1]), a[2]) : null)
        .Add("to_string", "datetime pattern culture?", (c, a) =>
            a[0] is null ? null : Format(c, ToDate(c, a[0]!), Pattern(c, a[1]), a[2]))
        .Add("utc_now", "", (c, _) => c.Options.Clock.GetUtcNow())
        .Build();

    public static string Format(RenderContext context, object date, string pattern, object? culture) =>
        context.Charge(DateFormat.Write(date, pattern, context.DateFormat, MathFunctions.Culture(context, culture)));

    public static bool TryGetMember(object date, string name, out object? value)
    {
        var time = DateFormat.Wall(date);
        value = name switch
        {
            "year" => Boxes.Of(time.Year),
            "month" => Boxes.Of(time.Month),
            "day" => Boxes.Of(time.Day),
            "day_of_year" => Boxes.Of(time.DayOfYear),
            "hour" => Boxes.Of(time.Hour),
            "minute" => Boxes.Of(time.Minute),
            "second" => Boxes.Of(time.Second),
            "millisecond" => Boxes.Of(time.Millisecond),
            _ => null,
        };
        return value is not null;
    }

    private static string Pattern(RenderContext context, object? pattern) =>
        pattern is null ? throw new Fault("Expecting a pattern, not `null`") { Argument = 1 } : Text.Of(context, pattern);

    private static object ToDate(RenderContext context, object value)
    {
        if (DateOperators.IsDate(value)) return value;
        return value is string or Markup && Parse(context, value, null, null) is { } date
            ? date
            : throw new Fault($"Unable to convert `{Kinds.Of(value)}` to date");
    }

    /// <summary>A text that is no date gives null. Without a zone it has none; with one it is told in UTC.</summary>
    private static object? Parse(RenderContext context, object? value, object? pattern, object? culture)
    {
        if (value is null || DateOperators.IsDate(value)) return value;
        var text = Text.Of(context, value);
        var format = MathFunctions.Culture(context, culture);
        if (pattern is not null) return DateFormat.Read(text, Text.Of(context, pattern), format);
        return DateTime.TryParse(text, format, DateTimeStyles.AdjustToUniversal, out var date) ? date : null;
    }

    private static object? Add(ReadOnlySpan<object?> a, Func<double, TimeSpan> span) =>
        a[0] is null ? null : DateOperators.Add(a[0]!, span(Numbers.ToDouble(a[1])));

    private static object? AddMonths(object? date, int months) => date switch
    {
        null => null,
        DateTime time => time.AddMonths(months),
        DateTimeOffset time => time.AddMonths(months),
        DateOnly day => day.AddMonths(months),
        _ => throw new Fault($"Unable to convert `{Kinds.Of(date)}` to date"),
    };
}
