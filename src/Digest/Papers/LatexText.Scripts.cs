using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Digest.Papers;

// What stands raised or lowered: as such where every character has a form for it, else after its sign, V_0.5.
internal static partial class LatexText
{
    static readonly FrozenDictionary<char, char> Raised = Pairs(
        "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻=⁼(⁽)⁾" +
        "aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻAᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂ" +
        "βᵝγᵞδᵟθᶿφᵠχᵡ⊤ᵀ**∗*⋆⋆††‡‡′′″″°°∘°");

    static readonly FrozenDictionary<char, char> Lowered = Pairs(
        "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ");

    static FrozenDictionary<char, char> Pairs(string pairs) => pairs.Chunk(2).ToFrozenDictionary(p => p[0], p => p[1]);

    static bool IsRaisedDigit(char c) => c is '²' or '³' or '¹' or >= '⁰' and <= '⁹';

    sealed partial class Reading
    {
        void Script(StringBuilder written, char sign, string content, int next, int to)
        {
            content = content.Trim();
            if (content.Length == 0) return;
            if (Exact(sign, content.Replace(" ", "", StringComparison.Ordinal)) is { } exact)
            {
                written.Append(exact);
                return;
            }
            if (content[0] != sign) written.Append(sign);
            var joined = next < to && char.IsLetterOrDigit(_text[next]);
            var clear = content.Length == 1 ||
                !joined && (content[0] == sign || content.All(c => char.IsLetterOrDigit(c) || c == '.'));
            written.Append(clear ? content : $"({content})");
        }

        static string? Exact(char sign, string content)
        {
            var forms = sign == '^' ? Raised : Lowered;
            return content.All(forms.ContainsKey) ? string.Concat(content.Select(c => forms[c])) : null;
        }

        /// <summary>Outside of formulas ^ and _ stand in names and code too, so they count only where they read as
        /// mathematics: R^2, 10^-6, π_0, CO_2, and any braces.</summary>
        int TextScript(StringBuilder written, int i, int to, int depth)
        {
            var sign = _text[i];
            var start = i + 1;
            if (start >= to) return Put(written, sign, start);
            if (_text[start] == '{' || sign == '^' && _text[start] == '\\')
            {
                var (from, end, next) = Token(start, to);
                if (next <= start + 1 || Math(from, end, depth + 1) is not { } content) return Put(written, sign, start);
                Script(written, sign, content, next, to);
                return next;
            }
            if (StandsAt("circ", start, to) && sign == '^' && Ends(written, char.IsAsciiDigit))
                return Put(written, '°', start + 4);
            if (PlainScriptEnd(written, sign, start, to) is { } past && Exact(sign, _text[start..past]) is { } exact)
            {
                written.Append(exact);
                return past;
            }
            return Put(written, sign, start);
        }

        int? PlainScriptEnd(StringBuilder written, char sign, int start, int to)
        {
            var letters = 0;
            while (letters < written.Length && char.IsLetter(written[^(letters + 1)])) letters++;
            if (letters == 0 && Ends(written, IsMark)) letters = 1; // an accented letter in two parts
            var alone = letters == written.Length || !IsOfName(written[^(letters + 1)]);
            var end = start;
            if (sign == '^' && _text[end] is '+' or '-') end++;
            var digits = end;
            while (end < to && char.IsAsciiDigit(_text[end])) end++;
            var after = end < to ? _text[end] : ' ';
            if (end > digits)
            {
                if (after == '.' && end + 1 < to && char.IsAsciiDigit(_text[end + 1]) || after == '_') return null;
                if (sign == '^') return Ends(written, IsOfWord, c => c is ')' or ']' or '|') ? end : null;
                var base1 = letters == 1 || letters == 2 && char.IsUpper(written[^1]) && char.IsUpper(written[^2]);
                return alone && base1 && end - digits <= 2 && !char.IsLower(after) ? end : null;
            }
            if (end > start) return letters > 0 && !char.IsLetterOrDigit(after) ? end : null; // e^-, K^+
            var single = letters == 1 && alone && char.IsLetter(_text[start]) &&
                (start + 1 == to || !IsOfName(_text[start + 1]));
            return single ? start + 1 : null;
        }

        static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

        static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || IsMark(c);

        static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '^';
    }
}
