namespace Digest.Templating.Parsing;

/// <summary>Cuts a template into text and code tokens; strips white space around code as its marks ask.</summary>
internal sealed class Lexer(string text, List<ParseError> errors)
{
    private readonly List<Token> _tokens = [];
    private int _at;

    /// <summary>The text block begins at the start of a line, so blanks before the next code are its indent.</summary>
    private bool _lineStart = true;

    public List<Token> Read()
    {
        var strip = '\0';
        while (true)
        {
            var (enter, percents) = FindEnter();
            ReadText(enter, strip, StripMark(enter, percents));
            if (enter == text.Length) break;
            strip = percents == 0 ? ReadCode(enter) : ReadEscape(enter, percents);
        }

        _tokens.Add(new Token(TokenKind.End, text.Length, text.Length, false, null));
        return _tokens;
    }

    /// <summary>The next <c>{{</c> (0 percents) or <c>{%{</c>, or the end of the text.</summary>
    private (int Position, int Percents) FindEnter()
    {
        for (var i = _at; (i = text.IndexOf('{', i)) >= 0; i++)
        {
            var p = i + 1;
            while (p < text.Length && text[p] == '%') p++;
            if (p < text.Length && text[p] == '{') return (i, p - i - 1);
        }

        return (text.Length, 0);
    }

    private char StripMark(int enter, int percents)
    {
        var p = enter + 2 + percents;
        return enter < text.Length && p < text.Length && text[p] is '-' or '~' ? text[p] : '\0';
    }

    private void ReadText(int end, char stripBefore, char stripAfter)
    {
        var start = _at;
        if (stripBefore == '-')
        {
            while (start < end && char.IsWhiteSpace(text[start])) start++;
            _lineStart = false;
        }
        else if (stripBefore == '~')
        {
            var p = start;
            while (p < end && IsBlank(text[p])) p++;
            if (p < end && text[p] == '\r') p++;
            var newLine = p < end && text[p] == '\n';
            start = newLine ? p + 1 : p;
            _lineStart = newLine;
        }

        var stop = end;
        if (stripAfter == '-') while (stop > start && char.IsWhiteSpace(text[stop - 1])) stop--;
        else if (stripAfter == '~') while (stop > start && IsBlank(text[stop - 1])) stop--;

        if (stop > start) _tokens.Add(new Token(TokenKind.Text, start, stop, false, text[start..stop]));
        _indent = stripAfter == '\0' ? IndentBefore(start, stop) : null;
        _at = end;
    }

    private string? _indent;

    private string? IndentBefore(int start, int stop)
    {
        var p = stop;
        while (p > start && IsBlank(text[p - 1])) p--;
        var atLineStart = p > start ? text[p - 1] == '\n' : _lineStart;
        return atLineStart && p < stop ? text[p..stop] : null;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    /// <summary>An escape block: its content is text. Returns the strip mark of its end.</summary>
    private char ReadEscape(int enter, int percents)
    {
        var start = enter + 2 + percents;
        if (start < text.Length && text[start] is '-' or '~') start++;
        var closing = "}" + new string('%', percents) + "}";
        var close = text.IndexOf(closing, start, StringComparison.Ordinal);
        if (close < 0)
        {
            errors.Add(new ParseError(enter, $"The end `{closing}` of the escape block was not found"));
            close = text.Length;
        }

        var mark = close > start && close < text.Length && text[close - 1] is '-' or '~' ? text[close - 1] : '\0';
        var stop = mark == '\0' ? close : close - 1;
        if (stop > start) _tokens.Add(new Token(TokenKind.Text, start, stop, false, text[start..stop]));
        _at = Math.Min(text.Length, close + closing.Length);
        _lineStart = false;
        return mark;
    }

    private char ReadCode(int enter)
    {
        var start = enter + 2;
        if (start < text.Length && text[start] is '-' or '~') start++;
        _tokens.Add(new Token(TokenKind.CodeEnter, enter, start, false, _indent));
        var known = errors.Count;
        var code = new CodeLexer(text, start, _tokens, errors);
        var strip = code.Read();
        _at = code.Position;
        _lineStart = false;
        if (!code.Closed && errors.Count == known) errors.Add(new ParseError(enter, "The end `}}` of the code block was not found"));
        return strip;
    }
}
