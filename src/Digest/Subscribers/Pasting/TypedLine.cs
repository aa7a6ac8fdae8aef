using System.Text;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>
/// A line in somebody's own words, perhaps with fields in it: author:"Ada Marsh", cat:cs.CL, a link to a paper, +word for what
/// must appear and -word for what must not. A sign counts only right before a word and after a blank, so that hyphens,
/// dashes and bullets stay what they are.
/// </summary>
internal static partial class TypedLine
{
    public static Pasted Read(string part)
    {
        var words = new StringBuilder();
        var (authors, categories, papers) = (new List<string>(), new List<string>(), new List<ExamplePaper>());
        var (must, mustNot, faults) = (new List<string>(), new List<string>(), new List<Fault>());
        for (var i = 0; i < part.Length;)
        {
            if (char.IsWhiteSpace(part[i]))
            {
                words.Append(' ');
                i++;
                continue;
            }
            var token = Token(part, i);
            if (Field().Match(token) is { Success: true } field)
            {
                var kind = field.Groups["field"].Value.ToLowerInvariant();
                var at = i + field.Length;
                if (at < part.Length && char.IsWhiteSpace(part[at]))
                    at++;
                var value = kind[0] is 'a' && kind.StartsWith("au", StringComparison.Ordinal) ? Name(part, at, out i) : Value(part, at, out i);
                if (value.Length == 0)
                    faults.Add(new(FaultKind.NothingBehind, Pasted.Piece(token)));
                else if (kind.StartsWith("au", StringComparison.Ordinal))
                    authors.Add(value);
                else if (kind.StartsWith("cat", StringComparison.Ordinal))
                    categories.AddRange(value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                else
                    words.Append(value);
            }
            else if (part[i] is '+' or '-' && i + 1 < part.Length && (char.IsLetter(part[i + 1]) || (part[i + 1] == '"' && part.IndexOf('"', i + 2) > 0)))
            {
                var isMust = part[i] == '+';
                var value = Value(part, i + 1, out i).TrimEnd(',', '.', ':', '!', '?');
                (isMust ? must : mustNot).Add(value);
                if (isMust)
                    words.Append(value);
            }
            else if (Link().IsMatch(token) && PaperList.Whole(token) is { } paper)
            {
                papers.Add(paper);
                i += token.Length;
            }
            else
            {
                words.Append(token);
                i += token.Length;
            }
        }
        var text = PaperText.Line(words.ToString(), Pasted.Longest);
        if ((authors.Count + papers.Count + categories.Count > 0 && Asking().IsMatch(text)) || !text.Any(char.IsLetterOrDigit))
            text = "";
        var interest = new Interest
        {
            Name = "", Text = text, Authors = Lines(authors), Categories = Lines(categories), Papers = papers, Must = Lines(must), MustNot = Lines(mustNot),
        };
        return new(InterestRule.SaysSomething(interest) || must.Count + mustNot.Count > 0 ? [interest] : [], [.. faults, .. Unsaid(part, interest, faults)]);
    }

    static IEnumerable<Fault> Unsaid(string part, Interest interest, List<Fault> faults) =>
        !InterestRule.SaysSomething(interest) && interest.Must.Count + interest.MustNot.Count + faults.Count == 0
            && part.Any(c => !char.IsWhiteSpace(c) && !char.IsPunctuation(c) && !char.IsControl(c))
            ? [new(FaultKind.NoWords, Pasted.Piece(part))] : [];

    /// <summary>Each as one short line; empty ones and repetitions gone.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> texts) =>
        [.. texts.Select(t => PaperText.Line(t, InterestRule.LongestTerm)).Where(t => t.Any(char.IsLetterOrDigit)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Longer words are read piece by piece.</summary>
    const int LongestWord = 600;

    static string Token(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LongestWord && !char.IsWhiteSpace(text[end]))
            end++;
        return text[at..end];
    }

    /// <summary>What stands in quotes, or the next word.</summary>
    static string Value(string text, int at, out int end)
    {
        if (at < text.Length && text[at] == '"' && text.IndexOf('"', at + 1) is var close and > 0)
        {
            end = close + 1;
            return text[(at + 1)..close];
        }
        var word = Token(text, at);
        end = at + word.Length;
        return word;
    }

    /// <summary>Without quotes a name goes on as long as its words are written like names.</summary>
    static string Name(string text, int at, out int end)
    {
        var name = Value(text, at, out end);
        if (at >= text.Length || text[at] == '"' || name.EndsWith(','))
            return name.TrimEnd(',');
        for (var next = end + 1; next < text.Length && text[end] == ' '; next = end + 1)
        {
            var word = Token(text, next);
            if (word.Length == 0 || !(char.IsUpper(word[0]) || (Particle().IsMatch(word) && text.Length > next + word.Length)) || Field().IsMatch(word))
                break;
            name += " " + word;
            end = next + word.Length;
            if (word.EndsWith(','))
                break;
        }
        return name.TrimEnd(',');
    }

    [GeneratedRegex("^(?<field>authors?|au|categor(y|ies)|cat|title|ti|abs|all):",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();

    // In a sentence a bare number may be anything.
    [GeneratedRegex(@"^[<(\[]?(https?://|arxiv:|doi:|(www\.)?(arxiv\.org|doi\.org|huggingface\.co)/)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^(van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Particle();

    // How people ask, where the names or links beside it say all.
    [GeneratedRegex(@"^((papers?|preprints?|articles?|by|from|in|on|about|like|similar|to|these|those|this|that|more|of|and|or|the|anything|everything|new)\b|\W)*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Asking();
}
