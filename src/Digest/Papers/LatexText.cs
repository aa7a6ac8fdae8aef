using System.Text;

namespace Digest.Papers;

/// <summary>
/// LaTeX in titles, abstracts and names as Unicode where that says exactly the same, and left as it was written where it
/// does not: a formula is converted whole, or kept with its delimiters. Takes what archives and their mirrors really give:
/// text with stray dollars (money), braces and underscores (identifiers), half-stripped commands ("1.7times", "{sim}").
/// Any text is read in time proportional to its length; none is refused.
/// </summary>
internal static partial class LatexText
{
    /// <summary>Levels of braces that are looked into; what is deeper stays as it is.</summary>
    const int Deepest = 12;

    public static string ToUnicode(string text) =>
        Plain(text) ? text : new Reading(text).Text(0, text.Length, 0, braced: false);

    static bool Plain(string text) =>
        text.AsSpan().IndexOfAny("\\$^_`~{}") < 0 &&
        !text.Contains("--", StringComparison.Ordinal) && !text.Contains("''", StringComparison.Ordinal) &&
        !text.Contains("times", StringComparison.Ordinal);

    /// <summary>One text being read. Text mode is here; formulas and single commands have files of their own.</summary>
    sealed partial class Reading
    {
        readonly string _text;

        /// <summary>For each opening brace where it closes; 0 for any other character.</summary>
        readonly int[] _closes;

        /// <summary>The sign that opened the quotation being read.</summary>
        char _quote;

        public Reading(string text)
        {
            _text = text;
            _closes = new int[text.Length];
            var open = new Stack<int>();
            for (var i = 0; i < text.Length; i++)
                if (text[i] == '\\') i++;
                else if (text[i] == '{') open.Push(i);
                else if (text[i] == '}' && open.TryPop(out var start)) _closes[start] = i;
        }

        /// <param name="braced">Whether braces stand around it, so that a command like \it changes this part alone.</param>
        public string Text(int from, int to, int depth, bool braced)
        {
            if (depth > Deepest) return _text[from..to];
            var written = new StringBuilder(to - from);
            for (var i = from; i < to;)
                i = _text[i] switch
                {
                    '\\' => Command(written, i, to, depth, braced),
                    '$' => Formula(written, i, to, depth),
                    '{' => Group(written, i, to, depth),
                    '^' or '_' => TextScript(written, i, to, depth),
                    '`' or '\'' or '"' => Quote(written, i, to),
                    '~' => Tie(written, i, from, to),
                    '-' => Dash(written, i, to),
                    'h' or 'H' when IsAddress(i, to) => Address(written, i, to),
                    // \times whose backslash a mirror has lost: nobody writes "1.7times".
                    't' when Ends(written, char.IsAsciiDigit, IsRaisedDigit) && StandsAt("times", i, to) => Put(written, '×', i + 5),
                    var c => Put(written, c, i + 1),
                };
            return written.ToString();
        }

        /// <summary>At a dollar: a formula, or money.</summary>
        int Formula(StringBuilder written, int i, int to, int depth)
        {
            var sign = i + 1 < to && _text[i + 1] == '$' ? 2 : 1;
            var end = i + sign;
            while (end < to && _text[end] != '$') end += _text[end] == '\\' ? 2 : 1;
            var next = end + sign;
            if (end >= to || next > to || sign == 2 && _text[end + 1] != '$' ||
                !IsFormula(i + sign, end, next < to ? _text[next] : ' '))
                return Put(written, '$', i + 1);
            return Delimited(written, i, i + sign, end, next, depth);
        }

        /// <summary>A formula as Unicode, or else all of it as it stands.</summary>
        int Delimited(StringBuilder written, int i, int from, int end, int next, int depth)
        {
            if (Math(from, end, depth + 1) is { } math)
                written.Append(math.Trim());
            else
                written.Append(_text, i, next - i);
            return next;
        }

        // "$1 Million", "from $60 to $70" and "$KEY/$VALUE" are no formulas: prose inside, a blank at the dollar that would
        // close it, or a number or name after that dollar.
        bool IsFormula(int from, int end, char after)
        {
            var inside = _text.AsSpan(from, end - from);
            if (inside.IsWhiteSpace()) return false;
            var tex = inside.IndexOfAny("\\^_{=") >= 0;
            if (!tex && (char.IsWhiteSpace(inside[0]) || char.IsWhiteSpace(inside[^1]))) return false;
            if (char.IsLetterOrDigit(after) && inside[^1] is '-' or '/' or ',' or '–' or '(' or '&') return false;
            if (char.IsAsciiDigit(after) && (char.IsAsciiDigit(inside[0]) || char.IsWhiteSpace(inside[^1]))) return false;
            return !IsProse(inside);
        }

        // Two words of three letters and more that are no commands and stand in no braces.
        static bool IsProse(ReadOnlySpan<char> inside)
        {
            var (words, braces) = (0, 0);
            for (var i = 0; i < inside.Length;)
            {
                var start = i;
                var command = inside[i] == '\\';
                i++;
                if (command || char.IsLetter(inside[start]))
                    while (i < inside.Length && char.IsLetter(inside[i])) i++;
                if (inside[start] is '{') braces++;
                else if (inside[start] is '}') braces--;
                else if (!command && braces == 0 && i - start >= 3 &&
                    (i == inside.Length || inside[i] is ' ' or '\n' or ',' or '.')) words++;
            }
            return words >= 2;
        }

