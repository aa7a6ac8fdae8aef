using System.Globalization;
using System.Text;

namespace Digest.Papers;

/// <summary>Repairs text that came from outside: one line, NFC, nothing invisible that could mislead a reader, of bounded
/// length; LaTeX as Unicode in titles, abstracts and names. What it returns may still hold any visible character; it is
/// escaped where it lands.</summary>
internal static class PaperText
{
    /// <summary>Longest kept, in graphemes; authors and categories also in number.</summary>
    public const int MaxTitle = 500, MaxAbstract = 10_000, MaxAuthor = 200, MaxAuthors = 2000;
    public const int MaxCategory = 60, MaxCategories = 50;

    /// <summary>Real scripts stack fewer marks on a letter; more is vandalism that paints over neighbouring lines.</summary>
    const int MaxMarks = 8;

    /// <summary>UTF-16 units a grapheme may have on average before the text is cut all the same.</summary>
    const int UnitsPerGrapheme = 4;

    public static string Title(string? text) => Line(Unicode(text), MaxTitle);

    /// <summary>A sentence about the paper, as some sources make one.</summary>
    public static string OneLine(string? text) => Line(Unicode(text), MaxTitle);

    public static string Abstract(string? text) => Line(Unicode(text), MaxAbstract);

    /// <summary>In the order given, without empty ones and repetitions.</summary>
    public static IReadOnlyList<string> Authors(IEnumerable<string?> names) =>
        Lines(names.Select(Unicode), MaxAuthor, MaxAuthors);

    /// <summary>In the order given, without empty ones and repetitions.</summary>
    public static IReadOnlyList<string> Categories(IEnumerable<string?> codes) => Lines(codes, MaxCategory, MaxCategories);

    /// <summary>The text as one line of at most that many graphemes, "…" at its end when it was longer.</summary>
    public static string Line(string? text, int graphemes) =>
        string.IsNullOrEmpty(text) ? "" : Cut(Repair(text).Normalize(NormalizationForm.FormC), graphemes);

    // What is kept of it is far shorter, whatever it holds.
    static string Unicode(string? text) =>
        text is null ? "" : LatexText.ToUnicode(text.Length <= LongestTold ? text : text[..LongestTold]);

    const int LongestTold = 200_000;

    static List<string> Lines(IEnumerable<string?> texts, int graphemes, int count) =>
        [.. texts.Select(t => Line(t, graphemes)).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Take(count)];

    static string Repair(string text)
    {
        var line = new StringBuilder(text.Length);
        var (space, joiner, marks, last) = (false, 0, 0, 0);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            if (Rune.IsWhiteSpace(rune)) (space, joiner) = (true, 0);
            else if (rune.Value is 0x200C or 0x200D) joiner = space ? 0 : rune.Value;
            else if (!IsJunk(rune))
            {
                var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
                marks = isMark ? marks + 1 : 0;
                if (marks > MaxMarks) continue;
                if (space && line.Length > 0) line.Append(' ');
                // Joiners spell words in Persian and Indic scripts and build emoji; beside Latin letters they only hide.
                else if (joiner != 0 && last >= FirstJoinedScript && rune.Value >= FirstJoinedScript) line.Append((char)joiner);
                line.Append(rune.ToString());
                (space, joiner, last) = (false, 0, rune.Value);
            }
        }
        return line.ToString();
    }

    const int FirstJoinedScript = 0x0590;

    static bool IsJunk(Rune rune) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and <= 0x9F) => true, // C0, DEL, C1
        0x00AD or 0x061C or 0x180E or 0xFEFF => true, // soft hyphen, Arabic letter mark, zero width
        >= 0x200B and <= 0x200F => true, // zero width, direction marks
        >= 0x202A and <= 0x202E => true, // bidi embeddings and overrides
        >= 0x2060 and <= 0x206F => true, // invisible operators, bidi isolates, deprecated format characters
        >= 0xFFF9 and <= 0xFFFB => true, // interlinear annotation
        >= 0xFDD0 and <= 0xFDEF => true, // noncharacters
        >= 0xE0000 and <= 0xE007F => true, // tags: text that only machines see
        var v => (v & 0xFFFE) == 0xFFFE,
    };

    static string Cut(string text, int graphemes)
    {
        if (text.Length <= graphemes) return text;
        var limit = (int)Math.Min((long)graphemes * UnitsPerGrapheme, int.MaxValue);
        var (count, end, before) = (0, 0, 0);
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, end);
            if (end + length > limit || count == graphemes)
            {
                var keep = count == graphemes ? before : end;
                if (keep == 0) keep = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit; // one endless grapheme
                return text[..keep].TrimEnd() + "…";
            }
            (count, before, end) = (count + 1, end, end + length);
        }
        return text;
    }
}
