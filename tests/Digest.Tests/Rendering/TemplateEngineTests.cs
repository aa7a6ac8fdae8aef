using Digest.Commands;
using Digest.Rendering;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Rendering;

/// <summary>What holds whatever renders the templates; and, in a build that has both, that nobody can tell them apart.</summary>
public sealed class TemplateEngineTests : IDisposable
{
    const string Hostile = "<b a=\"1\" c='2'>&amp;";
    const string Inert = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;";

    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{{ x }}")]
    [InlineData("{{ x + '' }}")]
    [InlineData("{{ x | string.append '' }}")]
    [InlineData("{{ capture y }}{{ x }}{{ end; y }}")]
    [InlineData("{{ capture y }}{{ x }}{{ end; capture z }}{{ y }}{{ end; z }}")]
    [InlineData("{{ include 'part.txt' }}")]
    [InlineData("{{ y = include 'part.txt'; y }}")]
    [InlineData("{{ include_join ['part.txt'] '' }}")]
    [InlineData("{{ func f }}{{ x }}{{ end; f }}")]
    [InlineData("{{ f = do; ret x; end; f }}")]
    [InlineData("{{ func w; $$; end; wrap w; x; end }}")]
    [InlineData("{{ x | html.escape }}")]
    [InlineData("{{ x | html.escape | html.escape }}")]
    [InlineData("{{ $'{x}' }}")]
    [InlineData("{{ [x] | array.join ',' }}")]
    [InlineData("{{ for y in [x]; y; end }}")]
    [InlineData("{{ x | html.newline_to_br }}")]
    [InlineData("{{ '{{ x }}' | object.eval_template }}")]
    [InlineData("{{ (raw '') + x }}")]
    [InlineData("{{ missing ?? x }}")]
    [InlineData("{{ true ? x : '' }}")]
    public void Whatever_way_a_value_takes_it_is_escaped_exactly_once(string template) => Assert.Equal(Inert, Render("t.html", template));

    [Theory]
    [InlineData("{{ raw x }}", Hostile)]
    [InlineData("{{ x | raw }}", Hostile)]
    [InlineData("{{ (raw '<i>') + '&' }}", "<i>&amp;")]
    [InlineData("{{ (raw '<i>') | string.upcase }}", "&lt;I&gt;")]
    [InlineData("{{ capture y }}<i>{{ end; y }}", "<i>")]
    [InlineData("{{ capture y }}<i>{{ end; y | string.upcase }}", "&lt;I&gt;")]
    [InlineData("{{ \"a\\n<b>\" | html.newline_to_br }}", "a<br />\n&lt;b&gt;")]
    [InlineData("{{ ['<'] }}", "[&quot;&lt;&quot;]")]
    [InlineData("{{ raw null }}", "")]
    public void Only_what_is_said_to_be_markup_is(string template, string expected) => Assert.Equal(expected, Render("t.html", template));

    [Theory]
    [InlineData("{{ x }}{{ include 'part.txt' }}{{ capture y }}{{ x }}{{ end; y }}{{ raw x }}", Hostile + Hostile + Hostile + Hostile)]
    [InlineData("{{ day.day }} {{ day | date.to_string '%A, %d %B' 'de' }} {{ day }} {{ day == day && day < later }}", "2 Freitag, 02 Januar 02 Jan 2026 true")]
    [InlineData("{{ none ? 1 : 2 }}{{ none }}{{ none ?? '' }}{{ items.size }}{{ items[1] }}", "22b")]
    [InlineData("{{ math.format(12345, 'N0') }} {{ math.format(2.5, '#,0.##') }} {{ 7 // 2 }} {{ 1 / 4 }}", "12,345 2.5 3 0.25")]
    [InlineData("  {{ include 'lines.txt' 1 }}", "  a 1\n  b no\n")]
    public void Texts_dates_numbers_and_lists_read_the_same_and_nothing_is_escaped(string template, string expected) =>
        Assert.Equal(expected, Render("t.txt", template));

