namespace Digest.Matching;

/// <summary>A word without the ending of its plural; unlike a stem it stays apart from its relatives: "transformers" and
/// "transformer" are one form, "transform" is another.</summary>
internal static class PluralForm
{
    public static string Singular(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 3 } when word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
        _ => word,
    };
}
