using System.Globalization;
using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>What somebody typed or pasted as interests: words with or without fields, addresses of searches and papers, queries
/// of arXiv, BibTeX, lists of numbers and links.</summary>
/// <param name="Interests">What was understood; named, five at most.</param>
/// <param name="Faults">What was not, in sentences for whoever typed it.</param>
internal sealed record Pasted(IReadOnlyList<Interest> Interests, IReadOnlyList<string> Faults)
{
    /// <summary>Longer ones are not read at all; a BibTeX of a hundred papers is shorter.</summary>
    public const int Longest = 20_000;

    const int MostFaults = 8;

    public static Pasted None { get; } = new([], []);

    public static Pasted Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return None;
        if (text.Length > Longest)
            return new([], [string.Create(CultureInfo.InvariantCulture,
                $"That is too long: {text.Length:N0} characters, and {Longest:N0} is the most. Split it, or say it in a few words.")]);
        var bibTex = BibTex.Begins(text);
        var all = bibTex < 0 ? Line(text) : Line(text[..bibTex]) + BibTex.Read(text, bibTex);
        var (interests, faults) = (new List<Interest>(), all.Faults.ToList());
        foreach (var interest in all.Interests)
        {
            var capped = Cap(interest, faults);
            if (interests.Exists(i => InterestName.IsSame(i, capped)))
                continue;
            capped = capped with { Name = InterestName.Unused(InterestName.Of(capped), interests) };
            if (!InterestRule.SaysSomething(capped))
                faults.AddRange(InterestRule.Faults(capped).TakeLast(1).Select(f => $"{Quote(capped.Name)}: {f}"));
            else if (interests.Count == Interest.MostInterests)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Quote(capped.Name)} is left out: {Interest.MostInterests} interests are the most."));
            else
                interests.Add(capped);
        }
        if (interests.Count == 0 && faults.Count == 0 && text.Any(c => !char.IsWhiteSpace(c) && !char.IsPunctuation(c)))
            faults.Add($"{Quote(text)} has no words to look for.");
        if (faults.Count > MostFaults)
            faults = [.. faults.Take(MostFaults), string.Create(CultureInfo.InvariantCulture, $"And {faults.Count - MostFaults} more of this kind.")];
        return new(interests, faults);
    }

    public static Pasted operator +(Pasted a, Pasted b) => new([.. a.Interests, .. b.Interests], [.. a.Faults, .. b.Faults]);

    /// <summary>A piece of what was typed, for a message about it.</summary>
    public static string Quote(string text) => $"“{PaperText.Line(text.Length > 400 ? text[..400] : text, 40)}”";

    static Pasted Line(string text)
    {
        if (PaperList.Read(text) is { } list)
            return list;
        var (all, papers) = (None, None);
        foreach (var part in LineParts.Of(text))
            if (PaperList.Read(part) is { } listed)
                papers += listed;
            else
                all += SearchAddress.Read(part) ?? ArxivQuery.Read(part) ?? TypedLine.Read(part);
        // Links between semicolons are one list.
        return papers.Interests.Count == 0 ? all : all + new Pasted(
            [papers.Interests[0] with { Papers = [.. papers.Interests.SelectMany(i => i.Papers).Distinct()] }], papers.Faults);
    }

    static Interest Cap(Interest interest, List<string> faults)
    {
        IReadOnlyList<T> First<T>(IReadOnlyList<T> list, int most, string what)
        {
            if (list.Count > most)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Only the first {most} of {list.Count} {what} are taken."));
            return list.Count > most ? [.. list.Take(most)] : list;
        }
        var text = PaperText.Line(interest.Text, Interest.LongestText);
        if (text.EndsWith('…') && !interest.Text.EndsWith('…'))
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Quote(text)} is long: its first {Interest.LongestText} characters are taken."));
        return interest with
        {
            Text = text,
            Authors = First(interest.Authors, InterestRule.MostOfAKind, "authors"),
            Categories = First(interest.Categories, InterestRule.MostOfAKind, "categories"),
            Must = First(interest.Must, InterestRule.MostOfAKind, "words that must appear"),
            MustNot = First(interest.MustNot, InterestRule.MostOfAKind, "words that must not appear"),
            Papers = First(interest.Papers, InterestRule.MostPapers, "papers"),
        };
    }
}
