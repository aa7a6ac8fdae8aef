using System.Collections.Frozen;
using Digest.Papers;

namespace Digest.Matching;

/// <summary>
/// A person's name as it is compared: without accents, case, suffixes and order of writing. "Doe, Jane", "J. Doe" and
/// "Jane Q. Doe" may be one person; "Jane R. Doe" is another than "Jane Q. Doe". A letter with two dots is the letter alone,
/// never the letter and an e.
/// </summary>
internal sealed class AuthorName
{
    readonly string[] given;
    readonly string particles, surname;

    AuthorName(string[] given, string particles, string surname) =>
        (this.given, this.particles, this.surname) = (given, particles, surname);

    /// <summary>Null when there is no letter in it.</summary>
    public static AuthorName? Of(string written)
    {
        var words = Words(written);
        if (words.Count == 0)
            return null;
        // "Serre JP", as libraries write it: the initials stand behind.
        var initials = words.Count - words.Skip(1).Reverse().TakeWhile(IsInitial).Count();
        if (initials < words.Count && words.Take(initials).All(w => !IsInitial(w)))
            words = [.. words.Skip(initials), .. words.Take(initials)];
        var last = words.Count - 1;
        var first = last;
        while (first > 1 && Particles.Contains(words[first - 1]))
            first--;
        return new AuthorName([.. words.Take(first)], string.Concat(words.Skip(first).SkipLast(1)), words[last]);
    }

    /// <summary>Whether papers by <paramref name="printed"/> are what somebody follows who named this one: an initial stands for
    /// every name that begins so, on either side; middle names may be missing but must not differ; a surname alone is
    /// everybody of that name. Names of East Asia are taken in both orders.</summary>
    public bool Follows(AuthorName printed) => IsSame(printed) || (Turned() is { } turned && turned.IsSame(printed));

    /// <summary>The terms that <see cref="TextIndex"/> keeps for an author: the full name's, its initial's and the surname's.</summary>
    public IEnumerable<string> Terms()
    {
        yield return Prefix + surname;
        if (given.Length == 0)
            yield break;
        yield return Term(given[0], surname);
        if (given[0].Length > 1)
            yield return Term(given[0][..1], surname);
    }

    /// <summary>A term that every paper by this author has, and some by others.</summary>
    public IEnumerable<string> Candidates()
    {
        yield return Widest();
        if (Turned() is { } turned)
            yield return turned.Widest();
    }

    public static string Term(Word first, Word last) => Term(first.Spelling, last.Spelling);

    const string Prefix = "by:";

    static string Term(string first, string last) => $"{Prefix}{first} {last}";

    string Widest() => given.Length == 0 ? Prefix + surname : Term(given[0][..1], surname);

    bool IsSame(AuthorName printed)
    {
        if (surname != printed.surname)
            return false;
        if (particles.Length > 0 && printed.particles.Length > 0 && particles != printed.particles)
            return false;
        if (given.Length == 0)
            return true;
        return printed.given.Length > 0
            && (string.Concat(given) == string.Concat(printed.given) // Xiao-Ming is Xiaoming
                || (AreAlike(given[0], printed.given[0]) && IsWithin(given.AsSpan(1), printed.given.AsSpan(1))));
    }

    /// <summary>Whether the shorter list's names stand in the longer one, in their order.</summary>
    static bool IsWithin(ReadOnlySpan<string> a, ReadOnlySpan<string> b)
    {
        if (a.Length > b.Length)
            return IsWithin(b, a);
        var found = 0;
        foreach (var name in b)
            if (found < a.Length && AreAlike(a[found], name))
                found++;
        return found == a.Length;
    }

    static bool AreAlike(string a, string b) => a == b || ((IsInitial(a) || IsInitial(b)) && a[0] == b[0]);

    static bool IsInitial(string word) => word.Length == 1 && word[0] < FirstEastAsian;

    const char FirstEastAsian = '\u2E80';

    AuthorName? Turned() => given.Length is 1 or 2 && particles.Length == 0 && !given.Any(IsInitial)
        && (Surnames.Contains(given[0]) || Surnames.Contains(surname) || surname[0] >= FirstEastAsian)
        ? new AuthorName([.. given.Skip(1), surname], "", given[0]) : null;

    static List<string> Words(string written)
    {
        if (written.Length > LongestName)
            written = written[..LongestName];
        var comma = written.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0 && !TitleKey.IsSuffix(TitleKey.Letters(written[(comma + 1)..])))
            written = $"{written[(comma + 1)..]} {written[..comma]}";
        var plain = PlainText.Of(written);
        var words = new List<string>();
        foreach (var word in TextAnalysis.Words(plain, names: true))
        {
            if (words.Count > 0 && TitleKey.IsSuffix(word.Spelling))
                continue;
            // "JP Serre"; not where all is in capitals.
            var letters = plain.Written.AsSpan()[word.From..word.To];
            if (letters.Length is 2 or 3 && IsCapitals(letters) && plain.Written.Any(char.IsLower))
                words.AddRange(word.Spelling.Select(c => c.ToString()));
            else
                words.Add(word.Spelling);
        }
        return words;
    }

    static bool IsCapitals(ReadOnlySpan<char> letters)
    {
        foreach (var c in letters)
            if (!char.IsAsciiLetterUpper(c))
                return false;
        return true;
    }

    const int LongestName = 200;

    static readonly FrozenSet<string> Particles = Set(
        "van von der den de del della di da das do dos du la le ter ten zu zur al el bin ibn ben af av");

    // The frequent ones that are written before or behind the given name.
    static readonly FrozenSet<string> Surnames = Set(
        "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng "
        + "yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian "
        + "ren fan fang shi yao tan liao zou xiong jin kim lee park choi jung kang cho yoon jang lim nguyen tran pham hoang "
        + "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato");

    static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