        /// <summary>Braces that keep a title's capitals go; those that seem to be the text's own stay.</summary>
        int Group(StringBuilder written, int i, int to, int depth)
        {
            var end = _closes[i];
            if (end == 0 || end >= to) return Put(written, '{', i + 1);
            var inside = _text.AsSpan(i + 1, end - i - 1);
            var content = Text(i + 1, end, depth + 1, braced: true);
            if (inside is "sim") content = "∼"; // {\sim} whose backslash a mirror has lost
            var own = inside.Contains("://", StringComparison.Ordinal) ||
                inside.IndexOfAny("\\$") < 0 && content.Length > 1 &&
                (content.AsSpan().IndexOfAny(",:;=\"[]{") >= 0 || Ends(written, char.IsLetterOrDigit));
            written.Append(own ? $"{{{content}}}" : content);
            return end + 1;
        }

        /// <summary>~ is a blank where lines do not break, unless it means "about" or stands between numbers.</summary>
        int Tie(StringBuilder written, int i, int from, int to)
        {
            var (before, after) = (i > from ? _text[i - 1] : ' ', i + 1 < to ? _text[i + 1] : ' ');
            var stays = char.IsWhiteSpace(before) || char.IsWhiteSpace(after) ||
                before is '/' or '(' or '[' or '~' or '≈' or '<' or '>' ||
                after is '~' or '/' || char.IsAsciiDigit(before) && char.IsAsciiDigit(after);
            return Put(written, stays ? '~' : ' ', i + 1);
        }

        // Between words or blanks; a command line's --option and an arrow stay.
        int Dash(StringBuilder written, int i, int to)
        {
            var end = i;
            while (end < to && _text[end] == '-') end++;
            var open = written.Length == 0 || char.IsWhiteSpace(written[^1]);
            var closed = end == to || char.IsWhiteSpace(_text[end]);
            if (end - i is 2 or 3 && open == closed && (closed || _text[end] is not ('>' or '|')) &&
                !Ends(written, c => c is '<' or '!' or '|'))
                return Put(written, end - i == 2 ? '–' : '—', end);
            written.Append(_text, i, end - i);
            return end;
        }

        int Quote(StringBuilder written, int i, int to)
        {
            var c = _text[i];
            var end = i;
            while (end < to && _text[end] == c) end++;
            var opens = end < to && !char.IsWhiteSpace(_text[end]) && (written.Length == 0 ||
                char.IsWhiteSpace(written[^1]) || written[^1] is '(' or '[' or '-' or '–' or '—' or '/');
            var closes = !opens && (end == to || !char.IsLetterOrDigit(_text[end]));
            if (end - i == 2 && (c == '`' && end < to || c == '\'' && opens))
            {
                _quote = c;
                return Put(written, '“', end);
            }
            if (_quote is '`' or '\'' && closes && (c == '\'' && end - i == 2 || c == '"' && end - i == 1))
            {
                _quote = default;
                return Put(written, '”', end);
            }
            if (c == '`' && end - i == 1 && opens && SingleQuoteEnds(end, to))
            {
                _quote = '‘';
                return Put(written, '‘', end);
            }
            if (c == '\'' && end - i == 1 && closes && _quote == '‘')
            {
                _quote = default;
                return Put(written, '’', end);
            }
            written.Append(_text, i, end - i);
            return end;
        }

        /// <summary>A quotation of some words is meant; nobody quotes a page in these.</summary>
        const int LongestSingleQuote = 200;

        bool SingleQuoteEnds(int i, int to)
        {
            for (to = System.Math.Min(to, i + LongestSingleQuote); i < to && _text[i] is not '`'; i++)
                if (_text[i] == '\\') i++;
                else if (_text[i] == '\'' && (i + 1 == _text.Length || !char.IsLetterOrDigit(_text[i + 1]))) return true;
            return false;
        }

        bool IsAddress(int i, int to) =>
            _text.AsSpan(i, to - i) is var rest && (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ||
                rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

        /// <summary>A web address keeps its tildes and underscores; a link's text in braces after it comes in brackets.</summary>
        int Address(StringBuilder written, int i, int to)
        {
            var start = written.Length;
            for (; i < to && !char.IsWhiteSpace(_text[i]) && _text[i] is not ('{' or '}' or '$' or '<' or '>' or '"'); i++)
                if (_text[i] != '\\') written.Append(_text[i]);
                else if (i + 1 < to && _text[i + 1] is '_' or '%' or '#' or '&' or '~') written.Append(_text[++i]);
                else break;
            if (i >= to || _text[i] != '{' || _closes[i] is 0 || _closes[i] >= to) return i;
            var end = _closes[i];
            var label = _text[(i + 1)..end];
            if (label.Length > 0 && !label.Contains("://", StringComparison.Ordinal) &&
                !written.ToString(start, written.Length - start).Contains(label, StringComparison.OrdinalIgnoreCase))
                written.Append(" (").Append(label).Append(')');
            return end + 1;
        }

        bool StandsAt(string word, int i, int to) =>
            i + word.Length <= to && string.CompareOrdinal(_text, i, word, 0, word.Length) == 0 &&
            (i + word.Length == to || !char.IsLetterOrDigit(_text[i + word.Length]));

        static bool Ends(StringBuilder written, params ReadOnlySpan<Func<char, bool>> tests)
        {
            if (written.Length == 0) return false;
            foreach (var test in tests)
                if (test(written[^1])) return true;
            return false;
        }

        static int Put(StringBuilder written, char c, int next)
        {
            written.Append(c);
            return next;
        }
    }
}
