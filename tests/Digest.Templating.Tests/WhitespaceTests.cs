using Xunit;

namespace Digest.Templating.Tests;

public class WhitespaceTests
{
    [Theory]
    [InlineData("a {{ 1 }} b", "a 1 b")]
    [InlineData("a \n {{- 1 -}} \n b", "a1b")]
    [InlineData("a \n  {{~ 1 ~}}  \n  b", "a \n1  b")]
    [InlineData("a {{~ 1 ~}} b", "a1b")]
    [InlineData("a\r\n{{~ 1 ~}}\r\nb", "a\r\n1b")]
    [InlineData("{{ 1 }}\n\n{{ 2 }}", "1\n\n2")]
    [InlineData("{{ 1 -}}\n\n{{ 2 }}", "12")]
    [InlineData("{{ 1 ~}}\n\n{{ 2 }}", "1\n2")]
    [InlineData("x{{-1-}}y", "x1y")]
    [InlineData("", "")]
    [InlineData("{{}}", "")]
    [InlineData("{ { x } }", "{ { x } }")]
    public void Marks_strip_what_they_are_said_to(string template, string expected) =>
        Assert.Equal(expected, Scripts.Render(template));

    [Theory]
    [InlineData("{%{a {{ b }} c}%}", "a {{ b }} c")]
    [InlineData("{%%{a }%} b}%%}", "a }%} b")]
    [InlineData("x  {%{- {{ -}%}  y", "x {{ y")]
    [InlineData("x\n  {%{~a~}%}  \n y", "x\na y")]
    [InlineData("{%{}%}", "")]
    public void Escape_blocks_are_text(string template, string expected) => Assert.Equal(expected, Scripts.Render(template));

    [Theory]
    [InlineData("{{ lines = \"one\\ntwo\\n\" ~}}\n   {{ lines }}end", "   one\n   two\nend")]
    [InlineData("{{ lines = \"one\\ntwo\" -}}\n   {{ lines }}", "one\ntwo")]
    [InlineData("  {{~ \"one\\ntwo\" }}", "one\ntwo")]
    [InlineData("- {{ \"one\\ntwo\" }}", "- one\ntwo")]
    [InlineData("  {{ 'a\nb'; 'c' }}", "  a\n  bc")]
    public void What_a_code_block_writes_keeps_its_indent(string template, string expected) =>
        Assert.Equal(expected, Scripts.Render(template));

    [Fact]
    public void An_included_template_is_indented_as_a_whole()
    {
        var options = Scripts.Including(Scripts.Text, ("part", "a\n  {{ 'x\ny' }}\nb"));

        Assert.Equal("<\n  a\n    x\n    y\n  b\n>", Scripts.Render("<\n  {{ include 'part' }}\n>", options: options));
    }

    [Theory]
    [InlineData("{{ 1 # not this }}2", "12")]
    [InlineData("{{ 1 ## nor\nthis ## + 1 }}", "2")]
    [InlineData("{{ ## open }}2", "2")]
    [InlineData("{{ 1 # strip -}}  2", "12")]
    [InlineData("{{ # only\n 1 }}", "1")]
    public void Comments_say_nothing(string template, string expected) => Assert.Equal(expected, Scripts.Render(template));

    [Theory]
    [InlineData("a {{ 1", 1, 3)]
    [InlineData("a\n {%{ b", 2, 2)]
    [InlineData("{{ 1 }}\n{{ 'a }}", 2, 4)]
    public void What_is_opened_must_be_closed(string template, int line, int column)
    {
        var error = Scripts.Fails(template).Errors[0];

        Assert.Equal((line, column), (error.Line, error.Column));
    }
}
