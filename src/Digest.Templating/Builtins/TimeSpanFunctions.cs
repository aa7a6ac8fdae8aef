using System.Globalization;
using Digest.Templating.Running;

namespace Digest.Templating.Builtins;

/// <summary>timespan.*, and what a time span's members are.</summary>
internal static class TimeSpanFunctions
{
    public static readonly BuiltinObject Object = new Library("timespan")
        .Add("from_days", "days", (_, a) => TimeSpan.FromDays(Numbers.ToDouble(a[0])))
        .Add("from_hours", "hours", (_, a) => TimeSpan.FromHours(Numbers.ToDouble(a[0])))
        .Add("from_milliseconds", "millis", (_, a) => TimeSpan.FromMilliseconds(Numbers.ToDouble(a[0])))
        .Add("from_minutes", "minutes", (_, a) => TimeSpan.FromMinutes(Numbers.ToDouble(a[0])))
        .Add("from_seconds", "seconds", (_, a) => TimeSpan.FromSeconds(Numbers.ToDouble(a[0])))
        .Add("parse", "text", (c, a) => TimeSpan.TryParse(Text.Of(c, a[0]), CultureInfo.InvariantCulture, out var span)
            ? span
            : throw new Fault("The text is not a time span"))
        .Add("zero", TimeSpan.Zero)
        .Build();

    public static bool TryGetMember(TimeSpan span, string name, out object? value)
    {
        value = name switch
        {
            "days" => span.Days,
            "hours" => span.Hours,
            "minutes" => span.Minutes,
            "seconds" => span.Seconds,
            "milliseconds" => span.Milliseconds,
            "total_days" => span.TotalDays,
            "total_hours" => span.TotalHours,
            "total_minutes" => span.TotalMinutes,
            "total_seconds" => span.TotalSeconds,
            "total_milliseconds" => span.TotalMilliseconds,
            _ => (object?)null,
        };
        return value is not null;
    }
}
