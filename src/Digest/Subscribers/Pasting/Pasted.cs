using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>What somebody typed or pasted as interests: words with or without fields, addresses of searches and papers, queries
/// of arXiv, BibTeX, lists of numbers and links.</summary>
/// <param name="Interests">What was understood; named, five at most.</param>
/// <param name="Faults">What was not.</param>
internal sealed record Pasted(IReadOnlyList<Interest> Interests, IReadOnlyList<Fault> Faults)
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
            return new([], [new(FaultKind.TooLong, Count: text.Length, Most: Longest)]);
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
                faults.AddRange(InterestRule.Faults(capped).TakeLast(1).Select(f => f with { What = Piece(capped.Name) }));
            else if (interests.Count == Interest.MostInterests)
                faults.Add(new(FaultKind.OneTooMany, Piece(capped.Name), Most: Interest.MostInterests));
            else
                interests.Add(capped);
        }
        if (interests.Count == 0 && faults.Count == 0 && text.Any(c => !char.IsWhiteSpace(c) && !char.IsPunctuation(c)))
            faults.Add(new(FaultKind.NoWords, Piece(text)));
        if (faults.Count > MostFaults)
            faults = [.. faults.Take(MostFaults), new(FaultKind.AndMore, Count: faults.Count - MostFaults)];
        return new(interests, faults);
    }

    public static Pasted operator +(Pasted a, Pasted b) => new([.. a.Interests, .. b.Interests], [.. a.Faults, .. b.Faults]);

    /// <summary>A piece of what was typed, for a message about it.</summary>
    public static string Piece(string text) => PaperText.Line(text.Length > 400 ? text[..400] : text, 40);

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

    static Interest Cap(Interest interest, List<Fault> faults)
    {
        IReadOnlyList<T> First<T>(IReadOnlyList<T> list, int most, string counted)
        {
            if (list.Count > most)
                faults.Add(new(FaultKind.OnlyFirst, Count: list.Count, Most: most, Counted: counted));
            return list.Count > most ? [.. list.Take(most)] : list;
        }
        var text = PaperText.Line(interest.Text, Interest.LongestText);
        if (text.EndsWith('…') && !interest.Text.EndsWith('…'))
            faults.Add(new(FaultKind.LongWords, Piece(text), Most: Interest.LongestText));
        return interest with
        {
            Text = text,
            Authors = First(interest.Authors, InterestRule.MostOfAKind, "authors"),
            Categories = First(interest.Categories, InterestRule.MostOfAKind, "categories"),
            Must = First(interest.Must, InterestRule.MostOfAKind, "must"),
            MustNot = First(interest.MustNot, InterestRule.MostOfAKind, "must_not"),
            Papers = First(interest.Papers, InterestRule.MostPapers, "papers"),
        };
    }
}
