using System.Text;
using Digest.Templating.Builtins;
using Digest.Templating.Running;

namespace Digest.Templating.Tests;

/// <summary>Templates that nobody would write, the same for the same number: well-formed ones that use everything with
/// anything, heaps of tokens, and broken copies of both.</summary>
internal sealed class MadeTemplates(int seed)
{
    private static readonly string[] Functions =
    [
        .. from one in Globals.All
           where one.Value is BuiltinObject
           from member in ((BuiltinObject)one.Value!).Members
           select $"{one.Key}.{member.Key}",
    ];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "??", "?!", "..", "..<", "<<", ">>"];

    private static readonly string[] Values =
    [
        "0", "1", "-1", "2.5", "1e308", "99999999999", "2147483647", "9223372036854775807", "0xffffffff", "3m", "1f", "''", "'a'", "\"\\u0000\"",
        "'{{'", "'(a+)+$'", "`\\`", "null", "true", "false", "empty", "this", "x", "y", "$x", "$", "$0", "$$", "text", "list", "paper", "paper.title",
        "paper.tags", "for.index", "while.index", "date.now", "timespan.zero", "[]", "{}", "1..5", "1..1000000000", "('ab' * 1000)", "([1, 2] * 500)",
    ];

    private static readonly string[] Tokens =
    [
        "{{", "}}", "{{-", "~}}", "{%{", "}%}", "if", "else", "end", "for", "in", "while", "case", "when", "func", "ret", "do", "with", "wrap", "capture",
        "import", "readonly", "break", "continue", "tablerow", "include", "include_join", "(", ")", "[", "]", "{", "}", "|", "@", "^", ":", ",", ".", "?.", "?",
        "=", "+=", "??=", "++", "--", "!", "#", "##", "\"", "'", "`", "$\"", "\\", "\n", ";", " ", "<p>", "\0", "\uffff", "\ud800", "é", "🎈", "limit:", "offset:",
        "reversed",
    ];

    private readonly Random _random = new(seed);

    public string Next() => _random.Next(10) switch
    {
        < 5 => Whole(),
        < 7 => Soup(),
        _ => Broken(_random.Next(4) == 0 ? Soup() : Whole()),
    };

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private string Whole()
    {
        var text = new StringBuilder();
        for (var i = _random.Next(1, 5); i > 0; i--)
            text.Append(Pick(["", "a", "<p>", "  ", "\n"])).Append("{{ ").Append(Statement(4)).Append(" }}");
        return text.ToString();
    }

    private string Statement(int depth)
    {
        if (depth == 0) return Expression(1);
        var inner = Statement(depth - 1);
        return _random.Next(18) switch
        {
            0 => $"if {Expression(2)}; {inner}; else; {Statement(depth - 1)}; end",
            1 => $"for x in {Expression(2)}; {inner}; end",
            2 => $"for $x in {Expression(1)} limit: {Expression(0)} offset: {Expression(0)}; {inner}; else; x; end",
            3 => $"while {Expression(2)}; {inner}; end",
            4 => $"x = {Expression(3)}; {inner}",
            5 => $"x {Pick(["+=", "*=", "-=", "/=", "//=", "%=", "??="])} {Expression(2)}; {inner}",
            6 => $"func f(x, y = {Expression(1)}); {inner}; ret {Expression(2)}; end; f {Expression(1)}",
            7 => $"func g; {inner}; $0; end; g {Expression(1)} {Expression(1)}; {Expression(1)} | g",
            8 => $"capture y; {inner}; end; y",
            9 => $"with {Expression(1)}; {inner}; end",
            10 => $"case {Expression(1)}; when {Expression(1)}, {Expression(1)}; {inner}; else; y; end",
            11 => $"wrap g {Expression(1)}; {inner}; end",
            12 => $"include {Pick(["'self'", "'part'", "x", "'nowhere'"])} {Expression(1)}",
            13 => $"import {Expression(1)}; {inner}",
            14 => $"list[{Expression(1)}] = {Expression(1)}; x = [1]; x[{Expression(0)}] = x; {inner}",
            15 => $"tablerow x in {Expression(1)} cols: {Expression(0)}; {inner}; end",
            16 => "}}" + Pick(["text", "<b>", " \n"]) + "{{ " + inner,
            _ => Expression(3),
        };
    }

    private string Expression(int depth)
    {
        if (depth <= 0) return Pick(Values);
        var (one, other) = (Expression(depth - 1), Expression(depth - 1));
        return _random.Next(14) switch
        {
            0 or 1 or 2 => $"({one} {Pick(Operators)} {other})",
            3 or 4 or 5 => $"({one} | {Pick(Functions)} {other} {Pick(Values)})",
            6 => $"({Pick(Functions)} {one})",
            7 => $"({one} | {Pick(Functions)} @{Pick(Functions)})",
            8 => $"[{one}, {other}]",
            9 => $"{{a: {one}, b: {other}}}",
            10 => $"({one} ? {other} : {Pick(Values)})",
            11 => $"$\"a{{{one}}}b\"",
            12 => $"({one} | {Pick(Functions)} do; ret {other}; end)",
            _ => $"{Pick(["!", "-", "+", "@"])}({one})",
        };
    }

    private string Soup()
    {
        var text = new StringBuilder(_random.Next(3) > 0 ? "{{ " : "");
        for (var i = _random.Next(1, 60); i > 0; i--)
            text.Append(_random.Next(3) == 0 ? Pick(Values) : Pick(Tokens)).Append(_random.Next(3) > 0 ? " " : "");
        return text.ToString();
    }

    private string Broken(string text)
    {
        for (var i = _random.Next(1, 4); i > 0 && text.Length > 0; i--)
        {
            var at = _random.Next(text.Length);
            text = _random.Next(3) switch
            {
                0 => text.Remove(at, Math.Min(text.Length - at, _random.Next(1, 6))),
                1 => text.Insert(at, Pick(Tokens)),
                _ => text.Insert(at, text[at..Math.Min(text.Length, at + _random.Next(1, 40))]),
            };
        }

        return text;
    }
}
