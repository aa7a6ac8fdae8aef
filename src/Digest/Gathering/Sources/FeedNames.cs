using System.Text.RegularExpressions;

namespace Digest.Gathering.Sources;

/// <summary>The people in what a feed says of its authors: one name, or a line of them with commas, semicolons or "and" between,
/// surname first or last, with or without a mail address.</summary>
internal static partial class FeedNames
{
    public static IReadOnlyList<string> Split(IEnumerable<string?> told)
    {
        var texts = told.Select(t => Person(t ?? "")).Where(t => t.Length > 0).ToList();
        // Where each has an element of its own, a comma is part of a name.
        return texts.Count == 1 ? Line(texts[0]) : [.. texts.SelectMany(t => t.Contains(';') ? Line(t) : [Upright(t)])];
    }

    static IReadOnlyList<string> Line(string line)
    {
        if (line.Contains(';')) return [.. Parts(line, ";").Select(Upright)];
        var parts = Parts(And().Replace(line, ", "), ",");
        if (parts.Length < 2) return parts;
        if (IsInverted(parts))
            return [.. parts.Chunk(2).Select(pair => $"{pair[1]} {pair[0]}")];
        return ArxivNames.Split(string.Join(", ", parts));
    }

    // "Moss, A., Reed, B. C." throughout, or one person's "Moss, Anna" and "Moss, Jr., Anna".
    static bool IsInverted(string[] parts) => parts.Length % 2 == 0 &&
        (parts.Where((_, n) => n % 2 == 1).All(p => Initials().IsMatch(p)) ||
            parts.Length == 2 && !parts[0].Contains(' ') && !parts[1].Contains(' '));

    static string Upright(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? name : $"{name[(comma + 1)..].Trim()} {name[..comma].Trim()}".Trim();
    }

    // RSS 2.0 asks for "editor@example.org (Anna Moss)"; an address alone names nobody and is not ours to spread.
    static string Person(string text)
    {
        text = HtmlText.OfEither(text).Trim();
        if (MailFirst().Match(text) is { Success: true } first) return first.Groups["name"].Value.Trim();
        if (MailLast().Match(text) is { Success: true } last) return last.Groups["name"].Value.Trim();
        return text.StartsWith("by ", StringComparison.OrdinalIgnoreCase) ? text[3..].Trim() : text;
    }

    static string[] Parts(string line, string separator) =>
        line.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@",?\s+(and|&)\s+", Options, 1000)]
    private static partial Regex And();

    [GeneratedRegex(@"^(\p{Lu}[.\s-]*){1,4}$", Options, 1000)]
    private static partial Regex Initials();

    [GeneratedRegex(@"^(mailto:)?[^\s@()<>]+@[^\s@()<>]+(\s*\((?<name>[^()]*)\))?$", Options, 1000)]
    private static partial Regex MailFirst();

    [GeneratedRegex(@"^(?<name>[^@<>]+)\s*[<(][^\s@<>]+@[^\s@<>]+[>)]$", Options, 1000)]
    private static partial Regex MailLast();
}
