using Xunit;

namespace Digest.Templating.Tests;

public class StatementTests
{
    [Theory]
    [InlineData("if true; 1; end", "1")]
    [InlineData("if false; 1; else if null; 2; else; 3; end", "3")]
    [InlineData("if 0; 1; end; if ''; 2; end", "12")]
    [InlineData("case 5\nwhen 1, 2\n'a'\nwhen 4 || 5\n'b'\nelse\n'c'\nend", "b")]
    [InlineData("case 'x'; when 'y'; 1; else; 2; end", "2")]
    [InlineData("case 'x'; when 'y'; 1; end", "")]
    [InlineData("case null; when 1; 'a'; when null; 'b'; end; case 2; when 1 + 1; 'c'; end", "bc")]
    public void Branches(string script, string expected) => Assert.Equal(expected, Scripts.Value(script));

    [Theory]
    [InlineData("for x in [1, 2, 3]; x; end", "123")]
    [InlineData("for x in 1..9 offset: 2 limit: 3; x; end", "345")]
    [InlineData("for x in (1..4) reversed; x; end", "4321")]
    [InlineData("for x in 1..9 limit: 2 reversed; x; end", "98")]
    [InlineData("for x in 1..9 offset: 7 reversed; x; end; for x in 1..3 limit: null; x; end", "98123")]
    [InlineData("for x in 1..3 limit: 0; x; else; 'none'; end; for x in 1..3 limit: 1.6; x; end", "none12")]
    [InlineData("o = {}; for o.x in [1, 2]; o.x; end; for in in [3]; in; end", "123")]
    [InlineData("for x in []; x; else; 'none'; end", "none")]
    [InlineData("for x in null; x; else; 'none'; end", "")]
    [InlineData("for x in 'ab'; x; '.'; end", "a.b.")]
    [InlineData("for x in {a: 1}; x.key; x.value; end", "a1")]
    [InlineData("for x in [1, 2] | array.reverse; x; end", "21")]
    [InlineData("for x in 1..5; if x == 2; continue; end; if x == 4; break; end; x; end", "13")]
    [InlineData("for x in 1..2; for y in 1..2; if y == 2; break; end; x; y; end; for.index; end", "110211")]
    [InlineData("x = 9; for x in 1..2; end; x", "9")]
    [InlineData("for $x in 1..2; $x; end; $x", "12")]
    [InlineData("for x in 1..2; x = x + 10; x++; x; end; x", "11223")]
    [InlineData("x = 9; for x in 1..2; for x in 5..6; x = 7; x; end; x; end; x", "5615627")]
    [InlineData("for $x in 1..2; $x = 7; $x; end; $x", "127")]
    [InlineData("func f; x = 9; x; end; for x in [1]; f; end; x", "19")]
    [InlineData("for x in [1]; capture x; 'a'; end; x; end; x; for y in [1]; with {}; y = 2; y; end; y; end; y", "1a21")]
    [InlineData("x = 1; readonly x; for x in [5]; x; end; x", "51")]
    [InlineData("for x in 3..1; for.first ? '[' : ''; for.rindex; for.last ? ']' : ''; end", "[210]")]
    [InlineData("for x in [1, 1, 2]; for.changed; ' '; for.even; ' '; for.odd; ' '; end", "true true false false false true true true false ")]
    [InlineData("a = [1, 2]; for x in a; a = a << 3; x; end", "12")]
    [InlineData("x = 0; while x < 3; x = x + 1; x; while.index; end", "102132")]
    [InlineData("while true; break; end", "")]
    [InlineData("tablerow x in []; x; else; 'none'; end; tablerow x in null; x; end", "<tr class=\"row1\"></tr>\nnone")]
    [InlineData("tablerow x in 1..3 cols: 2; x; end",
        "<tr class=\"row1\"><td class=\"col1\">1</td><td class=\"col2\">2</td></tr>\n<tr class=\"row2\"><td class=\"col1\">3</td></tr>\n")]
    public void Loops(string script, string expected) => Assert.Equal(expected, Scripts.Value(script));

    [Theory]
    [InlineData("func sub; ret $0 - $1; end; sub 5 1; 5 | sub 1", "44")]
    [InlineData("func f(x, y); ret x - y; end; f 5 1; f(5, 1); f(y: 1, x: 5); 5 | f 1", "4444")]
    [InlineData("func f(x, y = 2, z...); ret x + y + z.size; end; f 1; ' '; f 1 1; ' '; f 1 1 7 8", "3 2 4")]
    [InlineData("f(x, y) = x * y; f 2 3", "6")]
    [InlineData("func f; 'a'; end; f; f", "aa")]
    [InlineData("func f; ret; 'a'; end; f", "")]
    [InlineData("func $f; ret $0 - 1; end; $f 3; 5 | $f", "24")]
    [InlineData("func $down(n); ret n < 1 ? 'done' : $down(n - 1); end; $down 3", "done")]
    [InlineData("func f; for x in 1..3; if x == 2; ret x; end; end; end; f", "2")]
    [InlineData("x = 1; func f(x); x = x + 1; ret x; end; f(5); x", "61")]
    [InlineData("func f; x = 2; end; x = 1; f; x", "2")]
    [InlineData("func f; $x = 2; end; $x = 1; f; $x", "1")]
    [InlineData("func f; ret $; end; f 1 2 a: 3", "[1, 2]")]
    [InlineData("func f; ret $.a + $['a']; end; f a: 3", "6")]
    [InlineData("func run; ret $0 1 2; end; run do; ret $0 + $1; end", "3")]
    [InlineData("func f(n); ret n < 2 ? 1 : n * f(n - 1); end; f 5", "120")]
    [InlineData("func twice; $$; $$; end; wrap twice; 'x'; end", "xx")]
    [InlineData("func each(list); for $i in list; $$; end; end; wrap each [1, 2]; $i; end", "12")]
    [InlineData("o = {}; o.f = @string.upcase; o.f 'a'", "A")]
    public void Functions(string script, string expected) => Assert.Equal(expected, Scripts.Value(script));

