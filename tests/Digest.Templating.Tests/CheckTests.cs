using Xunit;

namespace Digest.Templating.Tests;

public class CheckTests
{
    public sealed record Link(string Name, string Url);

    public sealed record Entry(string Title, int Votes, IReadOnlyList<Link> Links, DateOnly? Day, IReadOnlyDictionary<string, object?> Free);

    public sealed record Letter(string Service, Entry? Best, IReadOnlyList<Entry> Entries);

    [Theory]
    [InlineData("{{ service }}{{ best.title }}{{ best.day }}{{ best.title.size }}{{ entries.size }}{{ entries[0].title }}")]
    [InlineData("{{ for e in entries; for l in e.links; l.url; for.index; end; end }}")]
    [InlineData("{{ func f(e); e.title; e.nonsense; end }}")]
    [InlineData("{{ later; later = 1 }}")]
    [InlineData("{{ o = {first: service, second: first + '!'}; o.second }}")]
    [InlineData("{{ func $f(n); n; $f n; end; $f 1; service | $f }}")]
    [InlineData("{{ (if) = 1; x = if; best?.free.more.still }}")]
    [InlineData("{{ o = {a: 1}; o.b; best.free.anything }}")]
    [InlineData("{{ best?.day ?? 'x' }}{{ missing ?? 'x' }}")]
    [InlineData("{{ import best.free; anything }}")]
    [InlineData("{{ with best; title; votes; service; end }}")]
    [InlineData("{{ capture c }}x{{ end; c; $y = 1; $y }}")]
    [InlineData("{{ include 'part' best }}")]
    [InlineData("{{ func w; $$; end; wrap w; service; end }}")]
    [InlineData("{{ for service in entries; service.title; end; service.size }}")]
    [InlineData("{{ x = service | string.upcase; x.size; entries | array.map 'title' }}")]
    public void What_is_right_is_not_objected_to(string template) => Assert.Empty(Told(template));

    [Theory]
    [InlineData("{{ servise }}", 4, "`servise` was not found")]
    [InlineData("{{ best.titel }}", 9, "`titel` was not found")]
    [InlineData("{{ best.titel ?? '' }}", 9, "`titel` was not found")]
    [InlineData("{{ if false; service; else; best.nope; end }}", 34, "`nope` was not found")]
    [InlineData("{{ for e in entries; e.nope; end }}", 24, "`nope` was not found")]
    [InlineData("{{ entries[0].nope }}", 15, "`nope` was not found")]
    [InlineData("{{ service | string.upcas }}", 21, "`upcas` was not found")]
    [InlineData("{{ func f(e); e.nope; end; for e in entries; f e; end }}", 17, "`nope` was not found")]
    [InlineData("{{ with best; nope; end }}", 15, "`nope` was not found")]
    [InlineData("{{ $x }}", 4, "`$x` was not found")]
    [InlineData("{{ o = {second: first, first: service} }}", 17, "`first` was not found")]
    [InlineData("{{ x = if }}", 8, "`if` was not found")]
    [InlineData("{{ string.append service nope + 1 }}", 26, "`nope` was not found")]
    [InlineData("{{ x = best; x.nope }}", 16, "`nope` was not found")]
    [InlineData("{{ include 'nowhere' }}", 4, "`nowhere` to include was not found")]
    [InlineData("{{ while nope; end }}", 10, "`nope` was not found")]
    [InlineData("{{ case nope; when 1; end }}", 9, "`nope` was not found")]
    [InlineData("{{ [1, {a: nope}] }}", 12, "`nope` was not found")]
    [InlineData("{{ $\"a{nope}\" }}", 8, "`nope` was not found")]
    [InlineData("{{ best.title = 1 }}", 9, "readonly object")]
    public void What_cannot_be_there_is_told_with_its_place(string template, int column, string message)
    {
        var error = Assert.Single(Told(template));
        Assert.Equal((1, column), (error.Line, error.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_an_included_part_is_told_where_it_stands_in_that_part()
    {
        var error = Assert.Single(Told("{{ include 'part' best.links }}"));
        Assert.Equal(("part", 1, 7), (error.Path, error.Line, error.Column));
    }

    [Theory]
    [InlineData("<p title=\"{{ service }}\" lang='{{ service }}'>{{ service }}</p>")]
    [InlineData("<a {{ if best }}href=\"{{ service }}\"{{ end }}>{{ service }}</a>")]
    [InlineData("<i{{ if best }} class='a{{ else }} class='b{{ end }}{{ service }}'>")]
    [InlineData("<script>if (a < b) x();</script>{{ service }}<style>a{}</style>{{ service }}")]
    [InlineData("<!-- a > b -->{{ service }}<!DOCTYPE html>{{ service }} 1 < 2 {{ service }}")]
    [InlineData("<p style=\"width:{{ best.votes }}px\">")]
    [InlineData("{{ x = service }}<script>{{ x = 1 }}</script>")]
    [InlineData("<{{ if best }}b{{ else }}i{{ end }}>{{ service }}")]
    [InlineData("<title>{{ service }}</title>")]
    public void An_expression_may_stand_in_text_and_in_quotes(string template) => Assert.Empty(Told(template));

    [Theory]
    [InlineData("<script>var x = '{{ service }}'</script>", "in a script")]
    [InlineData("<style>{{ service }}</style>", "in a style")]
    [InlineData("<!-- {{ service }} -->", "in a comment")]
    [InlineData("<{{ service }}>", "name of a tag")]
    [InlineData("<h{{ best.votes }}>", "name of a tag")]
    [InlineData("</{{ service }}>", "name of a tag")]
    [InlineData("<p {{ service }}>", "among the attributes")]
    [InlineData("<p class={{ service }}>", "without quotes")]
    [InlineData("<p class=a{{ service }}>", "without quotes")]
    [InlineData("<p onclick=\"f('{{ service }}')\">", "in a script")]
    [InlineData("<iframe srcdoc=\"{{ service }}\">", "within an attribute")]
    [InlineData("<script>{{ func f }}{{ service }}{{ end; f }}</script>", "in a script")]
    [InlineData("<script>{{ f(x) = x; f service }}</script>", "in a script")]
    [InlineData("<style>{{ include 'write' }}</style>", "in a style")]
    [InlineData("<script>{{ for e in entries; e.title; end }}</script>", "in a script")]
    [InlineData("{{ func w; $$; end }}<script>{{ wrap w; service; end }}</script>", "in a script")]
    [InlineData("{{ if best }}<script>{{ end }}{{ service }}", "in a script")]
    public void Elsewhere_it_may_not(string template, string where)
    {
        var told = Told(template);
        Assert.NotEmpty(told);
        Assert.All(told, error => Assert.Contains(where, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_text_template_nothing_is_html()
    {
        var template = Template.Parse("<script>{{ service }}", "test", Scripts.Text);
        Assert.Empty(template.Check(typeof(Letter)));
    }

    [Fact]
    public void Without_a_model_names_are_not_looked_at() =>
        Assert.Empty(Template.Parse("{{ whatever.there.is }}", "test", Scripts.Html).Check(null));

    private static IReadOnlyList<TemplateError> Told(string template)
    {
        var options = Scripts.Including(Scripts.Html, ("part", "{{ $1.title }}"), ("write", "{{ service }}"));
        return Template.Parse(template, "test", options).Check(typeof(Letter));
    }
}
