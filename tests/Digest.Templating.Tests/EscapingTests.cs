using System.Text;
using System.Text.Json;
using Xunit;

namespace Digest.Templating.Tests;

public class EscapingTests
{
    private const string Hostile = "<b a=\"1\" c='2'>&amp;";
    private const string Inert = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;";

    [Theory]
    [InlineData("{{ x }}")]
    [InlineData("{{ x + '' }}")]
    [InlineData("{{ x | string.append '' }}")]
    [InlineData("{{ capture y }}{{ x }}{{ end; y }}")]
    [InlineData("{{ capture y }}{{ x }}{{ end; capture z }}{{ y }}{{ end; z }}")]
    [InlineData("{{ include 'part' }}")]
    [InlineData("{{ y = include 'part'; y }}")]
    [InlineData("{{ include_join ['part'] '' }}")]
    [InlineData("{{ func f }}{{ x }}{{ end; f }}")]
    [InlineData("{{ f = do; ret x; end; f }}")]
    [InlineData("{{ func w; $$; end; wrap w; x; end }}")]
    [InlineData("{{ x | html.escape }}")]
    [InlineData("{{ x | html.escape | html.escape }}")]
    [InlineData("{{ $'{x}' }}")]
    [InlineData("{{ [x] | array.join ',' }}")]
    [InlineData("{{ for y in [x]; y; end }}")]
    [InlineData("{{ with {y: x}; y; end }}")]
    [InlineData("{{ x | html.newline_to_br }}")]
    [InlineData("{{ '{{ x }}' | object.eval_template }}")]
    [InlineData("{{ 'x' | object.eval }}")]
    [InlineData("{{ (raw '') + x }}")]
    [InlineData("{{ $'{raw \"\"}{x}' }}")]
    [InlineData("{{ [raw '', x] | array.join '' }}")]
    [InlineData("{{ x ?? '' }}")]
    [InlineData("{{ true ? x : '' }}")]
    public void Whatever_way_a_value_takes_it_is_escaped_exactly_once(string template) => Assert.Equal(
        Inert, Scripts.Render(template, new { X = Hostile }, Scripts.Including(Scripts.Html, ("part", "{{ x }}"))));

    [Theory]
    [InlineData("{{ raw x }}", Hostile)]
    [InlineData("{{ x | raw }}", Hostile)]
    [InlineData("{{ (raw '<i>') + '&' }}", "<i>&amp;")]
    [InlineData("{{ (raw '<i>') | string.upcase }}", "&lt;I&gt;")]
    [InlineData("{{ capture y }}<i>{{ end; y }}", "<i>")]
    [InlineData("{{ capture y }}<i>{{ end; y | string.upcase }}", "&lt;I&gt;")]
    [InlineData("{{ \"a\\n<b>\" | html.newline_to_br }}", "a<br />\n&lt;b&gt;")]
    [InlineData("{{ 'a&b' | html.url_escape }}", "a&amp;b")]
    [InlineData("{{ ['<'] }}", "[&quot;&lt;&quot;]")]
    [InlineData("{{ raw null }}", "")]
    public void Only_what_is_said_to_be_markup_is(string template, string expected) =>
        Assert.Equal(expected, Scripts.Render(template, new { X = Hostile }, Scripts.Html));

    [Fact]
    public void Text_templates_escape_nothing_and_pass_that_on_to_what_they_include()
    {
        var part = Template.Parse("{{ x }}", "part", Scripts.Html);
        var options = Scripts.Text with { Include = _ => part };

        Assert.Equal(Hostile + Hostile, Scripts.Render("{{ x }}{{ include 'part' }}", new { X = Hostile }, options));
    }

    [Fact]
    public void What_an_html_template_includes_is_escaped_whatever_it_was_parsed_as()
    {
        var part = Template.Parse("{{ x }}", "part", Scripts.Text);
        var options = Scripts.Html with { Include = _ => part };

        Assert.Equal(Inert, Scripts.Render("{{ include 'part' }}", new { X = Hostile }, options));
    }

    [Fact]
    public void Hostile_strings_are_inert_in_text_attributes_includes_and_captures()
    {
        var path = Scripts.DataFile("hostile", "strings.json");
        Assert.SkipUnless(path is not null, "DIGEST_DATA does not say where the hostile strings are");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var options = Scripts.Including(Scripts.Html, ("part", "<i>{{ x }}</i>"));
        var template = Template.Parse(
            "<p title=\"{{ x }}\" lang='{{ x }}'>{{ x }}</p>{{ include 'part' }}{{ capture y }}<u>{{ x }}</u>{{ end; y }}", "test", options);

        var count = 0;
        foreach (var hostile in json.RootElement.EnumerateObject().SelectMany(p => p.Value.EnumerateArray()))
        {
            var text = (hostile.ValueKind == JsonValueKind.String ? hostile.GetString() : hostile.ToString())!;
            var html = template.Render(new { X = text }, TestContext.Current.CancellationToken);
            var inert = Inertly(text);
            Assert.Equal(
                $"<p title=\"{inert}\" lang='{inert}'>{inert}</p><i>{inert}</i><u>{inert}</u>", html);
            count++;
        }

        Assert.True(count > 100);
    }

    /// <summary>Escaped by the plainest means there is, to compare with.</summary>
    private static string Inertly(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
