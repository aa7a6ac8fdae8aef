using System.Globalization;
using System.Text;

namespace Digest.Papers;

// Formulas.
internal static partial class LatexText
{
    /// <summary>How often, on average, a character may be looked at as part of a formula.</summary>
    const int Patience = 8;

    sealed partial class Reading
    {
        long _effort;

        /// <summary>A formula as Unicode; null when something in it cannot be said so.</summary>
        string? Math(int from, int to, int depth)
        {
            // What fails is read again as text; formulas within formulas that fail would add up.
            _effort += to - from;
            if (depth > Deepest || _effort > Patience * (_text.Length + 1000L)) return null;
            var written = new StringBuilder(to - from);
            for (var i = from; i < to;)
            {
                var c = _text[i];
                if (c == '\\')
                {
                    if (!MathCommand(written, ref i, to, depth)) return null;
                }
                else if (c == '{')
                {
                    if (_closes[i] is 0 || _closes[i] >= to || Math(i + 1, _closes[i], depth + 1) is not { } group) return null;
                    written.Append(group);
                    i = _closes[i] + 1;
                }
                else if (c is '^' or '_')
                {
                    var (start, end, next) = ScriptToken(c, SkipBlanks(i + 1, to), to);
                    if (Math(start, end, depth + 1) is not { } script) return null;
                    Script(written, c, script, next, to);
                    i = next;
                }
                else if (c is '}' or '$' or '&' or '%' or '#')
                    return null;
                else if (c == '\'')
                    i = Primes(written, i, to);
                else if (c == '~' || char.IsWhiteSpace(c))
                    i = Blank(written, i + 1);
                else
                    i = Put(written, c, i + 1);
            }
            return written.ToString();
        }

        // Who writes fb$^-1$ means what fb$^{-1}$ shows.
        (int From, int End, int Next) ScriptToken(char sign, int i, int to)
        {
            var end = i + 1;
            if (sign == '^' && i < to && _text[i] == '-')
                while (end < to && char.IsAsciiDigit(_text[end])) end++;
            return end > i + 1 ? (i, end, end) : Token(i, to);
        }

        /// <summary>At a backslash in a formula. False, with nothing read, when the command is none that Unicode has.</summary>
        bool MathCommand(StringBuilder written, ref int i, int to, int depth)
        {
            if (depth > Deepest || i + 1 >= to) return false;
            var c = _text[i + 1];
            if (!char.IsAsciiLetter(c))
            {
                if (c is '%' or '&' or '$' or '_' or '#' or '{' or '}') i = Put(written, c, i + 2);
                else if (c == '|') i = Put(written, '‖', i + 2);
                else if (c is ',' or ';' or ':' or '\\' || char.IsWhiteSpace(c)) i = Blank(written, i + 2);
                else if (c is '!' or '-' or '/') i += 2;
                else return false;
                return true;
            }
            var end = NameEnd(i, to);
            var name = _text[(i + 1)..end];
            if (DoubleStruck.TryGetValue(name, out var symbol) || Symbols.TryGetValue(name, out symbol))
                i = Symbol(written, symbol, end, to);
            else if (Functions.Contains(name))
                i = Function(written, name, end, to);
            else if (Blanks.Contains(name))
                i = Blank(written, end);
            else if (name is "left" or "right" && end < to && _text[end] == '.')
                i = end + 1;
            else if (Switches.Contains(name))
                i = SkipBlanks(end, to);
            else if (Construct(written, name, end, to, depth) is { } next)
                i = next;
            else
                return false;
            return true;
        }

