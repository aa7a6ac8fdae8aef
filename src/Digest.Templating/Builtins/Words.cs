using System.Text;

namespace Digest.Templating.Builtins;

/// <summary>What the string functions do with characters and words.</summary>
internal static class Words
{
    public static string Capitalize(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string CapitalizeEach(string text)
    {
        var words = new StringBuilder(text.Length);
        var starts = true;
        foreach (var c in text)
        {
            var begins = starts && char.IsLetter(c);
            words.Append(begins ? char.ToUpperInvariant(c) : c);
            starts = char.IsWhiteSpace(c) || (starts && !begins);
        }

        return words.ToString();
    }

    /// <summary>Lower case letters and digits; everything between them is one dash.</summary>
    public static string Handle(string text)
    {
        var handle = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c)) handle.Append(char.ToLowerInvariant(c));
            else if (handle.Length == 0 || handle[^1] != '-') handle.Append('-');
        }

        return handle.Length > 0 && handle[^1] == '-' ? handle.ToString(0, handle.Length - 1) : handle.ToString();
    }

    /// <summary>At most <paramref name="length"/> characters, the ellipsis counted; never half of a surrogate pair.</summary>
    public static string Truncate(string text, int length, string ellipsis)
    {
        if (text.Length <= length || text.Length == 0) return text;
        var kept = Math.Max(0, length - ellipsis.Length);
        if (kept > 0 && char.IsHighSurrogate(text[kept - 1])) kept--;
        return text[..kept] + ellipsis;
    }

    public static string TruncateWords(string text, int count, string ellipsis)
    {
        var kept = new StringBuilder();
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length && i < count; i++) kept.Append(i > 0 ? " " : "").Append(words[i]);
        return words.Length > count ? kept.Append(ellipsis).ToString() : kept.ToString();
    }
}
