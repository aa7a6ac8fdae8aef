using System.Globalization;
using Digest.Papers;

namespace Digest.Subscribers;

/// <summary>What an interest may hold, wherever it comes from.</summary>
internal static class InterestRule
{
    public const int MostSlots = 10, MostPapers = 100;

    /// <summary>Authors, categories, and words that must or must not appear: of each so many, at most.</summary>
    public const int MostOfAKind = 20;

    public const double LeastWeight = 0.1, MostWeight = 10;

    /// <summary>Of an author's name, a code, a word or phrase; in graphemes.</summary>
    public const int LongestTerm = 100;

    /// <summary>What is wrong with an interest; empty when nothing is.</summary>
    public static IEnumerable<string> Faults(Interest interest)
    {
        if (interest.Name.Length == 0 || PaperText.Line(interest.Name, Interest.LongestName) != interest.Name)
            yield return string.Create(CultureInfo.InvariantCulture, $"A name is one line of 1 to {Interest.LongestName} characters.");
        if (interest.Slots is < 0 or > MostSlots)
            yield return string.Create(CultureInfo.InvariantCulture, $"Slots are 0 to {MostSlots}, not {interest.Slots}.");
        if (interest.Weight is not (>= LeastWeight and <= MostWeight))
            yield return string.Create(CultureInfo.InvariantCulture, $"A weight is {LeastWeight} to {MostWeight}, not {interest.Weight}.");
        if (interest.Threshold is not (null or (>= 0 and <= 1)))
            yield return string.Create(CultureInfo.InvariantCulture, $"A threshold is 0 to 1, not {interest.Threshold}.");
        if (interest.Papers.Count > MostPapers)
            yield return string.Create(CultureInfo.InvariantCulture, $"An interest names {MostPapers} papers at most, not {interest.Papers.Count}.");
        foreach (var (what, terms) in new[]
        {
            ("authors", interest.Authors), ("categories", interest.Categories), ("words that must appear", interest.Must),
            ("words that must not appear", interest.MustNot),
        })
            if (terms.Count > MostOfAKind)
                yield return string.Create(CultureInfo.InvariantCulture, $"An interest names {MostOfAKind} {what} at most, not {terms.Count}.");
        if (!SaysSomething(interest))
            yield return interest.MustNot.Count + interest.Must.Count > 0
                ? "It says what must or must not appear, but not what the papers are about: add words, authors, categories or papers."
                : "It says nothing that a paper could match: add words, authors, categories or papers.";
    }

    /// <summary>There is something a paper could match; conditions alone bring nothing.</summary>
    public static bool SaysSomething(Interest interest) =>
        interest.Text.Any(char.IsLetterOrDigit) || interest.Authors.Count + interest.Categories.Count + interest.Papers.Count > 0;
}
