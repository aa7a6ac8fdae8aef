using System.Collections.Frozen;
using System.Text;

namespace Digest.Papers;

/// <summary>The language of a title or abstract, for the lang attribute that tells a screen reader how to speak it and a
/// browser which letters to take. By script, among the Latin ones by the small words that a language cannot do without, among
/// others by letters that only one of them has. English unless sure: nearly all papers are.</summary>
internal static class TextLanguage
{
    public const string Default = "en";

    /// <summary>So much of a text is enough to tell.</summary>
    const int Enough = 400;

    /// <summary>Different small words found, at least, and how many times those of English.</summary>
    const int FewestWords = 2, Advantage = 2;

    /// <summary>The title's, and where it is too short to tell, the abstract's.</summary>
    public static string OfTitle(string title, string @abstract) => Sure(title) ?? Sure(@abstract) ?? Default;

    public static string Of(string text) => Sure(text) ?? Default;

    /// <summary>A tag of BCP 47; null when it cannot be told.</summary>
    static string? Sure(string text)
    {
        var beginning = text.Length <= Enough ? text : text[..Enough];
        if (Ascii.IsValid(beginning)) return BySmallWords(beginning);
        Span<int> letters = stackalloc int[Scripts.Length + 1];
        var all = 0;
        foreach (var rune in beginning.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune) && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.NonSpacingMark) continue;
            var script = Script(rune.Value);
            var weight = script is Kana or Han or Hangul ? 3 : 1; // one says what others say with three
            all += weight;
            letters[script] += weight;
        }
        if (letters[Kana] > 0 && (letters[Kana] + letters[Han]) * 2 > all) return "ja"; // among Chinese signs there are none
        for (var script = 0; script < Scripts.Length; script++)
            if (letters[script] * 2 > all)
                return Scripts[script].Language switch
                {
                    "ar" => InArabicLetters(beginning),
                    "ru" => InCyrillic(beginning),
                    var language => language,
                };
        return BySmallWords(beginning);
    }

    static string InArabicLetters(string text) =>
        text.AsSpan().IndexOfAny("ٹڈڑےں") >= 0 ? "ur" : text.AsSpan().IndexOfAny("پچژگیک") >= 0 ? "fa" : "ar";

    static string InCyrillic(string text) =>
        text.AsSpan().IndexOfAny("іїєґІЇЄҐ") >= 0 ? text.AsSpan().IndexOfAny("ўыэЎЫЭ") >= 0 ? "be" : "uk"
        : text.AsSpan().IndexOfAny("ђјљњћџЂЈЉЊЋЏ") >= 0 ? "sr"
        : text.AsSpan().IndexOfAny("ыэёьЫЭЁЬ") < 0 && text.Length >= LongEnoughForOneOfThose ? "bg" : "ru";

    const int LongEnoughForOneOfThose = 30;

    static string? BySmallWords(string text)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in Words(text).Distinct(StringComparer.Ordinal))
            if (Latin.TryGetValue(word, out var languages))
                foreach (var language in languages)
                    found[language] = found.GetValueOrDefault(language) + 1;
        if (found.Count == 0) return null;
        var (best, count) = found.MaxBy(f => f.Value);
        var next = found.Where(f => f.Key != best).Select(f => f.Value).DefaultIfEmpty(0).Max();
        return count >= FewestWords && count > next && count >= Advantage * found.GetValueOrDefault(Default) || best == Default && count > next
            ? best : null;
    }

    static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
            if (i < text.Length && (char.IsLetter(text[i]) || text[i] is '\'' or '’')) start = start < 0 ? i : start;
            else if (start >= 0)
            {
                var (from, to) = (start, i);
                start = -1;
                // A piece of a name, such as the v of Net-v2, and what is all capitals are no words.
                if (IsJoined(text, from - 1) || IsJoined(text, to) || char.IsUpper(text[to - 1])) continue;
                var word = text[from..to].ToLowerInvariant().Replace('’', '\'');
                var apostrophe = word.IndexOf('\'', StringComparison.Ordinal);
                yield return apostrophe > 0 ? word[..(apostrophe + 1)] : word; // l'eau is l' and more
            }
    }

    static bool IsJoined(string text, int at) =>
        at >= 0 && at < text.Length &&
        (char.IsDigit(text[at]) || text[at] is '-' or '_' || text[at] == '.' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]));

    static int Script(int rune)
    {
        for (var i = 0; i < Scripts.Length; i++)
            foreach (var (from, to) in Scripts[i].Ranges)
                if (rune >= from && rune <= to)
                    return i;
        return Scripts.Length;
    }

    const int Kana = 0, Han = 1, Hangul = 2;

    static readonly (string Language, (int From, int To)[] Ranges)[] Scripts =
    [
        ("ja", [(0x3040, 0x30FF), (0x31F0, 0x31FF)]),
        ("zh", [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2FA1F)]),
        ("ko", [(0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF)]),
        ("ru", [(0x0400, 0x052F)]),
        ("ar", [(0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF)]),
        ("he", [(0x0590, 0x05FF)]),
        ("el", [(0x0370, 0x03FF), (0x1F00, 0x1FFF)]),
        ("hi", [(0x0900, 0x097F)]),
        ("bn", [(0x0980, 0x09FF)]),
        ("ta", [(0x0B80, 0x0BFF)]),
        ("th", [(0x0E00, 0x0E7F)]),
        ("ka", [(0x10A0, 0x10FF)]),
        ("hy", [(0x0530, 0x058F)]),
    ];

    static readonly FrozenDictionary<string, string[]> Latin = Table(
        ("en", "the of and a an in on for with to from by is are we this that as at its via using towards beyond without into between under do does no not or it can how what when why which you all be was their our than only over i don' can' let' s"),
        ("de", "der die das den dem des und ein eine einer eines einem einen für mit von zur zum im auf bei über durch nach aus wir ist sind nicht wird werden sich auch als wie zu"),
        ("fr", "le la les des du de un une et en pour dans sur avec par au aux est sont nous cette ces que qui l' d' à chez sans entre leur ce"),
        ("es", "el la los las de del un una y en para con por sobre entre es son que se este esta su sus al como sin hacia desde lo"),
        ("pt", "o a os as de do da dos das um uma e em no na nos nas para com por sobre entre é são que se este esta ao à como sem pela pelo"),
        ("it", "il lo la i gli le di del della dei delle degli un una e in nel nella per con su tra è sono che si questo questa dell' l' da al alla come senza nell'"),
        ("nl", "de het een en van voor met op in bij over door naar uit wij we is zijn niet wordt worden dat die te aan ook als tussen"),
        ("sv", "och en ett i på för med av till från om vi är som det att den inte genom hos mellan vid kan har"),
        ("da", "og en et i på for med af til fra om vi er som det at den ikke gennem hos mellem ved kan har"),
        ("nb", "og en et i på for med av til fra om vi er som det at den ikke gjennom hos mellom ved kan har"),
        ("fi", "ja on ei ovat että sekä myös joka jotka tämä tässä mutta kun kuin sen niiden välillä avulla käyttäen voidaan"),
        ("pl", "i w na z do dla o od przez oraz jest są nie się że jak po przy między w pracy metody za pod"),
        ("cs", "a v na z do pro o od přes je jsou se že jak po při mezi ve s ke které který této jako"),
        ("tr", "ve bir bu için ile olarak olan da de üzerine üzerinde gibi daha çok kullanarak tarafından arasında"),
        ("ro", "și în de la cu pentru pe din a al ale un o este sunt că prin care între sau asupra"),
        ("hu", "a az és egy hogy nem is vagy mint szerint által között új alapján számára"),
        ("id", "dan di yang untuk dengan pada dari dalam ini adalah sebagai oleh terhadap menggunakan antara ke"),
        ("vi", "và của cho trong các một với là những được từ trên về có này bằng không"));

    static FrozenDictionary<string, string[]> Table(params (string Language, string Words)[] languages) =>
        languages.SelectMany(l => l.Words.Split(' ').Distinct(StringComparer.Ordinal), (l, word) => (l.Language, word))
            .GroupBy(pair => pair.word, pair => pair.Language, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
