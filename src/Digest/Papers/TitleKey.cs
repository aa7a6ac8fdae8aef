using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Digest.Papers;

/// <summary>A title as its letters and digits alone, so that sources that spell it differently agree: "A $\mu$LO for
/// na\"ive users", "A μLO for naïve Users" and "A muLO for Naive Users" have one key.</summary>
internal static partial class TitleKey
{
    /// <summary>UTF-16 units. Keeps a key inside what databases index; titles that agree this far are the same.</summary>
    const int Longest = 300, LongestSurname = 60;

    /// <summary>Letters and words from which a title is one that two works hardly have by chance.</summary>
    const int TellingLetters = 12, TellingWords = 3;

    /// <summary>Fewest letters before a colon that are a title, and not "A:" or "Re:".</summary>
    const int ShortestMain = 4;

    /// <summary>Never empty: a title without letters or digits is its own key.</summary>
    public static string Of(string title)
    {
        var text = PaperText.Title(title);
        var key = Key(text);
        if (key.Length == 0) key = text.Replace(" ", "", StringComparison.Ordinal);
        if (key.Length == 0) throw new ArgumentException("A paper without a title has no title key.", nameof(title));
        return Cut(key, Longest);
    }

    /// <summary>The key of what stands before a subtitle: "GrepSeek" of "GrepSeek: Training Search Agents". Null when there
    /// is no subtitle, or one that tells a part of a series ("Part II") or another text about the work ("Erratum").</summary>
    public static string? WithoutSubtitle(string title)
    {
        var text = PaperText.Title(title);
        if (Subtitle().Match(text) is not { Success: true } at || Part().IsMatch(text[(at.Index + at.Length)..])) return null;
        var key = Key(text[..at.Index]);
        return key.Length < ShortestMain || key.All(char.IsAsciiDigit) ? null : Cut(key, Longest);
    }

    /// <summary>Whether a title is long and special enough to say with its first author which work it is; "Editorial" and
    /// "Letter to the Editor" are not.</summary>
    public static bool IsTelling(string title)
    {
        var text = PaperText.Title(title);
        return Key(text) is { Length: >= TellingLetters } key && !Headings.Contains(key) &&
            (text.Split(' ').Length >= TellingWords || !Ascii.IsValid(key));
    }

    static string Key(string text) =>
        Letters(Said(TexCommand().Replace(text, m => Spoken(m.Groups["name"].Value))));

    // "R&amp;D", "R&D" and "R and D"; UNet and UNet++ are two works.
    static string Said(string text) => text.AsSpan().IndexOfAny('&', '+') < 0 ? text : Plus().Replace(
        System.Net.WebUtility.HtmlDecode(text).Replace("&", " and ", StringComparison.Ordinal), "plus");

    /// <summary>"Ada Lovelace", "Lovelace, Ada" and "Ada Lovelace Jr." are lovelace.</summary>
    public static string Surname(string author)
    {
        var comma = author.IndexOf(',', StringComparison.Ordinal);
        var surname = comma > 0 ? Letters(author[..comma]) : "";
        if (surname.Length == 0) surname = Names(author).LastOrDefault(n => !Suffixes.Contains(n)) ?? Letters(author);
        return Cut(surname, LongestSurname);
    }

