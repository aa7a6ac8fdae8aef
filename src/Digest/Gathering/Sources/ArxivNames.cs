using System.Text;

namespace Digest.Gathering.Sources;

/// <summary>The people in arXiv's one line of authors: "A. Moss (1), B. Reed Jr. and C. Fern ((1) Institute of Rivers, Delta)".
/// Affiliations stand in brackets, commas and accents in TeX.</summary>
internal static class ArxivNames
{
    public static IReadOnlyList<string> Split(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return [];
        var names = new List<string>();
        foreach (var part in Parts(line.Replace(@"\,", " ", StringComparison.Ordinal)))
        {
            var name = part.Trim();
            if (name.StartsWith("and ", StringComparison.OrdinalIgnoreCase)) name = name[4..].TrimStart();
            if (name.StartsWith("the ", StringComparison.OrdinalIgnoreCase)) name = name[4..].TrimStart();
            if (name.Length == 0 || name.TrimEnd('.') is "et al" or "and" or "others") continue;
            if (names.Count > 0 && name.TrimEnd('.') is "Jr" or "Sr" or "II" or "III" or "IV")
                names[^1] += " " + name;
            else
                names.Add(name);
        }
        return names;
    }

    // Cuts at commas, at "and" and after a collaboration's colon, but not within brackets or braces.
    static IEnumerable<string> Parts(string line)
    {
        var (part, brackets, braces) = (new StringBuilder(), 0, 0);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '\\' && i + 1 < line.Length)
            {
                if (brackets == 0) part.Append(c).Append(line[i + 1]);
                i++;
                continue;
            }
            if (c == '{') braces++;
            else if (c == '}' && braces > 0) braces--;
            if (braces == 0 && c == '(' && (brackets > 0 || line.IndexOf(')', i) > 0)) brackets++;
            else if (braces == 0 && c == ')' && brackets > 0) brackets--;
            else if (brackets == 0)
            {
                var and = braces == 0 && char.IsWhiteSpace(c) ? AndEnds(line, i + 1) : 0;
                if (braces == 0 && c == ',' || and > 0 || c == ':' && IsGroup(part.ToString()))
                {
                    yield return part.ToString();
                    part.Clear();
                    if (and > 0) i = and - 1;
                }
                else
                    part.Append(char.IsWhiteSpace(c) ? ' ' : c);
            }
        }
        yield return part.ToString();
    }

    static int AndEnds(string line, int i) =>
        i + 4 <= line.Length && string.CompareOrdinal(line, i, "and", 0, 3) == 0 && char.IsWhiteSpace(line[i + 3]) ? i + 4 : 0;

    static bool IsGroup(string name) =>
        name.TrimEnd().Split(' ')[^1].ToLowerInvariant()
            is "collaboration" or "collaborations" or "consortium" or "group" or "team";
}
