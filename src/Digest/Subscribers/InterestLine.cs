using System.Globalization;
using Digest.Papers;

namespace Digest.Subscribers;

/// <summary>Reads the line of interest somebody typed: one interest, or up to five between semicolons.</summary>
internal static class InterestLine
{
    public static IReadOnlyList<Interest> Read(string? line)
    {
        var parts = (line ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => PaperText.Line(text, Interest.LongestText)) // one line, with nothing invisible that could mislead
            .Where(text => text.Any(char.IsLetterOrDigit))
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
}
