namespace Digest.Subscribers.Pasting;

/// <summary>Cuts a line at its semicolons; not at those within quotes, and not within an address.</summary>
internal static class LineParts
{
    public static IEnumerable<string> Of(string text)
    {
        var quotes = text.Count(c => c == '"') % 2 == 0; // a lone one is an inch, not a quote
        var (start, inQuote, token) = (0, false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
                token = i + 1;
            else if (text[i] == '"' && quotes)
                inQuote = !inQuote;
            else if (text[i] == ';' && !inQuote && !IsInAddress(text, token, i))
            {
                if (text[start..i].Trim() is { Length: > 0 } part)
                    yield return part;
                start = token = i + 1;
            }
        }
        if (text[start..].Trim() is { Length: > 0 } last)
            yield return last;
    }

    static bool IsInAddress(string text, int token, int at) =>
        at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1])
        && text.AsSpan(token).StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && !text.AsSpan(at + 1).StartsWith("http", StringComparison.OrdinalIgnoreCase);
}