    [Theory]
    [InlineData("{{ capture x }}a{{ 1 }}{{ end }}[{{ x }}]", "[a1]")]
    [InlineData("{{ capture $x }}a{{ end; $x | string.upcase }}", "A")]
    [InlineData("{{ o = {}; capture o.x }}a{{ end; o.x }}", "a")]
    [InlineData("{{ o = {a: 1}; with o; a; b = 2; end; o.b }}", "12")]
    [InlineData("{{ x = 1; with {}; x; x = 2; x; end; x }}", "121")]
    [InlineData("{{ import {a: 1}; a }}", "1")]
    [InlineData("{{ a = 0; readonly a; import {a: 1}; a }}", "0")]
    [InlineData("a{{ ret }}b", "a")]
    [InlineData("{{ for x in 1..3; ret; end }}b", "")]
    public void Captures_scopes_and_returns(string template, string expected) =>
        Assert.Equal(expected, Scripts.Render(template));

    [Fact]
    public void Includes_share_the_variables_but_not_the_locals_and_see_their_arguments()
    {
        var options = Scripts.Including(
            Scripts.Text,
            ("part", "{{ y = y + 1; $x }}<{{ $1 }}{{ $.size }}{{ y }}>{{ ret }}never"),
            ("outer", "[{{ include 'part' 'a' size: 2 }}]"));

        Assert.Equal(
            "[<a22>]<b33> modified",
            Scripts.Render("{{ y = 1; $x = 5; include 'outer'; x = include 'part' 'b' size: 3; x + ' modified' }}", options: options));
    }

    [Theory]
    [InlineData("include_join ['a', 'b'] '-' '[' ']'", "[A-B]")]
    [InlineData("include_join ['a', 'b'] 'tpl:a'", "AAB")]
    [InlineData("include_join [] '-' '[' ']'", "")]
    public void Several_templates_can_be_included_at_once(string script, string expected) => Assert.Equal(
        expected, Scripts.Render("{{" + script + "}}", options: Scripts.Including(Scripts.Text, ("a", "A"), ("b", "B"))));

    [Theory]
    [InlineData("if true", "`end` of this `if`")]
    [InlineData("end", "no block it belongs to")]
    [InlineData("for x in 1..2; when 1; end", "Unexpected `when`")]
    [InlineData("break", "outside of a loop")]
    [InlineData("case 1; 'a'; when 1; end", "expecting a `when`")]
    [InlineData("case 1; else; end", "expecting a `when`")]
    [InlineData("func; end", "function's name")]
    [InlineData("for x in 1..2; func f; break; end; end", "outside of a loop")]
    [InlineData("for x in [1] step: 2; end", "no parameter")]
    [InlineData("while.last", "does not exist")]
    [InlineData("readonly 1", "Expecting a variable")]
    [InlineData("capture 1; end", "Expecting a variable")]
    [InlineData("func f(a, a); end", "declared twice")]
    [InlineData("func f(a = 1, b); end", "default value")]
    [InlineData("func f(a..., b); end", "last one")]
    [InlineData("f(1) = 2", "parameter's name")]
    [InlineData("wrap 1; end", "Expecting a function")]
    [InlineData("if true; end 5", "end of the statement")]
    public void What_is_no_statement_is_told_at_parse(string script, string message) =>
        Assert.Contains(message, Scripts.Fails("{{ " + script + "}}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("for x in 5; end", "for iterator")]
    [InlineData("with 5; end", "must be an object")]
    [InlineData("import 5", "must be an object")]
    [InlineData("x = 1; readonly x; x = 2", "readonly variable")]
    [InlineData("x = 1; readonly x; for x in [5]; x = 2; end", "readonly variable")]
    [InlineData("include 'nowhere'", "was not found")]
    [InlineData("include", "Invalid number of arguments")]
    [InlineData("f(x) = x; f", "Invalid number of arguments")]
    [InlineData("f(x) = x; f 1 2", "Invalid number of arguments")]
    [InlineData("f(x) = x; f y: 1", "Invalid number of arguments")]
    [InlineData("f(x) = x; f 1 y: 1", "no argument named")]
    [InlineData("wrap string.upcase; end", "declared by a template")]
    public void What_a_statement_cannot_do_is_told_when_running(string script, string message) =>
        Assert.Contains(message, Scripts.Fails("{{ " + script + "}}").Message, StringComparison.Ordinal);

    [Fact]
    public void Every_parse_error_is_told_with_its_place()
    {
        var errors = Scripts.Fails("a\n{{ if }}\n{{ x = }}\n{{ end }}\n{{ 1 2 }}").Errors;

        Assert.Equal([(2, 7), (3, 8), (5, 4)], errors.Select(e => (e.Line, e.Column)));
        Assert.StartsWith("test(2,7): ", errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_tells_where_it_is_and_how_it_was_reached()
    {
        var options = Scripts.Including(Scripts.Text, ("part", "\n {{ func f; null.x; end }}{{ f }}"));

        var errors = Scripts.Fails("a\n{{ include 'part' }}", options: options).Errors;

        Assert.Equal(
            "part(2,18) part(2,30) test(2,4)",
            string.Join(' ', errors.Select(e => $"{e.Path}({e.Line},{e.Column})")));
    }
}
