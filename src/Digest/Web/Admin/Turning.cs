using System.Globalization;

namespace Digest.Web.Admin;

/// <summary>Where a page of a list begins, as it stands in addresses. What cannot be read begins at the front.</summary>
internal static class Turning
{
    public static long? Number(HttpContext context, string name) =>
        long.TryParse(context.Request.Query[name].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateOnly? Day(HttpContext context, string name) => Day(context.Request.Query[name].FirstOrDefault());

    public static DateOnly? Day(string? text) => CalendarDay.TryRead(text, out var day) ? day : null;

    /// <summary>An instant and a key: "1784275200000.17".</summary>
    public static (DateTimeOffset At, string Key)? Place(string? text)
    {
        var parts = (text ?? "").Split('.', 2);
        return parts.Length == 2 && parts[1].Length is > 0 and <= 64 && parts[1].All(char.IsAsciiLetterOrDigit) && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? (DateTimeOffset.FromUnixTimeMilliseconds(ms), parts[1]) : null;
    }

    public static string Written(DateTimeOffset at, string key) => $"{Written(at.ToUnixTimeMilliseconds())}.{key}";

    public static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>An address with what is not empty of these.</summary>
    public static string Address(string path, params (string Name, string Value)[] asked) =>
        path + QueryString.Create(asked.Where(a => a.Value.Length > 0).Select(a => KeyValuePair.Create(a.Name, (string?)a.Value))).ToUriComponent();

    /// <summary>The place of a mail in its list.</summary>
    public static Digest.Storage.MailPlace? Mail(string? text) =>
        Place(text) is (var at, var key) && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(at, id) : null;
}
