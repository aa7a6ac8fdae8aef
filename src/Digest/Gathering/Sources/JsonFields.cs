using System.Globalization;
using System.Text.Json;

namespace Digest.Gathering.Sources;

/// <summary>Reads fields of a record that somebody else wrote: what is absent or of another kind is null.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) &&
        value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static string? Text(this JsonElement record, string name) => record.Field(name)?.AsText();

    public static string? AsText(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException) // bytes or escapes that are no Unicode text
        {
            return null;
        }
    }

    /// <summary>A count; null when it is negative or no whole number.</summary>
    public static int? Count(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count >= 0
            ? count : null;

    public static IEnumerable<JsonElement> Items(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static DateTimeOffset? Instant(this JsonElement record, string name) => ToInstant(record.Text(name));

    /// <summary>An ISO 8601 day (its midnight UTC) or instant.</summary>
    public static DateTimeOffset? ToInstant(string? text) =>
        text is { Length: >= 10 and <= 40 } && char.IsAsciiDigit(text[0]) && text[4] == '-' &&
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at.Year >= EarliestYear
            ? at : null;

    /// <summary>Older dates are somebody's default value.</summary>
    const int EarliestYear = 1900;
}
