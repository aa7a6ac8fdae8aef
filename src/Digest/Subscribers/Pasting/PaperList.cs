using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>A list of papers: arXiv numbers, DOIs and links, whatever stands between them.</summary>
internal static partial class PaperList
{
    /// <summary>Longer ones name nothing.</summary>
    const int LongestToken = 600;

    /// <summary>Null when there is anything but papers in it.</summary>
    public static Pasted? Read(string text)
    {
        var (papers, faults) = (new List<ExamplePaper>(), new List<Fault>());
        foreach (var token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            if (Whole(token) is { } key)
                papers.Add(key);
            else if (!Noise().IsMatch(token))
                foreach (var piece in Pieces(token))
                    if (Whole(piece) is { } part)
                        papers.Add(part);
                    else if (Noise().IsMatch(piece))
                        continue;
                    else if (piece.Length <= LongestToken && Strange().IsMatch(piece))
                        faults.Add(new(FaultKind.NamesNoPaper, Pasted.Piece(piece)));
                    else
                        return null;
        return papers.Count == 0 ? null : new([new() { Name = "", Text = "", Papers = [.. papers.Distinct()] }], faults);
    }

    /// <summary>The paper that a word names; null when it names none.</summary>
    public static ExamplePaper? Whole(string token) =>
        token.Length <= LongestToken
            && (PaperId.FromAny(token) ?? PaperId.FromAny(token.Trim(Wrapping))) is { } id ? new(id.ToString(), "") : null;

    // Commas within one address are its own.
    static string[] Pieces(string token)
    {
        var pieces = token.Split([',', ';', '|'], StringSplitOptions.RemoveEmptyEntries);
        return IsAddress(token) && !pieces.All(IsAddress) ? [token] : pieces;
    }

    static bool IsAddress(string text) => text.StartsWith("http", StringComparison.OrdinalIgnoreCase);

    static readonly char[] Wrapping = ['<', '>', '(', ')', '[', ']', '{', '}', '"', '\'', ',', '.', ';', '“', '”', '*', '-', '•'];

    // Bullets, numbers of a list, words between, the class behind an arXiv number.
    [GeneratedRegex(@"^(\W*|[(\[]?[0-9]{1,3}[)\].:]+|and|arxiv:?|doi:?|\[[a-z-]+(\.[a-z-]+)?\])$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Noise();

    // Meant for a paper's number or address.
    [GeneratedRegex(@"^(https?://|10\.[0-9]{4,9}/|[0-9]{4}\.[0-9]+(v[0-9]+)?$|arxiv:)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Strange();
}
