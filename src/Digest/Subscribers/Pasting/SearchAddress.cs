using System.Globalization;
using System.Text.RegularExpressions;

namespace Digest.Subscribers.Pasting;

/// <summary>The address of a search or a list, at Hugging Face or arXiv, as somebody copies it from a browser.</summary>
internal static partial class SearchAddress
{
    const int MostTerms = 50;

    /// <summary>Null when the text is no address.</summary>
    public static Pasted? Read(string text)
    {
        if (!Address().IsMatch(text))
            return null;
        var written = text.Replace("&amp;", "&", StringComparison.OrdinalIgnoreCase).Trim('<', '>', '"', '(', ')');
        if (!Uri.TryCreate(written.Contains("://", StringComparison.Ordinal) ? written : "https://" + written, UriKind.Absolute, out var address))
            return Unknown(text);
        var host = address.Host.StartsWith("www.", StringComparison.Ordinal) ? address.Host[4..] : address.Host;
        var path = address.AbsolutePath.Trim('/').Split('/');
        var query = Query(address);
        return (host switch
        {
            "huggingface.co" or "hf.co" => HuggingFace(path, query),
            "arxiv.org" or "export.arxiv.org" or "rss.arxiv.org" => Arxiv(path, query),
            _ => null,
        }) ?? Unknown(text);
    }

    static Pasted Unknown(string text) => new([], [new(FaultKind.UnknownAddress, Pasted.Piece(text))]);

    static Pasted? HuggingFace(string[] path, ILookup<string, string> query) =>
        path[0] == "papers" && query["q"].FirstOrDefault() is { } words && words.Any(char.IsLetterOrDigit)
            ? TypedLine.Read(words) : null;

    static Pasted? Arxiv(string[] path, ILookup<string, string> query) => path switch
    {
        ["search", "advanced", ..] => Advanced(query),
        ["search"] => Search(query, null),
        ["search", var archive] => Search(query, archive),
        ["api", "query"] => Interface(query),
        ["list", var code, ..] => Category(code),
        ["archive", var code] => Category(code),
        ["rss" or "atom", var codes] => Category(codes.Split('+', ',')),
        ["a", var author] when Author().Match(author) is { Success: true } name =>
            AskedInterests.Of(new Asked.Leaf(AskedKind.Author, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(
                $"{name.Groups["initial"].Value}. {name.Groups["surname"].Value}".Replace('_', ' ')))),
        _ => null,
    };

    static Pasted Category(params string[] codes) =>
        AskedInterests.Of(new Asked.Any([.. codes.Select(code => new Asked.Leaf(AskedKind.Category, code))]));

    static Pasted? Search(ILookup<string, string> query, string? archive)
    {
        var (words, type) = (query["query"].FirstOrDefault() ?? "", query["searchtype"].FirstOrDefault() ?? "all");
        if (!words.Any(char.IsLetterOrDigit))
            return archive is null ? null : Category(archive);
        // "Marsh, A; Reed, B": several authors.
        Asked? asked = type == "author"
            ? new Asked.Any([.. words.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(a => ArxivQuery.Term("author", a)).OfType<Asked>()])
            : ArxivQuery.Term(type, words);
        if (asked is null)
            return new([], [new(FaultKind.UnknownSearch, Pasted.Piece(type))]);
        return AskedInterests.Of(archive is null || archive.StartsWith("grp_", StringComparison.Ordinal)
            ? asked : new Asked.All([asked, new Asked.Leaf(AskedKind.Category, archive)]));
    }

    static Pasted? Interface(ILookup<string, string> query)
    {
        var papers = query["id_list"].FirstOrDefault() is { Length: > 0 } list ? PaperList.Read(list) ?? Pasted.None : Pasted.None;
        var asked = query["search_query"].FirstOrDefault() is { Length: > 0 } search ? ArxivQuery.Of(search) : Pasted.None;
        return papers.Interests.Count + asked.Interests.Count + asked.Faults.Count == 0 ? null : asked + papers;
    }

    static Pasted? Advanced(ILookup<string, string> query)
    {
        var (together, faults) = (new List<Asked>(), new List<Fault>());
        for (var n = 0; n < MostTerms; n++)
        {
            string? Of(string part) => query[string.Create(CultureInfo.InvariantCulture, $"terms-{n}-{part}")].FirstOrDefault();
            if (Of("term") is not { } term)
                break;
            if (term.Length == 0)
                continue;
            if (ArxivQuery.Term(Of("field") ?? "all", term) is not { } leaf)
                faults.Add(new(FaultKind.FieldLeftOut, Pasted.Piece(term), Counted: Pasted.Piece(Of("field") ?? "")));
            else if (Of("operator") == "NOT")
                together.Add(new Asked.Not(leaf));
            else if (Of("operator") == "OR" && together.Count > 0)
                together[^1] = together[^1] is Asked.Any any ? new Asked.Any([.. any.Parts, leaf]) : new Asked.Any([together[^1], leaf]);
            else
                together.Add(leaf);
        }
        var archives = Archives.Where(a => query[$"classification-{a.Key}"].Any(v => v is "y" or "on" or "true")).SelectMany(a => a.Value.Split(' ')).ToList();
        if (archives.Contains("physics", StringComparer.Ordinal) && query["classification-physics_archives"].FirstOrDefault() is { Length: > 0 } one and not "all")
            archives = [.. archives.Except(Physics.Split(' '), StringComparer.Ordinal), one];
        if (archives.Count > 0)
            together.Add(new Asked.Any([.. archives.Select(a => new Asked.Leaf(AskedKind.Category, a))]));
        if (together.Count == 0)
            return faults.Count > 0 ? new([], faults) : null;
        return AskedInterests.Of(together.Count == 1 ? together[0] : new Asked.All(together)) + new Pasted([], faults);
    }

    /// <summary>In their order, decoded; a plus is a blank.</summary>
    static ILookup<string, string> Query(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
        .ToLookup(pair => Decoded(pair[0]), pair => Decoded(pair[1]), StringComparer.Ordinal);

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    const string Physics = "astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math-ph nlin nucl-ex nucl-th physics quant-ph";

    static readonly Dictionary<string, string> Archives = new(StringComparer.Ordinal)
    {
        ["computer_science"] = "cs", ["economics"] = "econ", ["eess"] = "eess", ["mathematics"] = "math", ["physics"] = Physics,
        ["q_biology"] = "q-bio", ["q_finance"] = "q-fin", ["statistics"] = "stat",
    };

    [GeneratedRegex(@"^[<(""]?(https?://\S+|(www\.|export\.|rss\.)?(arxiv\.org|huggingface\.co|hf\.co)/\S*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("^(?<surname>[a-z_-]+?)_(?<initial>[a-z])_[0-9]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Author();
}
