using System.Text;

namespace Digest.Papers;

/// <summary>Whether two spellings name one person: in either order, with given names or their initials, with accents or
/// without, with hyphens or joined. Nicknames and changed names are not known.</summary>
internal static class PersonName
{
    public static bool AreSame(string one, string other)
    {
        var (a, b) = (Parts(one), Parts(other));
        if (a.SequenceEqual(b, StringComparer.Ordinal)) return a.Count > 0;
        var shared = a.Where(part => part.Length > 1 || !char.IsAscii(part[0])).Intersect(b, StringComparer.Ordinal).ToList();
        return shared.Any(surname => AreCompatible(Without(a, surname), Without(b, surname)));
    }

    // What is left of the shorter must be found in the longer, as it is or as an initial; "Xiao-Ming" is "Xiaoming".
    static bool AreCompatible(List<string> a, List<string> b)
    {
        if (a.Count == 0 || b.Count == 0 || string.Concat(a) == string.Concat(b)) return true;
        var (few, many) = a.Count <= b.Count ? (a, new List<string>(b)) : (b, new List<string>(a));
        foreach (var part in few)
        {
            var at = many.IndexOf(part);
            if (at < 0) at = many.FindIndex(p => (p.Length == 1 || part.Length == 1) && p[0] == part[0]);
            if (at < 0) return false;
            many.RemoveAt(at);
        }
        return true;
    }

    static List<string> Without(List<string> parts, string part)
    {
        var rest = new List<string>(parts);
        rest.Remove(part);
        return rest;
    }

    static List<string> Parts(string name)
    {
        var parts = new List<string>();
        foreach (var word in name.Split([' ', ',', '.', '-', '‐', '‑', '–', '\u00A0'], StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = Plain(word);
            if (letters.Length == 0 || TitleKey.IsSuffix(letters)) continue;
            // "Serre JP", as libraries write it.
            if (word.Length is 2 or 3 && word.All(char.IsAsciiLetterUpper) && name.Any(char.IsLower))
                parts.AddRange(letters.Select(c => c.ToString()));
            else
                parts.Add(letters);
        }
        return parts;
    }

    // Müller is Mueller and Muller.
    static string Plain(string word) => new StringBuilder(TitleKey.Letters(word))
        .Replace("ae", "a").Replace("oe", "o").Replace("ue", "u").ToString();
}
