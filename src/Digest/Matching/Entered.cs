using Digest.Subscribers;
using Digest.Subscribers.Pasting;

namespace Digest.Matching;

/// <summary>Interests where they enter, at a form or a command: what was typed or pasted, less what no paper could match.</summary>
internal static class Entered
{
    public static Pasted Read(string? line)
    {
        var pasted = Pasted.Read(line);
        var (kept, faults) = (new List<Interest>(), pasted.Faults.ToList());
        foreach (var interest in pasted.Interests)
            if (Fault(interest) is { } fault)
                faults.Add(fault);
            else
                kept.Add(interest);
        return new(kept, faults);
    }

    /// <summary>The interests of several lines, each name once; what is wrong with them was told before.</summary>
    public static List<Interest> Follow(IEnumerable<string> lines) =>
        [.. lines.SelectMany(line => Read(line).Interests).DistinctBy(i => i.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>What an interest says that means nothing to the matcher; null when all is well.</summary>
    public static Fault? Fault(Interest interest)
    {
        foreach (var author in interest.Authors)
            if (AuthorName.Of(author) is null)
                return new(FaultKind.NoName, Pasted.Piece(author));
        foreach (var phrase in interest.Must.Concat(interest.MustNot))
            if (Conditions.Terms(phrase).Count == 0)
                return new(FaultKind.InEveryText, Pasted.Piece(phrase));
        return interest.Authors.Count + interest.Categories.Count + interest.Papers.Count == 0
            && TextAnalysis.Words(interest.Text).Count == 0 && !TextIndex.CategoryCodes.IsMatch(interest.Text)
            ? new(FaultKind.OnlyCommonWords, Pasted.Piece(interest.Text)) : null;
    }
}
