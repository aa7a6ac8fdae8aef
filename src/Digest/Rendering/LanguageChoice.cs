using System.Globalization;

namespace Digest.Rendering;

/// <summary>
/// The rule that picks the language of a page: what was asked for by name, else what the browser says it likes
/// (Accept-Language, RFC 9110) by looking ranges up from the longest to the shortest (RFC 4647, section 3.4), else the
/// service's own. A range that is shorter than any locale finds the first that begins with it: "pt" finds "pt-BR". Whatever
/// is malformed says nothing.
/// </summary>
internal static class LanguageChoice
{
    /// <summary>Browsers send a handful; what is longer is not read further.</summary>
    const int LongestHeader = 1000, MostRanges = 30, LongestTag = 35;

    /// <param name="locales">Those that there are templates of.</param>
    /// <param name="asked">Asked for by name; empty or unknown for nothing.</param>
    /// <param name="accepted">The header Accept-Language.</param>
    /// <param name="own">One of the locales, for whoever says nothing that is known.</param>
    public static string Pick(IReadOnlyList<string> locales, string? asked, string? accepted, string own)
    {
        if (asked is not null && IsTag(asked) && Find(locales, asked) is { } named)
            return named;
        var ranges = Ranges(accepted ?? "");
        var refused = ranges.Where(r => r.Quality == 0 && r.Tag != "*").ToList();
        var left = locales.Where(locale => !refused.Exists(r => Covers(r.Tag, locale))).ToList();
        foreach (var (tag, quality) in ranges.OrderByDescending(r => r.Quality).Where(r => r.Quality > 0))
            if ((tag == "*" ? left.Contains(own, StringComparer.Ordinal) ? own : left.FirstOrDefault() : Find(left, tag)) is { } found)
                return found;
        return own;
    }

    /// <summary>The locale that a tag means; null when there is none.</summary>
    public static string? Find(IReadOnlyList<string> locales, string tag)
    {
        for (var range = tag; range.Length > 0; range = Shorter(range))
            if (locales.FirstOrDefault(l => l.Equals(range, StringComparison.OrdinalIgnoreCase)) is { } exact)
                return exact;
        return locales.FirstOrDefault(l => Covers(tag, l));
    }

    static bool Covers(string range, string locale) =>
        locale.StartsWith(range, StringComparison.OrdinalIgnoreCase) && (locale.Length == range.Length || locale[range.Length] == '-');

    // A subtag of one sign only introduces the next, and goes with it.
    static string Shorter(string range)
    {
        var end = range.LastIndexOf('-');
        if (end > 1 && range[end - 2] == '-')
            end -= 2;
        return end < 0 ? "" : range[..end];
    }

    /// <summary>In their order; the first of equals is liked best.</summary>
    static List<(string Tag, double Quality)> Ranges(string header)
    {
        var ranges = new List<(string, double)>();
        if (header.Length <= LongestHeader)
            foreach (var part in header.Split(',').Take(MostRanges))
            {
                var pieces = part.Split(';', StringSplitOptions.TrimEntries);
                var quality = pieces.Length switch { 1 => 1, 2 => Quality(pieces[1]), _ => null };
                if (quality is { } liked && (pieces[0] == "*" || IsTag(pieces[0])))
                    ranges.Add((pieces[0], liked));
            }
        return ranges;
    }

    /// <summary>"q=0.8": at most three digits behind the point, 0 to 1; null for anything else.</summary>
    static double? Quality(string parameter) =>
        parameter is ['q' or 'Q', '=', '0' or '1', ..] && parameter.Length <= 7 && (parameter.Length == 3 || parameter[3] == '.')
            && double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q <= 1 ? q : null;

    static bool IsTag(string text) =>
        text.Length <= LongestTag && text.Split('-').All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit)) && char.IsAsciiLetter(text[0]);
}
