using System.Globalization;

namespace Digest.Subscribers;

/// <summary>Reads the line of interest somebody typed: one interest, or up to five between semicolons.</summary>
internal static class InterestLine
{
    public static IReadOnlyList<Interest> Read(string? line)
    {
        var parts = (line ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(OneLine)
            .Where(text => text.Any(char.IsLetterOrDigit))
            .Select(text => Cut(text, Interest.LongestText))
            .DistinctBy(Name, StringComparer.OrdinalIgnoreCase)
            .Take(Interest.MostInterests);
        return [.. parts.Select(text => new Interest { Name = Name(text), Text = text })];
    }

    /// <summary>The line cut to the length of a name, by graphemes, with a sign that there was more.</summary>
    static string Name(string text) => Cut(text, Interest.LongestName);

    static string Cut(string text, int graphemes)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        return starts.Length <= graphemes ? text : text[..starts[graphemes - 1]].TrimEnd() + "…";
    }

    static string OneLine(string text) => string.Join(' ',
        new string([.. text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