    /// <summary>The parts of a name. Sources disagree about their order and shorten the given ones, so two spellings are
    /// taken for one person when they share a part of two letters or more.</summary>
    public static IReadOnlyList<string> Names(string author) =>
        [.. author.Split([' ', ',', '.', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Select(Letters).Where(n => n.Length > 1)];

    static string Cut(string key, int longest) =>
        key.Length <= longest ? key : key[..(char.IsHighSurrogate(key[longest - 1]) ? longest - 1 : longest)];

    static string Spoken(string command)
    {
        if (Silent.Contains(command)) return "";
        if (command == "aa") return "a";
        return command.StartsWith("var", StringComparison.Ordinal) && Greek.Values.Contains(command[3..], StringComparer.Ordinal)
            ? command[3..]
            : command;
    }

    /// <summary>Letters and digits alone, lower case, without accents.</summary>
    public static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var rune in PaperText.Line(text, int.MaxValue / 8).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var lower = Rune.ToLowerInvariant(rune);
            if (lower.IsBmp && Spelled((char)lower.Value) is { } spelled) letters.Append(spelled);
            else if (Rune.IsLetterOrDigit(lower) || Rune.GetUnicodeCategory(lower) == UnicodeCategory.SpacingCombiningMark)
                letters.Append(lower.ToString());
        }
        return letters.ToString();
    }

    // Letters that decompose to nothing simpler, as they are written without them; Greek as TeX says it.
    static string? Spelled(char letter) => letter switch
    {
        < 'ß' => null,
        'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'ø' => "o", 'ł' => "l", 'đ' or 'ð' => "d", 'þ' => "th", 'ı' => "i",
        'ς' => "sigma",
        _ => Greek.GetValueOrDefault(letter),
    };

    static readonly FrozenDictionary<char, string> Greek =
        ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi " +
         "psi omega").Split(' ').Zip("αβγδεζηθικλμνξοπρστυφχψω")
            .ToFrozenDictionary(pair => pair.Second, pair => pair.First);

    /// <summary>Jr., III: no part of a name that tells people apart where sources drop it.</summary>
    public static bool IsSuffix(string letters) => Suffixes.Contains(letters);

    static readonly FrozenSet<string> Suffixes = FrozenSet.Create(StringComparer.Ordinal, "jr", "sr", "ii", "iii", "iv");

    // What stands above texts of many people.
    static readonly FrozenSet<string> Headings =
        ("announcement|correspondence|introduction|acknowledgements|acknowledgments|lettertotheeditor|letterstotheeditor|" +
         "fromtheeditor|fromtheeditors|editorsnote|inthisissue|tableofcontents|guesteditorial|bookreview|" +
         "bookreviews|replytocomments|authorsreply|conflictofinterest|listofreviewers|erratumto|retractionnotice|" +
         "introductiontothespecialissue|editorialboard|callforpapers|newsandviews|researchhighlights|yearinreview")
            .Split('|').ToFrozenSet(StringComparer.Ordinal);

    // Commands that change how letters look, and accents named by a letter.
    static readonly FrozenSet<string> Silent =
        ("textbf textit textrm textsc textsf texttt textup textnormal text emph mbox hbox mathrm mathbf mathit mathcal " +
         "mathbb mathsf mathtt mathfrak mathscr boldsymbol bm operatorname ensuremath underline overline hat tilde bar vec " +
         "textsuperscript textsubscript left right big Big bf it rm tt sc em sf displaystyle quad qquad c v H u k r b d t")
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\\(?<name>[A-Za-z]+)\*?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TexCommand();

    // A plus at the end of a name, or two: SPECTER+, C++.
    [GeneratedRegex(@"(?<=[\p{L}\p{N}+])\+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plus();

    [GeneratedRegex(@"(?<=\S)\s*(:\s+|\s[-–—‒―]+\s|[—―]|\?\s+(?=\S))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subtitle();

    // "Part II", "Vol. 3", "2", "IV", "Erratum", "Reply to Moss", "v2".
    [GeneratedRegex("""
        ^((part|vol(ume)?|chapter|section|lecture|episode|season|version|v|no|number|phase|stage|supplement(ary)?|appendix)\b|
          [0-9]+(\.[0-9]+)*\b|[ivx]+\b|(the\s)?(erratum|errata|corrigendum|correction|addendum|reply|response|rebuttal|
          comment|commentary|discussion|retraction|extended\s(abstract|version)|supplemental|slides|poster|demo|reprint)\b)
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture |
        RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Part();
}
