namespace Digest.Papers;

/// <summary>How much two abstracts have in common at their beginnings: distinct words in both, of those in either. Another
/// telling of one work differs in TeX, in a word here and there, and in where it is cut off.</summary>
internal static class AbstractLikeness
{
    /// <summary>From here on they are one text; below <see cref="Unlike"/> they are two. Of 200,000 pairs of different
    /// papers of one archive the likest reached 0.30.</summary>
    public const double Alike = 0.6, Unlike = 0.2;

    const int Beginning = 800, FewestWords = 8;

    /// <summary>0 to 1; null when one is missing or too short to tell.</summary>
    public static double? Of(string one, string other)
    {
        var length = Math.Min(Beginning, Math.Min(one.Length, other.Length));
        if (length == 0) return null;
        if (one == other) return 1;
        var (a, b) = (Words(one, length), Words(other, length));
        if (Math.Min(a.Count, b.Count) < FewestWords) return null;
        var shared = a.Count(b.Contains);
        return (double)shared / (a.Count + b.Count - shared);
    }

    static HashSet<string> Words(string text, int length)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text[..length].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (TitleKey.Letters(word) is { Length: > 0 } letters)
                words.Add(letters);
        return words;
    }
}
