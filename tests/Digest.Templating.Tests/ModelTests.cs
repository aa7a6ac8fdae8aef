using System.Text;
using Xunit;

namespace Digest.Templating.Tests;

public class ModelTests
{
    private static readonly TemplateOptions Strict = new();

    private sealed record Author(string FullName);

    private enum ReadingMood
    {
        WideAwake,
    }

    private sealed class Paper
    {
        public static string Shared => "static";

        public string Title { get; init; } = "A title";

        public Author[] Authors { get; init; } = [new("Ada"), new("Bo")];

        public int? Upvotes { get; init; }

        public ReadingMood Mood => ReadingMood.WideAwake;

        public DateOnly Published => new(2026, 7, 17);

        public Uri PdfUrl => new("https://example.org/1?a=b&c");

        public bool IsNew => true;

        public string Failing => throw new InvalidOperationException("no such thing");

        internal string Hidden => "hidden";

        public string WriteOnly
        {
            set => _ = value;
        }

        public string this[int index] => "indexed";

        public string Method() => "method";
    }

    [Theory]
    [InlineData("paper.title", "A title")]
    [InlineData("paper.authors[0].full_name", "Ada")]
    [InlineData("paper.authors | array.map 'full_name' | array.join ', '", "Ada, Bo")]
    [InlineData("paper.authors.size", "2")]
    [InlineData("paper.upvotes", "")]
    [InlineData("paper.mood", "wide_awake")]
    [InlineData("paper.mood == 'wide_awake'", "true")]
    [InlineData("paper.published | date.to_string '%F'", "2026-07-17")]
    [InlineData("paper.pdf_url", "https://example.org/1?a=b&c")]
    [InlineData("paper.is_new", "true")]
    [InlineData("words.hello", "Hallo")]
    [InlineData("words['hello']", "Hallo")]
    [InlineData("numbers[1]", "2")]
    [InlineData("for n in numbers; n; end", "123")]
    [InlineData("lazy | array.size", "2")]
    [InlineData("for x in lazy; x; for.last ? '.' : ','; end", "1,2.")]
    [InlineData("with paper; title; title = 'mine'; title; end; paper.title", "A titlemineA title")]
    [InlineData("paper.authors | array.first", "{full_name: \"Ada\"}")]
    [InlineData("nothing ?? 'none'", "none")]
    [InlineData("words.nothing ?? 'none'", "none")]
    [InlineData("nothing?.x", "")]
    public void Plain_objects_dictionaries_and_lists_can_be_read(string script, string expected) =>
        Assert.Equal(expected, Scripts.Render("{{ " + script + " }}", Model(), Strict));

    [Theory]
    [InlineData("paper.Title")]
    [InlineData("paper.hidden")]
    [InlineData("paper.shared")]
    [InlineData("paper.method")]
    [InlineData("paper.get_type")]
    [InlineData("paper.write_only")]
    [InlineData("paper.title.length")]
    [InlineData("paper.authors.length")]
    [InlineData("paper.authors[0].equality_contract")]
    [InlineData("paper.published.day_of_week")]
    [InlineData("paper.pdf_url.host")]
    [InlineData("type.assembly")]
    [InlineData("stream.length")]
    [InlineData("function.method")]
    [InlineData("math.uuid.length")]
    public void Nothing_else_can_be_reached(string script) =>
        Assert.Matches("not found|null object", Scripts.Fails("{{ " + script + " }}", Model(), Strict).Message);

    [Theory]
    [InlineData("papr.title", "`papr` was not found")]
    [InlineData("paper.titel", "`titel` was not found")]
    [InlineData("paper.titel ?? ''", "`titel` was not found")]
    [InlineData("words.nothing", "`nothing` was not found")]
    [InlineData("$x", "`$x` was not found")]
    [InlineData("paper.failing", "no such thing")]
    [InlineData("paper.title = 'x'", "readonly object")]
    public void A_wrong_name_is_an_error_where_names_matter(string script, string message)
    {
        var failure = Scripts.Fails("\n{{ " + script + " }}", Model(), Strict);

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, failure.Errors[0].Line);
    }

    [Theory]
    [InlineData("PDFUrl", "pdf_url")]
    [InlineData("PublishedAt", "published_at")]
    [InlineData("A", "a")]
    [InlineData("Sha256", "sha256")]
    [InlineData("Already_Snake", "already_snake")]
    public void Names_become_snake_case(string name, string expected) =>
        Assert.Equal(expected, Running.Members.SnakeCase(name));

    [Fact]
    public void Any_number_of_renders_at_once_give_the_same()
    {
        var options = Scripts.Including(Scripts.Html, ("part", "{{ $x = $1; total = total + $x; $x }};"));
        var template = Template.Parse(
            "{{ total = 0; func f(n); ret n * 2; end; for i in 1..50; include 'part' i; f i; end; capture c; total; end; c; title }}",
            "test",
            options);
        var expected = template.Render(new { Title = "<0>" }, TestContext.Current.CancellationToken);

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            template.Render(new { Title = $"<{i}>" }, output, TestContext.Current.CancellationToken);
            Assert.Equal(
                expected.Replace("&lt;0&gt;", $"&lt;{i}&gt;", StringComparison.Ordinal),
                Encoding.UTF8.GetString(output.WrittenSpan));
        });
    }

    private static Dictionary<string, object?> Model() => new(StringComparer.Ordinal)
    {
        ["paper"] = new Paper(),
        ["words"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["hello"] = "Hallo" },
        ["numbers"] = new[] { 1, 2, 3 },
        ["lazy"] = Enumerable.Range(1, 2).Where(n => n > 0),
        ["type"] = typeof(string),
        ["stream"] = Stream.Null,
        ["function"] = () => "called",
    };
}
