using System.Globalization;
using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>What stands above an interest's papers: its words, or what else it says, in a few words. They are kept and shown in every
/// language, so they are signs where they would be words of one: "protein folding · cs.LG +mice −humans", "≈ Title of a paper".</summary>
internal static class InterestName
{
    public static string Of(Interest interest)
    {
        var says = new[] { interest.Text, string.Join(", ", interest.Authors), Like(interest) }.Where(s => s.Length > 0).Take(2).ToList();
        if (interest.Categories.Count > 0)
            says.Add(string.Join(", ", interest.Categories));
        // What must appear stands among the words already, where there are any.
        var must = interest.Must.Where(m => !interest.Text.Contains(m, StringComparison.OrdinalIgnoreCase));
        var name = string.Join(" · ", says) + string.Concat(must.Select(m => $" +{m}")) + string.Concat(interest.MustNot.Select(m => $" −{m}"));
        return Cut(PaperText.Line(name.Trim(), Interest.LongestText));
    }

    /// <summary>The name with a number behind it, where another of its subscriber has it already.</summary>
    public static string Unused(string name, IReadOnlyList<Interest> others)
    {
        var numbered = name;
        for (var n = 2; others.Any(o => o.Name.Equals(numbered, StringComparison.OrdinalIgnoreCase)); n++)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $" ({n})");
            numbered = Cut(name, Interest.LongestName - number.Length) + number;
        }
        return numbered;
    }

    /// <summary>Whether a name is the one that was made for an interest beside those, and nobody gave it.</summary>
    public static bool WasMade(Interest interest, IReadOnlyList<Interest> others) => interest.Name == Of(interest) || interest.Name == Unused(Of(interest), others);

    /// <summary>Whether both ask for the same, whatever they are called.</summary>
    public static bool IsSame(Interest a, Interest b)
    {
        static bool Same(IReadOnlyList<string> x, IReadOnlyList<string> y) => x.SequenceEqual(y, StringComparer.OrdinalIgnoreCase);
        return a.Text.Equals(b.Text, StringComparison.OrdinalIgnoreCase) && Same(a.Authors, b.Authors) && Same(a.Categories, b.Categories)
            && Same(a.Must, b.Must) && Same(a.MustNot, b.MustNot) && a.Papers.SequenceEqual(b.Papers);
    }

    static string Like(Interest interest)
    {
        if (interest.Papers.Count == 0)
            return "";
        var first = interest.Papers[0] is { Title: { Length: > 0 } title } ? title : interest.Papers[0].Key.Replace("arxiv:", "arXiv:", StringComparison.Ordinal);
        return interest.Papers.Count == 1 ? $"≈ {first}" : string.Create(CultureInfo.InvariantCulture, $"≈ {interest.Papers.Count}: {first}{(first.EndsWith('…') ? "" : "…")}");
    }

    static string Cut(string text, int graphemes = Interest.LongestName)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        return starts.Length <= graphemes ? text : text[..starts[graphemes - 1]].TrimEnd() + "…";
    }
}
