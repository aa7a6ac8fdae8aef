using System.Text;

namespace Digest.Papers;

// Commands in running text.
internal static partial class LatexText
{
    sealed partial class Reading
    {
        /// <summary>At a backslash; returns what follows what was read.</summary>
        int Command(StringBuilder written, int i, int to, int depth, bool braced)
        {
            if (i + 1 >= to) return Put(written, '\\', i + 1);
            var c = _text[i + 1];
            if (!char.IsAsciiLetter(c)) return Sign(written, c, i, to, depth);
            var end = NameEnd(i, to);
            var name = _text[(i + 1)..end];
            if (Letters.TryGetValue(name, out var letter))
            {
                written.Append(letter);
                return AfterLetter(end, to);
            }
            if (Accents.TryGetValue(name, out var mark) && end < to &&
                (_text[end] is '{' or '\\' || char.IsWhiteSpace(_text[end])))
                return Accent(written, mark, i, SkipBlanks(end, to), to, depth) ?? Put(written, '\\', i + 1);
            if (Wrappers.Contains(name)) return Wrapped(written, name, end, to, depth);
            if (Switches.Contains(name) && (braced || name.Length > 2)) return SkipBlanks(end, to);
            if (Blanks.Contains(name)) return Put(written, ' ', end);
            if (Symbols.TryGetValue(name, out var symbol) || Functions.Contains(name) && (symbol = name) is not null)
            {
                written.Append(symbol);
                return end + 1 < to && _text[end] == '{' && _text[end + 1] == '}' ? end + 2 : end;
            }
            if (Special(written, name, end, to, depth) is { } past) return past;
            var (formula, next) = (new StringBuilder(), i);
            if (MathCommand(formula, ref next, to, depth + 1))
            {
                written.Append(formula);
                return next;
            }
            return Unknown(written, i, end, to, depth);
        }

        int Sign(StringBuilder written, char c, int i, int to, int depth)
        {
            switch (c)
            {
                case '%' or '&' or '$' or '_' or '#' or '{' or '}':
                    return Put(written, c, i + 2);
                case ',' or ';' or ':' or '\\' or ' ' or '\n' or '\t' or '\r':
                    return Put(written, ' ', i + 2);
                case '!' or '-' or '@' or '/':
                    return i + 2;
                case '(' or '[':
                    var end = _text.IndexOf(c == '(' ? @"\)" : @"\]", i + 2, to - i - 2, StringComparison.Ordinal);
                    return end < 0 ? Put(written, '\\', i + 1) : Delimited(written, i, i + 2, end, end + 2, depth);
                case '\'' or '`' or '"' or '^' or '~' or '=' or '.':
                    if (Accent(written, Accents[c.ToString()], i, i + 2, to, depth) is { } next) return next;
                    if (c is '\'' or '`' or '"') return Put(written, c, i + 2); // a quotation mark that some program escaped
                    break;
            }
            return Put(written, '\\', i + 1);
        }

        /// <summary>As it is written: "\OE " is a letter too. What is longer has no accent.</summary>
        const int LongestAccented = 40;

        /// <summary>A letter and its accent; null when there is no letter that has it.</summary>
        int? Accent(StringBuilder written, char mark, int command, int i, int to, int depth)
        {
            if (i >= to) return null;
            var (from, end, next) = Token(i, to);
            var isBraced = _text[i] == '{';
            if (end - from > LongestAccented) return null;
            var content = Text(from, end, depth + 1, braced: true);
            if (content.Length == 0) return null;
            var letter = content[0] switch { 'ı' when mark < '\u0323' => 'i', 'ȷ' when mark < '\u0323' => 'j', var c => c };
            if (!char.IsLetter(letter)) return null;
            if (!isBraced && _text[command + 1] is '\'' or '`' or '"')
            {
                // "Noether\'s" and "\"quoted\"" are what a program made of a quotation mark.
                if (_text[command + 1] == '"' && !"aeiouyAEIOUY".Contains(letter, StringComparison.Ordinal)) return null;
                var isLast = next >= to || !char.IsLetter(_text[next]);
                if (letter is 's' or 't' or 'm' or 'd' && isLast && Ends(written, char.IsLetter)) return null;
            }
            var accented = $"{letter}{mark}".Normalize(NormalizationForm.FormC);
            if (!isBraced && accented.Length > 1) return null;
            written.Append(accented).Append(content, 1, content.Length - 1);
            return !isBraced && _text[i] == '\\' ? AfterLetter(next, to) : next;
        }

