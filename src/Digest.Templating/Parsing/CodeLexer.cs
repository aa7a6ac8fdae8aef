using System.Globalization;
using System.Text;

namespace Digest.Templating.Parsing;

/// <summary>Cuts one code block, from after its <c>{{</c> to after its <c>}}</c>.</summary>
internal sealed partial class CodeLexer(string text, int start, List<Token> tokens, List<ParseError> errors)
{
    // Longest first, so that the first that fits is the right one.
    private static readonly string[] Operators =
    [
        "...", "..<", "//=", "??=", "|>", "..", "?.", "??", "?!", "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "++", "--", "+=",
        "-=", "*=", "/=", "%=", "//", "+", "-", "*", "/", "%", "=", "<", ">", "!", "?", ":", ",", ".", "|", "&", "(",
        ")", "[", "]", "@", "^",
    ];

    /// <summary>Open interpolated strings: the quote that ends each, and how many braces were open outside.</summary>
    private readonly Stack<(char Quote, int Braces, int Start)> _interpolations = new();
    private int _at = start;
    private int _braces;
    private bool _space;

    public int Position => _at;

    public bool Closed { get; private set; }

    /// <summary>Returns the strip mark before the closing <c>}}</c>.</summary>
    public char Read()
    {
        while (_at < text.Length)
        {
            if (AtExit(_at, out var mark))
            {
                Add(TokenKind.CodeExit, _at, _at + (mark == '\0' ? 2 : 3), null);
                Closed = true;
                if (_interpolations.Count > 0) Fail(_interpolations.Peek().Start, "The interpolated string is not closed");
                return mark;
            }

            ReadOne();
        }

        return '\0';
    }

    private bool AtExit(int p, out char mark)
    {
        mark = '\0';
        if (_braces > 0) return false;
        if (p + 2 < text.Length && text[p] is '-' or '~' && text[p + 1] == '}' && text[p + 2] == '}') mark = text[p];
        var q = mark == '\0' ? p : p + 1;
        return q + 1 < text.Length && text[q] == '}' && text[q + 1] == '}';
    }

    private void ReadOne()
    {
        var c = text[_at];
        if (c == '\n')
        {
            Add(TokenKind.NewLine, _at, _at + 1, null);
            _space = true;
        }
        else if (char.IsWhiteSpace(c))
        {
            _at++;
            _space = true;
        }
        else if (c == '#') SkipComment();
        else if (c == ';') Add(TokenKind.Semicolon, _at, _at + 1, null);
        else if (c is '"' or '\'') ReadString(c);
        else if (c == '`') ReadVerbatim();
        else if (c == '$') ReadLocal();
        else if (c is '{' or '}') ReadBrace(c);
        else if (char.IsAsciiDigit(c)) ReadNumber();
        else if (IsNameStart(c)) ReadName();
        else ReadOperator();
    }

    private void Add(TokenKind kind, int from, int to, object? value)
    {
        tokens.Add(new Token(kind, from, to, _space, value));
        _space = false;
        _at = to;
    }

    private void Fail(int position, string message) => errors.Add(new ParseError(position, message));

    /// <summary>To the end of the line, or for <c>##</c> to the next <c>##</c>; the end of the code ends both.</summary>
    private void SkipComment()
    {
        var multi = _at + 1 < text.Length && text[_at + 1] == '#';
        var p = _at + (multi ? 2 : 1);
        for (; p < text.Length; p++)
        {
            if (!multi && text[p] == '\n') break;
            if (multi && text[p] == '#' && p + 1 < text.Length && text[p + 1] == '#')
            {
                p += 2;
                break;
            }

            if (text[p] == '}' && p + 1 < text.Length && text[p + 1] == '}')
            {
                if (text[p - 1] is '-' or '~') p--;
                _braces = 0;
                break;
            }
        }

        _at = p;
        _space = true;
    }

    private void ReadString(char quote)
    {
        var from = _at;
        var value = new StringBuilder();
        var p = _at + 1;
        while (p < text.Length && text[p] != quote) p = ReadCharacter(p, value);
        if (p >= text.Length) Fail(from, "The string is not closed");
        Add(TokenKind.String, from, Math.Min(p + 1, text.Length), value.ToString());
    }

