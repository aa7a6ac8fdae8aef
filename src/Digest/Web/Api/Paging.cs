using System.Globalization;

namespace Digest.Web.Api;

/// <summary>How lists are asked for in pages.</summary>
internal static class Paging
{
    public const int Usual = 100, Most = 500;

    public static bool TryLimit(string? text, out int limit)
    {
        limit = Usual;
        return string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= Most);
    }

    /// <param name="first">Where a list begins that is asked for without.</param>
    public static bool TryNumber(string? text, long first, out long number)
    {
        number = first;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public static IResult WrongLimit => ApiGate.Invalid("limit", $"1 to {Most.ToString(CultureInfo.InvariantCulture)}.");

    public static IResult WrongAfter => ApiGate.Invalid("after", "This is no \"next\" of a page.");
}
