using System.Text.RegularExpressions;

namespace Digest.Subscribers.Pasting;

/// <summary>A query of arXiv's search interface: cat:cs.LG AND ti:"diffusion models" ANDNOT au:smith.</summary>
internal sealed partial class ArxivQuery
{
    /// <summary>More brackets within brackets are no question of a person's.</summary>
    const int Deepest = 20;

    const int MostTerms = 100;

    readonly List<string> tokens;
    readonly List<Fault> faults = [];
    int at, terms;

    ArxivQuery(string query) => tokens = [.. Tokens().Matches(query).Take(MostTerms * 6).Select(m => m.Value)];

    /// <summary>Null when the text is none: it has no field, or no operator between fields.</summary>
    public static Pasted? Read(string text) => Fields().Count(text) > 0 && Operators().IsMatch(text) ? Of(text) : null;

    /// <summary>The query of an address, which may be a single term.</summary>
    public static Pasted Of(string query)
    {
        var reader = new ArxivQuery(query);
        if (reader.Either(0) is { } asked && reader.terms <= MostTerms)
        {
            var told = AskedInterests.Of(asked);
            return told with { Faults = [.. reader.faults.Concat(told.Faults).Distinct()] };
        }
        return new([], [.. reader.faults.Append(new(FaultKind.UnreadableQuery, Pasted.Piece(query))).Take(1)]);
    }

    /// <summary>A term of the search's forms: field and what is asked for in it; null for what is no matter of interests.</summary>
    public static Asked.Leaf? Term(string field, string value)
    {
        value = value.Trim().Trim('"').Trim();
        return value.Length == 0 ? null : field.ToLowerInvariant() switch
        {
            "ti" or "title" or "abs" or "abstract" or "all" or "co" or "comments" or "" => new(AskedKind.Words, value),
            "au" or "author" => new(AskedKind.Author, Author(value)),
            "cat" or "cross_list_category" => new(AskedKind.Category, value.TrimEnd('*').TrimEnd('.')),
            "id" or "id_list" or "paper_id" or "doi" => new(AskedKind.Paper, value),
            _ => null,
        };
    }

    // marsh_a is A. Marsh; del_rio is a surname of two words.
    static string Author(string value)
    {
        var parts = value.Split('_', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 1 && parts[^1].Length == 1 ? $"{parts[^1]} {string.Join(' ', parts[..^1])}" : string.Join(' ', parts);
    }

    // OR binds least, as arXiv reads it from left to right only where people do not mind.
    Asked? Either(int depth)
    {
        var parts = new List<Asked>();
        do
        {
            if (Both(depth) is { } part)
                parts.Add(part);
        }
        while (Take("OR"));
        return parts.Count > 1 ? new Asked.Any([.. parts.SelectMany(p => p is Asked.Any any ? any.Parts : [p])]) : parts.FirstOrDefault();
    }

    Asked? Both(int depth)
    {
        var parts = new List<Asked>();
        while (at < tokens.Count && tokens[at] is not (")" or "OR"))
        {
            var isDenied = Take("ANDNOT") || Take("NOT");
            if (!isDenied && Take("AND"))
                isDenied = Take("NOT");
            var before = at;
            if (One(depth) is { } part)
                parts.Add(isDenied ? new Asked.Not(part) : part);
            if (at == before)
                at++;
        }
        return parts.Count > 1 ? new Asked.All(parts) : parts.FirstOrDefault();
    }

    Asked? One(int depth)
    {
        if (at >= tokens.Count)
            return null;
        if (Take("("))
        {
            if (depth == Deepest)
            {
                faults.Add(new(FaultKind.TooManyBrackets));
                (at, terms) = (tokens.Count, MostTerms + 1);
                return null;
            }
            var inside = Either(depth + 1);
            Take(")");
            return inside;
        }
        var token = tokens[at];
        if (token is ")" or "AND" or "OR" or "ANDNOT" or "NOT")
            return null;
        at++;
        terms++;
        var colon = token.StartsWith('"') ? -1 : token.IndexOf(':', StringComparison.Ordinal);
        var (field, value) = colon < 0 ? ("", token) : (token[..colon], token[(colon + 1)..]);
        if (Term(field, value) is { } leaf)
            return leaf;
        faults.Add(new(FaultKind.LeftOut, Pasted.Piece(token)));
        return null;
    }

    bool Take(string token)
    {
        if (at >= tokens.Count || tokens[at] != token)
            return false;
        at++;
        return true;
    }

    [GeneratedRegex(@"(?<![\w:])(ti|au|abs|co|jr|cat|rn|id|all|submittedDate):\s*\S", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fields();

    [GeneratedRegex(@"\b(AND|OR|ANDNOT)\b|^\s*\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Operators();

    // field:"phrase", field:[from TO until], field:word, "phrase", a bracket, a word.
    [GeneratedRegex(@"[()]|([A-Za-z_]+:)?(""[^""]*""|\[[^\]]*\]|[^\s()""]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tokens();
}
