using System.Globalization;
using System.Runtime.InteropServices;

namespace Digest.Matching;

/// <summary>
/// Texts to terms, the same way for papers and for interests. A term is a stemmed word, or two neighbouring words written as
/// one: "multi-modal", "multi modal" and "multimodal" thereby share a term.
/// </summary>
internal static class TextAnalysis
{
    /// <summary>Changes whenever the same text would give other terms, so that what was kept is made anew.</summary>
    public const int AnalyzerVersion = 2;

    /// <summary>Longer runs of letters are no words; they are cut, which bounds every term.</summary>
    const int LongestWord = 40;

    /// <summary>Characters, with the blank behind it.</summary>
    const int UsualWord = 8;

    /// <summary>The words of a text in order, stop words left out.</summary>
    public static List<Word> Words(string text) => Words(PlainText.Of(text));

    /// <param name="names">Read as names of people: nothing is left out, and the dot of an initial parts nothing.</param>
    public static List<Word> Words(PlainText plain, bool names = false)
    {
        var text = plain.Characters;
        var words = new List<Word>(text.Length / UsualWord);
        var (near, tied, stops) = (false, false, 0);
        for (var i = 0; i < text.Length;)
        {
            if (!IsWordCharacter(text[i]))
            {
                var c = text[i++];
                tied &= c is '-' or '/' or '_';
                near &= tied || char.IsWhiteSpace(c) || c is '-' or '"' or '“' or '”' or '\'' or '*'
                    || (names && c == '.');
                continue;
            }
            var start = i;
            i = EndOfWord(text, start);
            var (spelt, stem) = Spelling(text.AsSpan(start, i - start));
            if (!names && StopWords.Contains(spelt))
            {
                near &= ++stops == 1 && StopWords.IsBridge(spelt);
                continue;
            }
            // To where the last character ends, not to where the next begins: signs between them are gone.
            var to = plain.End(i - 1);
            words.Add(new Word(stem, spelt, plain.Origin(start), to, near, near && tied));
            (near, tied, stops) = (true, true, 0);
        }
        return words;
    }

    /// <summary>Whether names may stand in the text that have a word of some kind. Quicker than asking all its words.</summary>
    public static bool Says(PlainText plain, Func<ReadOnlySpan<char>, bool> isKind)
    {
        var text = plain.Characters;
        for (var i = 0; i < text.Length; i++)
            if (IsWordCharacter(text[i]))
            {
                var word = text.AsSpan()[i..EndOfWord(text, i)];
                if (word.Contains('\'') || isKind(word[..Math.Min(word.Length, LongestWord)]))
                    return true;
                i += word.Length - 1;
            }
        return false;
    }

    /// <summary>The term for two neighbouring words: that of the one word they would make.</summary>
    public static string Joined(Word first, Word second) => Stemmer.Stem(first.Term + second.Spelling);

    static int EndOfWord(string text, int at)
    {
        var start = at;
        while (at < text.Length && (IsWordCharacter(text[at]) || IsInsideWord(text, at)))
        {
            at++;
            if (IsIdeograph(text[at - 1]) || (at < text.Length && IsIdeograph(text[at])))
                return at; // written without spaces: each is a word, neighbours make the phrases
        }
        // C++, C#, F#
        if (at - start <= 2 && at + 1 < text.Length && text[at] == '+' && text[at + 1] == '+')
            return at + 2;
        return at - start == 1 && at < text.Length && text[at] == '#' ? at + 1 : at;
    }

    static bool IsWordCharacter(char c) =>
        char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c)
        : char.IsLetterOrDigit(c)
          || char.GetUnicodeCategory(c) is UnicodeCategory.SpacingCombiningMark
          || (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark && c < VariationSelectors);

    // From here on marks choose how a picture looks.
    const char VariationSelectors = '\uFE00';

    // The model's; GPT-3.5
    static bool IsInsideWord(string text, int at) => at + 1 < text.Length && at > 0 && text[at] switch
    {
        '\'' => char.IsLetter(text[at + 1]),
        '.' => char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]),
        _ => false,
    };

    static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF';

    static (string Spelling, string Stem) Spelling(ReadOnlySpan<char> written)
    {
        if (written.Contains('\''))
            written = written.ToString().Replace("'", "", StringComparison.Ordinal);
        return Spellings.Of(written.Length > LongestWord ? written[..LongestWord] : written);
    }
}

/// <summary>A word of a text.</summary>
/// <param name="Term">What it is compared by.</param>
/// <param name="Spelling">In lower case, not stemmed.</param>
/// <param name="From">Where it begins in the text as written, and <paramref name="To"/> where it ends.</param>
/// <param name="IsNear">Nothing but blanks, a hyphen or one stop word stands between it and the word before.</param>
/// <param name="IsTied">It makes a compound with the word before: a hyphen or slash is all that is between.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Word(string Term, string Spelling, int From, int To, bool IsNear, bool IsTied);