    [Theory]
    [InlineData("{{ nope }}")]
    [InlineData("{{ none.day }}")]
    [InlineData("{{ items.nope }}")]
    [InlineData("{{ include 'nope.txt' }}")]
    [InlineData("{{ for i in 1..100; for j in 1..2000; end; end }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ while true; 'x' * 100000; end }}")]
    public void What_does_not_work_is_told_with_file_line_and_column(string template) =>
        Assert.Matches(@"en/t\.txt\(2,\d+\)", Assert.Throws<InvalidDataException>(() => Render("t.txt", "\n" + template)).InnerException!.Message);

    static string Render(string name, string template) => new TemplateSet(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en/" + name] = template,
        ["part.txt"] = "{{ x }}",
        ["en/lines.txt"] = "a {{ $1 }}\nb {{ if !$2 }}no{{ end }}\n",
    }).Render("en", name, new { X = Hostile, Day = new DateOnly(2026, 1, 2), Later = new DateOnly(2026, 1, 3), None = (DateOnly?)null, Items = (string[])["a", "b"] });

#if USE_SCRIBAN
    [Fact]
    public void Every_mail_and_page_is_the_same_by_Scriban_and_by_our_own()
    {
        var both = new Both(Shipped());
        new TemplateTrial(Renderer(both)).Run();
        Assert.True(both.Rendered > 500, $"{both.Rendered} rendered");
    }

    [Fact]
    public void A_letter_of_hostile_papers_is_the_same_by_Scriban_and_by_our_own()
    {
        var both = new Both(Shipped());
        string[] hostile = [Hostile, "{{ site.contact }}", "a\r\nb", "\ud83d", "\u202eevil", "&lt;", "`${x}`", "蛋白質🧬", new string('x', 300), "\0"];
        foreach (var text in hostile)
            foreach (var name in new[] { "digest.html", "digest.txt", "digest.subject.txt" })
                foreach (var locale in new[] { "en", "de" })
                    both.Render($"{locale}/{name}", Letter(text));
        Assert.Equal(hostile.Length * 6, both.Rendered);
    }

    static DigestModel Letter(string text) => new(
        new(text, "https://papers.example/", text, text, text), new("en", "ltr"), new DateOnly(2026, 7, 17), 1,
        [new("for_you", text, [new(1, text, "https://a.example/?a=1&b=2", [text, text], 3, text, text, new DateOnly(2026, 7, 1), [text], [text],
            text, [new("gained", 7, 2.2, null)], 12345, 1, 0, "https://a.example/p", "", "", "") { Lang = "en", AbstractLang = "de", SummaryLang = "en", Like = text }])],
        [text], [text], [], "https://papers.example/unsubscribe/x");

    Renderer Renderer(Both both)
    {
        var keys = KeyRing.Open(Path.Combine(_folder.Path, "keys.json"), TimeProvider.System);
        var site = new SiteOptions { PublicUrl = "https://papers.example/", OperatorName = "A & B", PostalAddress = "1 Street\nTown", Contact = "hello@papers.example" };
        return new(new TemplateSet(both.Files, both), site, new Links(site, keys), keys, new());
    }

    static Dictionary<string, string> Shipped() => Directory.EnumerateFiles(TemplateSet.ShippedFolder, "*.*", SearchOption.AllDirectories)
        .Where(path => Path.GetExtension(path) is ".html" or ".txt")
        .ToDictionary(path => Path.GetRelativePath(TemplateSet.ShippedFolder, path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    /// <summary>Renders by both, and insists that they agree.</summary>
    sealed class Both(IReadOnlyDictionary<string, string> files) : ITemplateEngine
    {
        readonly OwnTemplates _own = new(files);
        readonly ScribanTemplates _scriban = new(files);

        public IReadOnlyDictionary<string, string> Files => files;

        public int Rendered { get; private set; }

        public string Render(string path, object model)
        {
            var own = _own.Render(path, model);
            var scriban = _scriban.Render(path, model);
            Assert.True(own == scriban, $"{path} differs:\n{Difference(own, scriban)}");
            Rendered++;
            return own;
        }

        static string Difference(string one, string other)
        {
            var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
            return $"own     …{Around(one, at)}\nScriban …{Around(other, at)}";
        }

        static string Around(string text, int at) => text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)];
    }
#endif
}
