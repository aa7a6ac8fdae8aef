using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Tests.Papers;

/// <summary>How another source tells a work.</summary>
static partial class Spelling
{
    static readonly DateTimeOffset Later = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Each takes the work's number (2606.00001) and the work as the first source told it.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, Paper, Paper>> All = new Dictionary<string, Func<string, Paper, Paper>>(StringComparer.Ordinal)
    {
        ["title case"] = (n, p) => Journal(n, p) with { Title = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(p.Title) },
        ["upper case"] = (n, p) => Journal(n, p) with { Title = p.Title.ToUpperInvariant() },
        ["LaTeX"] = (n, p) => Journal(n, p) with { Title = Latex(p.Title), Authors = [.. p.Authors.Select(Latex)], Abstract = Latex(p.Abstract) },
        ["punctuation"] = (n, p) => Journal(n, p) with { Title = Bare().Replace(p.Title, " ") },
        ["British dashes"] = (n, p) => Journal(n, p) with { Title = p.Title.Replace(": ", " – ", StringComparison.Ordinal).Replace('-', '‐') + "." },
        ["quotes and &"] = (n, p) => Journal(n, p) with { Title = And().Replace($"“{p.Title}”", "&amp;") },
        ["accents"] = (n, p) => Journal(n, p) with { Title = Plain(p.Title), Authors = [.. p.Authors.Select(Plain)] },
        ["initials"] = (n, p) => Journal(n, p) with { Authors = [.. p.Authors.Select(Initials)] },
        ["surname, first"] = (n, p) => Journal(n, p) with { Authors = [.. p.Authors.Select(a => $"{Parts(a)[^1]}, {string.Join(' ', Parts(a)[..^1])}".TrimEnd(' ', ','))] },
        ["Surname AB"] = (n, p) => Journal(n,
            p) with { Authors = [.. p.Authors.Select(a => $"{Parts(a)[^1]} {string.Concat(Parts(a)[..^1].Select(g => char.ToUpperInvariant(g[0])))}")] },
        ["no abstract"] = (n, p) => Journal(n, p) with { Abstract = "" },
        ["no subtitle"] = (n, p) => Journal(n, p) with { Title = MainTitle().Replace(p.Title, "") },
        ["no subtitle, no abstract"] = (n, p) => Journal(n, p) with { Title = MainTitle().Replace(p.Title, ""), Abstract = "" },
        ["title and abstract alone"] = (n, p) => p with { Authors = [], Abstract = p.Abstract[..(p.Abstract.Length * 2 / 3)], Ids = [PaperId.FromTitle(p.Title)] },
        ["number's version"] = (n, p) =>
            p with { Title = "Another Title", Authors = [], Abstract = "", Version = 2, Ids = [PaperId.FromAny($"https://arxiv.org/pdf/{n}v2.pdf")!.Value] },
        ["arXiv's own DOI"] = (n, p) => p with { Title = "Another Title", Authors = [], Abstract = "", Ids = [PaperId.FromAny($"https://dx.doi.org/10.48550%2FARXIV.{n}")!.Value] },
        ["page at Hugging Face"] = (n, p) =>
            p with { Abstract = "", Authors = [], Title = "Another Title", Links = new() { Page = $"https://huggingface.co/papers/{n}" }, Ids = [new PaperId("guid", n)] },
        ["preprint's version"] = (n, p) => Journal(n, p) with { Ids = [PaperId.FromAny($"10.1101/2026.06.01.{n[5..]}v2")!.Value] },
        ["OpenReview"] = (n, p) => Journal(n, p) with { Ids = [PaperId.FromAny($"https://openreview.net/forum?id=Or{n.Replace('.', '_')}")!.Value] },
    };

    /// <summary>A journal's record, months after the preprint.</summary>
    static Paper Journal(string n, Paper p) => p with { FirstListedAt = Later, PublishedAt = Later, Version = 0, Ids = [PaperId.FromDoi($"10.1000/j.{n}")!.Value] };

    static string[] Parts(string name) => name.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static string Initials(string name) =>
        string.Join(' ', Parts(name)[..^1].Select(g => string.Join('-', g.Split('-').Where(x => x.Length > 0).Select(x => x[0] + ".")))) + " " + Parts(name)[^1];

    public static string Plain(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));

    static string Latex(string text)
    {
        var words = text.Replace("%", "\\%", StringComparison.Ordinal).Replace("&", "\\&", StringComparison.Ordinal).Replace("β", "$\\beta$", StringComparison.Ordinal)
            .Replace("²", "$^2$", StringComparison.Ordinal).Replace("é", "{\\'e}", StringComparison.Ordinal).Replace("ö", "\\\"{o}", StringComparison.Ordinal)
            .Replace("ü", "\\\"u", StringComparison.Ordinal).Replace("ø", "{\\o}", StringComparison.Ordinal).Replace("–", "--", StringComparison.Ordinal).Split(' ');
        words[0] = words[0].All(char.IsAsciiLetter) ? $"\\textbf{{{words[0]}}}" : $"{{{words[0]}}}";
        return string.Join("\n  ", words);
    }

    [GeneratedRegex(@"[:,;.!?“”""'’\-–—()]+\s*")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\band\b")]
    private static partial Regex And();

    [GeneratedRegex(@"(?<=\S{4}): .*$")]
    private static partial Regex MainTitle();
}
