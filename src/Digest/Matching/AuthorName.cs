namespace Digest.Matching;

/// <summary>Names of people as they are compared: first and last name without accents and case.</summary>
internal static class AuthorName
{
    /// <summary>The terms an author is found by: with the first name, and with its initial.</summary>
    public static IEnumerable<string> Terms(string author)
    {
        var comma = author.IndexOf(',', StringComparison.Ordinal);
        var ordered = comma > 0 ? $"{author[(comma + 1)..]} {author[..comma]}" : author;
        var words = TextAnalysis.Words(PlainText.Of(ordered), names: true);
        if (words.Count < 2)
            yield break;
        yield return Term(words[0], words[^1]);
        if (words[0].Spelling.Length > 1)
            yield return $"by:{words[0].Spelling[0]} {words[^1].Spelling}";
    }

    public static string Term(Word first, Word last) => $"by:{first.Spelling} {last.Spelling}";
}
