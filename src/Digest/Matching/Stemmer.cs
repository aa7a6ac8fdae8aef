namespace Digest.Matching;

/// <summary>
/// The Porter2 stemmer for English, after its definition at snowballstem.org (algorithms/english). Works in place on
/// lower-case a to z; other words are not for it. R1 and R2 are the regions the definition speaks of: what follows the
/// first non-vowel after a vowel, and the same again inside R1.
/// </summary>
internal static class Stemmer
{
    /// <summary>Room a stem may need beyond the word's own length: a step may put back an e.</summary>
    public const int Slack = 1;

    public static string Stem(string word)
    {
        Span<char> buffer = stackalloc char[64];
        if (word.Length + Slack > buffer.Length || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
            return word;
        word.CopyTo(buffer);
        var stem = buffer[..Stem(buffer, word.Length)];
        return stem.SequenceEqual(word) ? word : new string(stem);
    }

    /// <summary>Stems the first <paramref name="n"/> characters in place and tells how many remain.
    /// <paramref name="w"/> has at least <see cref="Slack"/> more.</summary>
    public static int Stem(Span<char> w, int n)
    {
        if (n <= 2)
            return n;
        if (Exceptions.TryGetValue(w[..n], out var stem))
        {
            stem.CopyTo(w);
            return stem.Length;
        }
        MarkConsonantY(w[..n]);
        var r1 = RegionOne(w[..n]);
        var r2 = RegionAfter(w[..n], r1);

        n = StepOneA(w, n);
        if (!LeftAlone.Contains(w[..n]))
        {
            n = StepOneB(w, n, r1);
            n = StepOneC(w, n);
            n = Replace(w, n, r1, StepTwo);
            n = StepThree(w, n, r1, r2);
            n = StepFour(w, n, r2);
            n = StepFive(w, n, r1, r2);
        }
        w[..n].Replace('Y', 'y');
        return n;
    }

    // y is a consonant at the start and after a vowel; written Y until the end.
    static void MarkConsonantY(Span<char> w)
    {
        for (var i = 0; i < w.Length; i++)
            if (w[i] == 'y' && (i == 0 || IsVowel(w[i - 1])))
                w[i] = 'Y';
    }

    static int RegionOne(ReadOnlySpan<char> w)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["gener", "commun", "arsen"])
            if (w.StartsWith(prefix))
                return prefix.Length;
        return RegionAfter(w, 0);
    }

    static int RegionAfter(ReadOnlySpan<char> w, int start)
    {
        for (var i = start + 1; i < w.Length; i++)
            if (!IsVowel(w[i]) && IsVowel(w[i - 1]))
                return i + 1;
        return w.Length;
    }

    static int StepOneA(Span<char> w, int n)
    {
        if (Ends(w, n, "sses"))
            return n - 2;
        if (Ends(w, n, "ied") || Ends(w, n, "ies"))
            return n > 4 ? n - 2 : n - 1;
        if (w[n - 1] != 's' || Ends(w, n, "us") || Ends(w, n, "ss"))
            return n;
        return HasVowel(w[..(n - 2)]) ? n - 1 : n;
    }

    static int StepOneB(Span<char> w, int n, int r1)
    {
        var eed = Ends(w, n, "eedly") ? 5 : Ends(w, n, "eed") ? 3 : 0;
        if (eed > 0)
            return n - eed >= r1 ? n - eed + 2 : n;
        var cut = Ends(w, n, "ingly") ? 5 : Ends(w, n, "edly") ? 4 : Ends(w, n, "ing") ? 3 : Ends(w, n, "ed") ? 2 : 0;
        if (cut == 0 || !HasVowel(w[..(n - cut)]))
            return n;
        n -= cut;
        if (Ends(w, n, "at") || Ends(w, n, "bl") || Ends(w, n, "iz"))
            w[n++] = 'e';
        else if (n >= 2 && w[n - 1] == w[n - 2] && "bdfgmnprt".Contains(w[n - 1]))
            n--;
        else if (n <= r1 && EndsInShortSyllable(w, n))
            w[n++] = 'e';
        return n;
    }

    static int StepOneC(Span<char> w, int n)
    {
        if (n > 2 && w[n - 1] is 'y' or 'Y' && !IsVowel(w[n - 2]))
            w[n - 1] = 'i';
        return n;
    }

    static int StepThree(Span<char> w, int n, int r1, int r2) =>
        Ends(w, n, "ative") ? (n - 5 >= r2 ? n - 5 : n) : Replace(w, n, r1, StepThreeEndings);

    static int StepFour(Span<char> w, int n, int r2)
    {
        foreach (var ending in StepFourEndings)
            if (Ends(w, n, ending))
                return n - ending.Length >= r2 ? n - ending.Length : n;
        if (Ends(w, n, "ion") && n - 3 >= r2 && n > 3 && w[n - 4] is 's' or 't')
            return n - 3;
        return n;
    }

    static int StepFive(Span<char> w, int n, int r1, int r2)
    {
        if (w[n - 1] == 'e' && (n - 1 >= r2 || (n - 1 >= r1 && !EndsInShortSyllable(w, n - 1))))
            return n - 1;
        if (w[n - 1] == 'l' && n - 1 >= r2 && n > 1 && w[n - 2] == 'l')
            return n - 1;
        return n;
    }

    /// <summary>The first ending of the table that fits decides; it is replaced if it lies in the region.</summary>
    static int Replace(Span<char> w, int n, int region, (string Ending, string With)[] table)
    {
        foreach (var (ending, with) in table)
        {
            if (!Ends(w, n, ending))
                continue;
            var start = n - ending.Length;
            if (start < region
                || (ending == "ogi" && (start == 0 || w[start - 1] != 'l'))
                || (ending == "li" && (start == 0 || !"cdeghkmnrt".Contains(w[start - 1]))))
                return n;
            with.CopyTo(w[start..]);
            return start + with.Length;
        }
        return n;
    }

    // Longest first, so that the first that fits is the longest.
    static readonly (string, string)[] StepTwo =
    [
        ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
        ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"), ("alism", "al"),
        ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"), ("enci", "ence"), ("anci", "ance"),
        ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    static readonly (string, string)[] StepThreeEndings =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"),
        ("ness", ""), ("ful", ""),
    ];

    static readonly string[] StepFourEndings =
    [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
        "al", "er", "ic",
    ];

    static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Exceptions =
        new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["skis"] = "ski", ["skies"] = "sky", ["dying"] = "die", ["lying"] = "lie", ["tying"] = "tie", ["idly"] = "idl",
        ["gently"] = "gentl", ["ugly"] = "ugli", ["early"] = "earli", ["only"] = "onli", ["singly"] = "singl",
        ["sky"] = "sky", ["news"] = "news", ["howe"] = "howe", ["atlas"] = "atlas", ["cosmos"] = "cosmos",
        ["bias"] = "bias", ["andes"] = "andes",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> LeftAlone =
        new HashSet<string>(StringComparer.Ordinal)
            { "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed" }
            .GetAlternateLookup<ReadOnlySpan<char>>();

    // A vowel then a non-vowel other than w, x and Y after a non-vowel; or a vowel at the start then a non-vowel.
    static bool EndsInShortSyllable(ReadOnlySpan<char> w, int n) =>
        n >= 3 ? !IsVowel(w[n - 1]) && w[n - 1] is not ('w' or 'x' or 'Y') && IsVowel(w[n - 2]) && !IsVowel(w[n - 3])
        : n == 2 && IsVowel(w[0]) && !IsVowel(w[1]);

    static bool Ends(ReadOnlySpan<char> w, int n, string ending) => w[..n].EndsWith(ending);
    static bool HasVowel(ReadOnlySpan<char> w) => w.ContainsAny("aeiouy");
    static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
