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
    public static IEnumerable<Fault> Faults(Interest interest)
    {
        if (interest.Name.Length == 0 || PaperText.Line(interest.Name, Interest.LongestName) != interest.Name)
            yield return new(FaultKind.NameLength, Most: Interest.LongestName);
        if (interest.Slots is < 0 or > MostSlots)
            yield return new(FaultKind.Slots, Count: interest.Slots, Most: MostSlots);
        if (interest.Weight is not (>= LeastWeight and <= MostWeight))
            yield return new(FaultKind.Weight, interest.Weight.ToString(CultureInfo.InvariantCulture), LeastWeight, MostWeight);
        if (interest.Threshold is not (null or (>= 0 and <= 1)))
            yield return new(FaultKind.Threshold, interest.Threshold.Value.ToString(CultureInfo.InvariantCulture));
        if (interest.Papers.Count > MostPapers)
            yield return new(FaultKind.TooMany, Count: interest.Papers.Count, Most: MostPapers, Counted: "papers");
        foreach (var (what, terms) in new[]
        {
            ("authors", interest.Authors), ("categories", interest.Categories), ("must", interest.Must), ("must_not", interest.MustNot),
        })
            if (terms.Count > MostOfAKind)
                yield return new(FaultKind.TooMany, Count: terms.Count, Most: MostOfAKind, Counted: what);
        if (!SaysSomething(interest))
            yield return new(interest.MustNot.Count + interest.Must.Count > 0 ? FaultKind.OnlyConditions : FaultKind.SaysNothing);
    }

    /// <summary>There is something a paper could match; conditions alone bring nothing.</summary>
    public static bool SaysSomething(Interest interest) =>
        interest.Text.Any(char.IsLetterOrDigit) || interest.Authors.Count + interest.Categories.Count + interest.Papers.Count > 0;
}
