using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>
/// A search as interests. Alternatives are one interest, unless one of them asks for several things at once or is a category,
/// which would narrow the others down: then each is an interest of its own. Words that are asked for together must all
/// appear; beside an author they are conditions on the author's papers. What an interest cannot say is told.
/// </summary>
internal static class AskedInterests
{
    public static Pasted Of(Asked asked)
    {
        var faults = new List<Fault>();
        var interests = asked is Asked.Any any ? Alternatives(any, faults) : [Together(Factors(asked), faults)];
        return new([.. interests.Where(i => InterestRule.SaysSomething(i) || i.Must.Count + i.MustNot.Count > 0)], faults);
    }

    static List<Interest> Alternatives(Asked.Any any, List<Fault> faults)
    {
        var leaves = any.Parts.OfType<Asked.Leaf>().ToList();
        var narrow = leaves.Where(l => l.Kind == AskedKind.Category).ToList();
        var wide = leaves.Except(narrow).ToList();
        var interests = new List<Interest>();
        if (wide.Count > 0)
            interests.Add(Empty with
            {
                Text = Words(wide), Authors = Of(wide, AskedKind.Author), Papers = Papers(wide),
            });
        if (narrow.Count > 0)
            interests.Add(Empty with { Categories = Of(narrow, AskedKind.Category) });
        foreach (var part in any.Parts.Where(p => p is not Asked.Leaf))
            interests.Add(Together(Factors(part), faults));
        return interests;
    }

    static Interest Together(IReadOnlyList<Asked> factors, List<Fault> faults)
    {
        var (authors, categories, papers) = (new List<string>(), new List<string>(), new List<ExamplePaper>());
        var (text, each, mustNot) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var factor in factors)
        {
            var leaves = factor switch
            {
                Asked.Leaf one => [one],
                Asked.Any { Parts: var parts } when parts.All(p => p is Asked.Leaf) => parts.Cast<Asked.Leaf>().ToList(),
                Asked.Not { What: var what } => Denied(what),
                _ => [],
            };
            if (factor is Asked.Not && leaves.Count > 0 && leaves.TrueForAll(l => l.Kind == AskedKind.Words))
                mustNot.AddRange(leaves.Select(l => l.Text));
            else if (factor is Asked.Not)
                faults.Add(new(FaultKind.DeniedOther));
            else if (leaves.Count == 0)
                faults.Add(new(FaultKind.TooDeep));
            else
            {
                if (leaves.Count > 1 && leaves.Any(l => l.Kind == AskedKind.Category) && leaves.Any(l => l.Kind != AskedKind.Category))
                    faults.Add(new(FaultKind.CategoryBeside));
                authors.AddRange(Of(leaves, AskedKind.Author));
                categories.AddRange(Of(leaves, AskedKind.Category));
                papers.AddRange(Papers(leaves));
                if (Words(leaves) is { Length: > 0 } words)
                    text.Add(words);
                if (leaves is [{ Kind: AskedKind.Words, Text: var only }])
                    each.Add(only);
            }
        }
        if (factors.OfType<Asked.Leaf>().Count(l => l.Kind == AskedKind.Author) > 1)
            faults.Add(new(FaultKind.EachAuthor));
        var areConditions = authors.Count > 0 && each.Count == text.Count;
        if (authors.Count > 0 && each.Count < text.Count)
            faults.Add(new(FaultKind.WordsBesideAuthor));
        return Empty with
        {
            Text = areConditions ? "" : string.Join(' ', text), Authors = TypedLine.Lines(authors), Categories = TypedLine.Lines(categories), Papers = papers,
            Must = areConditions || each.Count > 1 ? TypedLine.Lines(each) : [], MustNot = TypedLine.Lines(mustNot),
        };
    }

    static List<Asked.Leaf> Denied(Asked what) => what switch
    {
        Asked.Leaf leaf => [leaf],
        Asked.Any { Parts: var parts } when parts.All(p => p is Asked.Leaf) => [.. parts.Cast<Asked.Leaf>()],
        _ => [],
    };

    static IReadOnlyList<Asked> Factors(Asked asked) => asked is Asked.All all ? [.. all.Parts.SelectMany(Factors)] : [asked];

    static IReadOnlyList<string> Of(IEnumerable<Asked.Leaf> leaves, AskedKind kind) =>
        TypedLine.Lines(leaves.Where(l => l.Kind == kind).Select(l => l.Text));

    static string Words(IEnumerable<Asked.Leaf> leaves) =>
        string.Join(' ', leaves.Where(l => l.Kind == AskedKind.Words).Select(l => l.Text));

    static IReadOnlyList<ExamplePaper> Papers(IEnumerable<Asked.Leaf> leaves) =>
        [.. leaves.Where(l => l.Kind == AskedKind.Paper).Select(l => PaperId.FromAny(l.Text)).OfType<PaperId>().Select(id => new ExamplePaper(id.ToString(), ""))];

    static Interest Empty { get; } = new() { Name = "", Text = "" };
}
