using System.ComponentModel;

namespace Digest;

/// <summary>One setting: what its text is read as.</summary>
/// <param name="Type">Of the option; of each entry, of a list.</param>
/// <param name="IsList">A list of single values.</param>
internal sealed record KnownSetting(Type Type, bool IsList = false)
{
    Type Plain => Nullable.GetUnderlyingType(Type) ?? Type;

    /// <summary>Whether the framework will read this text.</summary>
    public bool Reads(string text)
    {
        if (text.Length == 0 && Plain != Type || Type == typeof(string))
            return true;
        if (Plain.IsEnum)
            return Enum.GetNames(Plain).Contains(text, StringComparer.OrdinalIgnoreCase); // the framework takes any number as well
        try
        {
            _ = TypeDescriptor.GetConverter(Plain).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>What may stand there, after "it must be".</summary>
    public string Wanted => Plain switch
    {
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(Plain)),
        _ when Plain == typeof(bool) => "true or false",
        _ when Plain == typeof(int) || Plain == typeof(long) => "a whole number",
        _ when Plain == typeof(double) => "a number, such as 0.5",
        _ when Plain == typeof(TimeSpan) => "a span of time, such as 00:15:00 for a quarter of an hour or 2.00:00:00 for two days",
        _ when Plain == typeof(TimeOnly) => "a time of day, such as 08:00",
        _ => "an address, such as https://papers.example.org/",
    };
}