        /// <summary>Commands with arguments; null when they cannot be said.</summary>
        int? Construct(StringBuilder written, string name, int i, int to, int depth)
        {
            if (i < to && _text[i] == '*') i++;
            var (from, end, next) = Token(SkipBlanks(i, to), to);
            if (end <= from) return null;
            switch (name)
            {
                case "mathbb" or "mathbbm" or "mathds":
                    if (Math(from, end, depth + 1) is not { } letters) return null;
                    written.Append(DoubleStruck.GetValueOrDefault(letters, letters));
                    return next;
                case "operatorname":
                    return Math(from, end, depth + 1) is { } function ? Function(written, function, next, to) : null;
                case "frac" or "dfrac" or "tfrac" or "nicefrac" or "sfrac":
                    var (below, belowEnd, after) = Token(SkipBlanks(next, to), to);
                    if (Math(from, end, depth + 1) is not { } upper ||
                        Math(below, belowEnd, depth + 1) is not { Length: > 0 } lower) return null;
                    written.Append(InBrackets(upper.Trim())).Append('/').Append(InBrackets(lower.Trim()));
                    return after;
                case "sqrt" when _text[from] != '[':
                    if (Math(from, end, depth + 1) is not { } radicand) return null;
                    written.Append('√').Append(InBrackets(radicand.Trim()));
                    return next;
                case "pmod":
                    if (Math(from, end, depth + 1) is not { } modulus) return null;
                    written.Append(" (mod ").Append(modulus).Append(')');
                    return next;
                case "ensuremath":
                    written.Append(Math(from, end, depth + 1));
                    return next;
            }
            if (MathAccents.TryGetValue(name, out var mark))
            {
                if (Math(from, end, depth + 1) is not { } letter || !IsOneLetter(letter)) return null;
                written.Append((letter + mark).Normalize(NormalizationForm.FormC));
                return next;
            }
            if (!Wrappers.Contains(name) || name == "textcolor") return null;
            var isText = name.StartsWith("text", StringComparison.Ordinal) || name is "mbox" or "hbox" or "emph";
            if ((isText ? Text(from, end, depth + 1, braced: true) : Math(from, end, depth + 1)) is not { } content) return null;
            written.Append(content);
            return next;
        }

        // A blank after a command ends its name. It is kept where the formula was written with blanks around its signs.
        int Symbol(StringBuilder written, string symbol, int i, int to)
        {
            var spaced = written.Length > 0 && written[^1] == ' ';
            if (spaced && symbol is ("⟩" or "⌉" or "⌋")) written.Length--;
            written.Append(symbol);
            if (i >= to || !char.IsWhiteSpace(_text[i])) return i;
            var next = SkipBlanks(i, to);
            if (next == to) return next;
            var isSign = !char.IsLetter(symbol[0]) && symbol is not ("∂" or "∇" or "⟨" or "⌈" or "⌊");
            if (isSign ? spaced : IsSign(next, to)) written.Append(' ');
            return next;
        }

        bool IsSign(int i, int to)
        {
            if (_text[i] != '\\') return !char.IsLetterOrDigit(_text[i]) && !"{([)],^_'".Contains(_text[i], StringComparison.Ordinal);
            return Symbols.TryGetValue(_text[(i + 1)..NameEnd(i, to)], out var symbol) && !char.IsLetter(symbol[0]);
        }

        int Function(StringBuilder written, string name, int i, int to)
        {
            if (written.Length > 0 && (char.IsLetterOrDigit(written[^1]) || written[^1] == ')')) written.Append(' ');
            written.Append(name);
            var next = SkipBlanks(i, to);
            if (next < to && (char.IsLetterOrDigit(_text[next]) || _text[next] is '\\' or '{')) written.Append(' ');
            return next;
        }

        int Primes(StringBuilder written, int i, int to)
        {
            var end = i;
            while (end < to && _text[end] == '\'') end++;
            written.Append((end - i) switch { 1 => "′", 2 => "″", 3 => "‴", var n => new string('′', n) });
            return end;
        }

        static int Blank(StringBuilder written, int next)
        {
            if (written.Length > 0 && written[^1] != ' ') written.Append(' ');
            return next;
        }

        static bool IsOneLetter(string text) =>
            text.Length > 0 && char.IsLetter(text[0]) && StringInfo.GetNextTextElementLength(text) == text.Length;

        static string InBrackets(string text) =>
            text.All(c => char.IsLetterOrDigit(c) || IsRaisedDigit(c) || IsMark(c) || c == '.') ||
            StringInfo.GetNextTextElementLength(text) == text.Length ? text : $"({text})";
    }
}
