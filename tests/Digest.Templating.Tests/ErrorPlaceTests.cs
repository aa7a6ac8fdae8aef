using Xunit;

namespace Digest.Templating.Tests;

/// <summary>Errors stand where Scriban tells them: at what is wrong, or where the statement begins that lacks something.</summary>
public class ErrorPlaceTests
{
    [Theory]
    [InlineData("(1 + 2) = 3", 2)]
    [InlineData("a = b = 1", 5)]
    [InlineData("if a = 1; end", 4)]
    [InlineData("if; end", 3)]
    [InlineData("if true; else b; end", 15)]
    [InlineData("for 5 in a; end", 1)]
    [InlineData("for a b; end", 1)]
    [InlineData("for a in ; end", 10)]
    [InlineData("while last; end; while.last", 18)]
    [InlineData("{5: 1}", 2)]
    [InlineData("{a: %}", 5)]
    [InlineData("{$a: 1}", 2)]
    [InlineData("break", 1)]
    [InlineData("func f(a = 1, b); end", 15)]
    [InlineData("func f(a..., b = 1); end", 14)]
    [InlineData("x = 1; wrap (x); end", 13)]
    [InlineData("if true", 1)]
    [InlineData("1 ~ 2", 3)]
    [InlineData("'abc", 1)]
    [InlineData("case 1; x = 2; when 1; end", 9)]
    [InlineData("case 1; else; end", 9)]
    [InlineData("1 'a'", 1)]
    [InlineData("func 5; end", 6)]
    [InlineData("x = 1 & 2", 7)]
    public void What_cannot_be_parsed(string script, int column) => Assert.Equal((3, column), First(script));

    [Theory]
    [InlineData("x = null; x.y", 13)]
    [InlineData("x = 1; readonly x; x = 2", 20)]
    [InlineData("x = 1; 2 | x", 12)]
    [InlineData("x = {}; wrap x; end", 14)]
    [InlineData("a = {}; with a.x; end", 14)]
    [InlineData("for x in 1..1000000; end", 11)]
    [InlineData("1 + {}", 3)]
    [InlineData("nothing 1", 1)]
    [InlineData("string.upcase 1 2", 17)]
    [InlineData("string.upcase", 14)]
    [InlineData("1 | string.append", 18)]
    [InlineData("f(x) = x; 1 | f 2", 17)]
    [InlineData("x[0]", 1)]
    [InlineData("x = [1]; x[null]", 12)]
    [InlineData("x = 5; y = 1 + x[0]", 16)]
    [InlineData("x = {a: 1}; with x; readonly a; end; x['a'] = 2", 40)]
    [InlineData("[1] + 2", 7)]
    [InlineData("2 == [1]", 1)]
    [InlineData("'a' * 'b'", 1)]
    [InlineData("'a' * []", 7)]
    [InlineData("[1] * -2", 7)]
    [InlineData("[1] / 0", 7)]
    [InlineData("- 'a'", 3)]
    [InlineData("x = null; x++", 11)]
    [InlineData("for.index", 5)]
    [InlineData("null | regex.match 'a'", 1)]
    [InlineData("'a' | string.replace '' 'b'", 22)]
    [InlineData("import 5", 8)]
    [InlineData("x = [1]; x += 1", 10)]
    [InlineData("case [1]; when 1; end", 11)]
    [InlineData("for x in [1] limit: 'a'; end", 21)]
    [InlineData("include 'nowhere'", 1)]
    [InlineData("1 | math.divided_by 0", 5)]
    public void What_fails_while_running(string script, int column) => Assert.Equal((3, column), First(script));

    [Theory]
    [InlineData("{{ (1 + (2) }}", 13)]
    [InlineData("{{ a[ }}", 7)]
    [InlineData("{{ 2 | }}", 8)]
    [InlineData("{{ [1, 2 }}", 10)]
    public void What_the_end_of_the_code_cuts_off(string template, int column)
    {
        var first = Scripts.Fails(template).Errors[0];
        Assert.Equal((1, column), (first.Line, first.Column));
    }

    [Fact]
    public void One_parse_tells_several()
    {
        var errors = Scripts.Fails("{{ x = }}\n{{ for 5 in x; end }}\n{{ if true; 1 }}").Errors;
        Assert.Equal([(1, 8), (2, 4), (3, 4)], errors.Select(e => (e.Line, e.Column)));
    }

    [Theory]
    [InlineData("x = y = z", "3,5")]
    [InlineData("x = y = 1 + (z = 2)", "3,5 3,14")]
    [InlineData("{a 1}", "3,4 3,5")]
    [InlineData("{5}", "3,2 3,3")]
    [InlineData("{$a: 1}", "3,2 3,7")]
    [InlineData("{a: *}", "3,5 3,6")]
    [InlineData("func 5; end; 1 +", "3,6 4,1")]
    [InlineData("case 1; 2; x = 3; when 1; end", "3,9 3,12")]
    public void One_statement_can_have_several(string script, string places) => Assert.Equal(
        places, string.Join(' ', Scripts.Fails("{{\n\n" + script + "\n}}").Errors.Select(e => $"{e.Line},{e.Column}")));

    private static (int Line, int Column) First(string script)
    {
        var first = Scripts.Fails("{{\n\n" + script + "\n}}").Errors[0];
        return (first.Line, first.Column);
    }
}