        int Wrapped(StringBuilder written, string name, int i, int to, int depth)
        {
            if (i < to && _text[i] == '*') i++;
            if (name == "textcolor" && i < to && _text[i] == '{' && _closes[i] is > 0 and var color && color < to) i = color + 1;
            if (i >= to || _text[i] != '{' || _closes[i] == 0 || _closes[i] >= to) return SkipBlanks(i, to);
            var end = _closes[i];
            var isMath = name.StartsWith("math", StringComparison.Ordinal) || name is "operatorname" or "boldsymbol" or "bm";
            written.Append((isMath ? Math(i + 1, end, depth + 1) : null) ?? Text(i + 1, end, depth + 1, braced: true));
            return end + 1;
        }

        /// <summary>Commands that mean something for a page: links, notes, references. Null for any other.</summary>
        int? Special(StringBuilder written, string name, int i, int to, int depth)
        {
            if (name is not ("url" or "href" or "footnote" or "cite" or "citep" or "citet" or "label" or "ensuremath" or
                "textsuperscript" or "textsubscript") || i >= to || _text[i] != '{' || _closes[i] == 0 || _closes[i] >= to)
                return null;
            var end = _closes[i];
            switch (name)
            {
                case "url":
                    Address(written, i + 1, end);
                    break;
                case "href" when end + 1 < to && _text[end + 1] == '{' &&
                        _closes[end + 1] is > 0 and var close && close < to:
                    var label = Text(end + 2, close, depth + 1, braced: true);
                    written.Append(label);
                    return close + 1;
                case "href":
                    Address(written, i + 1, end);
                    break;
                case "footnote":
                    written.Append(" (").Append(Text(i + 1, end, depth + 1, braced: true).Trim()).Append(')');
                    break;
                case "ensuremath":
                    if (Math(i + 1, end, depth + 1) is not { } math) return null;
                    written.Append(math);
                    break;
                case "textsuperscript" or "textsubscript":
                    Script(written, name == "textsuperscript" ? '^' : '_', Text(i + 1, end, depth + 1, braced: true), end + 1, to);
                    break;
            }
            return end + 1;
        }

        /// <summary>A command that is nobody's but its author's: as it stands, what is in its braces read.</summary>
        int Unknown(StringBuilder written, int i, int end, int to, int depth)
        {
            written.Append(_text, i, end - i);
            while (end < to && _text[end] == '{' && _closes[end] is > 0 and var close && close < to)
            {
                if (close > end + 1) written.Append('{').Append(Text(end + 1, close, depth + 1, braced: true)).Append('}');
                end = close + 1;
            }
            return end;
        }

        int NameEnd(int i, int to)
        {
            i++;
            while (i < to && char.IsAsciiLetter(_text[i])) i++;
            return i;
        }

        int AfterLetter(int i, int to) =>
            i + 1 < to && _text[i] == '{' && _text[i + 1] == '}' ? i + 2 : SkipBlanks(i, to);

        int SkipBlanks(int i, int to)
        {
            while (i < to && char.IsWhiteSpace(_text[i])) i++;
            return i;
        }

        /// <summary>A command's argument: what stands in the braces, a command with its own arguments, or a character.</summary>
        (int From, int End, int Next) Token(int i, int to)
        {
            if (i >= to) return (to, to, to);
            if (_text[i] == '{' && _closes[i] is > 0 and var close && close < to) return (i + 1, close, close + 1);
            if (_text[i] != '\\' || i + 1 >= to)
            {
                var length = char.IsHighSurrogate(_text[i]) && i + 1 < to && char.IsLowSurrogate(_text[i + 1]) ? 2 : 1;
                return (i, i + length, i + length);
            }
            if (!char.IsAsciiLetter(_text[i + 1])) return (i, i + 2, i + 2);
            var end = NameEnd(i, to);
            var name = _text[(i + 1)..end];
            if (Wrappers.Contains(name) || MathAccents.ContainsKey(name) || name is "mathbb" or "sqrt" or "frac")
                for (var groups = name == "frac" ? 2 : 1; groups > 0; groups--)
                    if (end < to && _text[end] == '{' && _closes[end] is > 0 and var last && last < to) end = last + 1;
            return (i, end, end);
        }
    }
}