    /// <summary>One character or escape of a string; returns where the next begins.</summary>
    private int ReadCharacter(int p, StringBuilder value)
    {
        if (text[p] != '\\' || p + 1 >= text.Length)
        {
            value.Append(text[p]);
            return p + 1;
        }

        var escape = text[p + 1];
        if (escape is 'u' or 'x') return ReadCodePoint(p, escape == 'u' ? 4 : 2, value);
        if (escape is '\r' or '\n') return SkipLineEnd(p + 1);
        var meaning = escape switch
        {
            'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', 'v' => '\v', '0' => '\0',
            '\'' or '"' or '\\' or '{' or '}' => escape,
            _ => '\uffff',
        };
        if (meaning == '\uffff') Fail(p, $"Unexpected escape character `{escape}` in a string");
        else value.Append(meaning);
        return p + 2;
    }

    private int SkipLineEnd(int p) => text[p] == '\r' && p + 1 < text.Length && text[p + 1] == '\n' ? p + 2 : p + 1;

    private int ReadCodePoint(int p, int digits, StringBuilder value)
    {
        var hex = text.AsSpan(p + 2, Math.Min(digits, text.Length - p - 2));
        if (hex.Length == digits
            && ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            value.Append((char)code);
        else Fail(p, $"Expecting {digits} hexadecimal digits after `\\{text[p + 1]}`");
        return Math.Min(p + 2 + digits, text.Length);
    }

    private void ReadVerbatim()
    {
        var from = _at;
        var value = new StringBuilder();
        var p = _at + 1;
        for (; p < text.Length; p++)
        {
            if (text[p] == '`')
            {
                if (p + 1 >= text.Length || text[p + 1] != '`') break;
                p++; // A doubled quote is one of the content.
            }

            value.Append(text[p]);
        }

        if (p >= text.Length) Fail(from, "The string is not closed");
        Add(TokenKind.String, from, Math.Min(p + 1, text.Length), value.ToString());
    }

    private void ReadLocal()
    {
        var next = _at + 1 < text.Length ? text[_at + 1] : '\0';
        if (next is '"' or '\'')
        {
            var from = _at;
            Add(TokenKind.InterpolationStart, _at, _at + 2, null);
            _interpolations.Push((next, _braces, from));
            ReadInterpolated();
            return;
        }

        var p = _at + 1;
        if (next == '$') p++;
        else while (p < text.Length && IsNamePart(text[p])) p++;
        Add(TokenKind.Local, _at, p, text[(_at + 1)..p]);
    }

    /// <summary>The text of an interpolated string up to its next expression or its end.</summary>
    private void ReadInterpolated()
    {
        var (quote, braces, from) = _interpolations.Peek();
        var value = new StringBuilder();
        var p = _at;
        while (p < text.Length && text[p] != quote && text[p] != '{') p = ReadCharacter(p, value);
        var began = _at;
        Add(TokenKind.InterpolationText, _at, p, value.ToString());
        if (p < text.Length && text[p] == '{')
        {
            _at++;
            _braces = braces + 1;
            return;
        }

        // Told where its text began again: the quote that is missing is missing behind the last expression.
        if (p >= text.Length) Fail(began > from + 2 ? began : from, "The interpolated string is not closed");
        _interpolations.Pop();
        _braces = braces;
        Add(TokenKind.InterpolationEnd, p, Math.Min(p + 1, text.Length), null);
    }

    private void ReadBrace(char c)
    {
        if (c == '{') _braces++;
        else if (_braces > 0) _braces--;
        if (c == '}' && _interpolations.TryPeek(out var open) && _braces == open.Braces)
        {
            _at++;
            ReadInterpolated();
            return;
        }

        Add(TokenKind.Operator, _at, _at + 1, c == '{' ? "{" : "}");
    }

    private void ReadName()
    {
        var p = _at;
        while (p < text.Length && IsNamePart(text[p])) p++;
        if (p < text.Length && text[p] == '?' && text[_at..p] is "empty" or "blank" && AfterDot()) p++;
        Add(TokenKind.Identifier, _at, p, Running.Slots.Named(text[_at..p]));
    }

    private bool AfterDot() => tokens[^1].Is(".") || tokens[^1].Is("?.");

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private void ReadOperator()
    {
        foreach (var op in Operators)
        {
            if (string.CompareOrdinal(text, _at, op, 0, op.Length) != 0) continue;

            // `a ?.5 : b` is a condition, not an optional member.
            if (op == "?." && _at + 2 < text.Length && char.IsAsciiDigit(text[_at + 2])) continue;
            Add(TokenKind.Operator, _at, _at + op.Length, op == "|>" ? "|" : op);
            return;
        }

        Fail(_at, $"Unexpected character `{text[_at]}`");
        _at++;
    }
}
