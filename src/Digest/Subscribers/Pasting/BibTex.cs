using System.Text;
using System.Text.RegularExpressions;
using Digest.Papers;

namespace Digest.Subscribers.Pasting;

/// <summary>A bibliography's entries as papers "like these". Each entry is read once from its beginning to its end; a broken one
/// is told and reading goes on with the next that begins a line.</summary>
internal static partial class BibTex
{
    /// <summary>Where the first entry begins; -1 where the text is no BibTeX.</summary>
    public static int Begins(string text) => Entry().Match(text) is { Success: true } entry ? entry.Index : -1;

    /// <param name="from">Where the first entry begins.</param>
    public static Pasted Read(string text, int from)
    {
        var (papers, faults) = (new List<ExamplePaper>(), new List<Fault>());
        for (var entry = Entry().Match(text, from); entry.Success;)
        {
            var line = 1 + text.AsSpan(0, entry.Index).Count('\n');
            var open = entry.Index + entry.Length;
            var next = Line().Match(text, open) is { Success: true } beginning ? beginning.Index : text.Length;
            var end = End(text, open, next);
            var kind = entry.Groups["kind"].Value.ToLowerInvariant();
            if (end < 0)
                faults.Add(new(FaultKind.EntryUnclosed, Pasted.Piece(Key(text.AsSpan(open))), line));
            else if (kind is not ("comment" or "string" or "preamble"))
            {
                if (Paper(Fields(text[open..end])) is { } paper)
                    papers.Add(paper);
                else
                    faults.Add(new(FaultKind.EntryNamesNothing, Pasted.Piece(Key(text.AsSpan(open))), line));
            }
            entry = Entry().Match(text, end < 0 ? next : end);
        }
        return new(papers.Count == 0 ? [] : [new() { Name = "", Text = "", Papers = [.. papers.Distinct()] }], faults);
    }

    static ExamplePaper? Paper(Dictionary<string, string> fields)
    {
        string? Of(string name) => fields.GetValueOrDefault(name);
        var archive = Of("archiveprefix") ?? Of("eprinttype") ?? "arxiv";
        var id = (archive.Equals("arxiv", StringComparison.OrdinalIgnoreCase) ? PaperId.FromArxiv(Of("eprint")) : null)
            ?? PaperId.FromDoi(Of("doi")) ?? PaperId.FromAny(Of("url")) ?? PaperId.FromAny(Of("ee")) ?? PaperId.FromAny(Of("howpublished"))
            ?? new[] { "journal", "note", "volume", "number" }.Select(name => Mention().Match(Of(name) ?? ""))
                .Where(m => m.Success).Select(m => PaperId.FromArxiv(m.Groups["number"].Value)).FirstOrDefault(found => found is not null);
        var title = PaperText.Title(Of("title"));
        return id is null && !title.Any(char.IsLetterOrDigit) ? null : new(id?.ToString() ?? "", title);
    }

    /// <summary>Where the entry's closing brace stands; -1 when it has none before the next entry.</summary>
    static int End(string text, int open, int limit)
    {
        var depth = 1;
        for (var i = open; i < limit; i++)
            if (text[i] == '\\')
                i++;
            else if (text[i] == '{')
                depth++;
            else if (text[i] == '}' && --depth == 0)
                return i;
        return -1;
    }

    static string Key(ReadOnlySpan<char> body)
    {
        var end = body.IndexOfAny(',', '\n', '}');
        return body[..Math.Min(end < 0 ? body.Length : end, 60)].Trim().ToString();
    }

    /// <summary>name = {value} or "value" or value, pieces joined by #. The first of a name counts.</summary>
    static Dictionary<string, string> Fields(string body)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = body.IndexOf(',', StringComparison.Ordinal) + 1; i > 0 && i < body.Length;)
        {
            var equals = body.IndexOf('=', i);
            if (equals < 0)
                break;
            var name = body[i..equals].Trim(' ', '\t', '\r', '\n', ',');
            var value = new StringBuilder();
            for (i = equals + 1; ;)
            {
                i = Piece(body, i, value);
                while (i < body.Length && char.IsWhiteSpace(body[i]))
                    i++;
                if (i >= body.Length || body[i] != '#')
                    break;
                i++;
            }
            fields.TryAdd(name, value.ToString().Trim());
            while (i < body.Length && body[i] != ',')
                i++;
            i++;
        }
        return fields;
    }

    static int Piece(string body, int i, StringBuilder value)
    {
        while (i < body.Length && char.IsWhiteSpace(body[i]))
            i++;
        var close = i >= body.Length ? '\0' : body[i] switch { '{' => '}', '"' => '"', _ => '\0' };
        if (close == '\0')
        {
            for (; i < body.Length && body[i] is not (',' or '#' or '\n'); i++)
                value.Append(body[i]);
            return i;
        }
        var depth = 0;
        for (i++; i < body.Length; i++)
        {
            if (depth == 0 && body[i] == close)
                return i + 1;
            if (body[i] == '{') depth++;
            else if (body[i] == '}') depth--;
            value.Append(body[i]);
        }
        return i;
    }

    [GeneratedRegex(@"(?<![\w@])@(?<kind>[A-Za-z]{2,30})\s{0,9}\{", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^[ \t]{0,9}@[A-Za-z]{2,30}\s{0,9}\{", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Line();

    // "arXiv preprint arXiv:2606.00001", "abs/2606.00001" as dblp writes it.
    [GeneratedRegex(@"\b(arxiv:\s?|abs/)(?<number>[0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[a-z]{2})?/[0-9]{7})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mention();
}
