namespace Digest.Matching;

/// <summary>A text as it stands, for telling which papers are like others: every word in the form it has, stop words, signs of
/// a sentence and web addresses included, and each two of them that follow one another. Who likes papers likes a way
/// of writing too, and a whole abstract has words enough to go without stems (docs/relevance.md).</summary>
internal static class SurfaceTerms
{
    const string Signs = ".,;:()?!-";

    /// <summary>Longer words are cut, which bounds every term.</summary>
    const int LongestWord = 40;

    /// <summary>Where the words and signs of a text stand, in their order.</summary>
    public static IEnumerable<Range> Of(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Signs.Contains(text[i], StringComparison.Ordinal))
                yield return i..++i;
            else if (!char.IsLetterOrDigit(text[i]))
                i++;
            else
            {
                var start = i;
                while (i < text.Length && char.IsLetterOrDigit(text[i]))
                    i++;
                yield return start..Math.Min(i, start + LongestWord);
            }
        }
    }
}
