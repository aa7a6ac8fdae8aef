using System.Text.RegularExpressions;
using Digest.Commands;
using Digest.Rendering;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Rendering;

/// <summary>Each language is whole, and has its words to itself.</summary>
public sealed class LocalesTests : IDisposable
{
    static readonly string Shipped = TemplateSet.ShippedFolder;

    static readonly TemplateSet Set = TemplateSet.Load(Shipped, null);

    readonly ScratchFolder _own = new();

    public void Dispose() => _own.Dispose();

    static string[] Files(string locale) =>
        [.. Directory.EnumerateFiles(Path.Combine(Shipped, locale), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(Shipped, locale), path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_language_has_the_same_files()
    {
        Assert.Equal(["de", "en"], Set.Locales);
        Assert.Equal(Files("en"), Files("de"));
        Assert.Empty(Set.Missing);
        Assert.Equal(("English", "Deutsch"), (Set.NameOf("en"), Set.NameOf("de")));
    }

    [Fact]
    public void Every_language_says_the_same_things()
    {
        static string[] Keys(string locale) =>
            [.. Regex.Match(Text($"{locale}/parts/words.txt"), @"say = \{(?<keys>.*?)\n\}", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["keys"].Value
                .Split('\n').Select(line => line.Split(':')[0].Trim()).Where(key => key.Length > 0).Order(StringComparer.Ordinal)];
        Assert.True(Keys("en").Length > 25);
        Assert.Equal(Keys("en"), Keys("de"));
    }

    /// <summary>An attribute that one language has and another has not is a focus or a mark that its readers miss.</summary>
    [Fact]
    public void Every_language_is_made_of_the_same_elements()
    {
        foreach (var file in Files("en").Where(file => file.EndsWith(".html", StringComparison.Ordinal)))
            Assert.Equal(Elements($"en/{file}"), Elements($"de/{file}"));

        // Tags with the names of their attributes and the conditions those stand under, without a word.
        static IEnumerable<string> Elements(string path) =>
            Regex.Matches(
                    Regex.Replace(Text(path), "\\{\\{.*?\\}\\}", code => "{" + Regex.Replace(code.Value, "\"[^\"]*\"|[<>{}]", "") + "}", RegexOptions.Singleline),
                    "</?[a-z][^<>]*>")
                .Select(tag => Regex.Replace(tag.Value, "=\"[^\"]*\"", ""));
    }

    /// <summary>A kind that one language distinguishes and another does not would be told in no words.</summary>
    [Fact]
    public void Every_language_knows_the_same_kinds()
    {
        foreach (var file in Files("en").Where(file => file.EndsWith(".html", StringComparison.Ordinal) || file.StartsWith("parts/", StringComparison.Ordinal)))
        {
            static HashSet<string> Kinds(string path) =>
                [.. Regex.Matches(Text(path), @"(?:\bwhen|==)\s+(?:""(?<kind>[a-z_-]*)""(?:, )?)+").SelectMany(m => m.Groups["kind"].Captures.Select(c => c.Value))];
            Assert.Empty(Kinds($"en/{file}").Except(Kinds($"de/{file}")).Select(kind => $"de/{file} lacks {kind}"));
        }
    }

    public static TheoryData<string> Faults => [.. Enum.GetNames<FaultKind>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Every_fault_is_told_in_words_of_each_language(string kind)
    {
        foreach (var counted in new[] { "authors", "categories", "papers", "must", "must_not" })
        {
            var fault = new FaultLine(FaultModel.Of(new Fault(Enum.Parse<FaultKind>(kind), "a piece", 1204, 2500, counted)));
            var (english, german) = (Set.Render("en", "pages/fault.txt", fault).Trim(), Set.Render("de", "pages/fault.txt", fault).Trim());
            Assert.InRange(english.Length, 10, 300);
            Assert.InRange(german.Length, 10, 300);
            Assert.NotEqual(english, german);
            Assert.Equal(english.Contains("1,204", StringComparison.Ordinal), german.Contains("1.204", StringComparison.Ordinal));
            Assert.DoesNotContain("“a piece”", german, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "1 Stimme")]
    [InlineData(2, "2 Stimmen")]
    [InlineData(1204, "1.204 Stimmen")]
    [InlineData(1234567, "1.234.567 Stimmen")]
    public void German_counts(int n, string words) =>
        Assert.Equal(words, Said("reason_of r", new { R = Reason("upvotes", n) }));

    [Theory]
    [InlineData("upvotes", 3)]
    [InlineData("comments", 3)]
    [InlineData("stars", 3)]
    [InlineData("gained", 3)]
    [InlineData("rising", 3)]
    [InlineData("stars_gained", 3)]
    [InlineData("new_code", 3)]
    [InlineData("place", 3)]
    public void Every_reason_is_told_in_words_of_each_language(string kind, int n)
    {
        var (one, several) = (Reason(kind, 1), Reason(kind, n));
        Assert.NotEqual(Said("reason_of r", new { R = one }, "en"), Said("reason_of r", new { R = one }));
        Assert.NotEqual(Said("reason_of r", new { R = several }, "en"), Said("reason_of r", new { R = several }));
        Assert.Contains(n.ToString(System.Globalization.CultureInfo.InvariantCulture), Said("reason_of r", new { R = several }), StringComparison.Ordinal);
    }

    [Fact]
    public void German_dates_lists_and_spans_read_as_Germans_write_them()
    {
        var day = new DateOnly(2026, 7, 17);
        Assert.Equal("Freitag, 17. Juli 2026", Said("full_date_of d", new { D = day }));
        Assert.Equal("1. März 2026", Said("date_of d", new { D = new DateOnly(2026, 3, 1) }));
        Assert.Equal("Platz 3 der Liste vom Freitag", Said("reason_of r", new { R = Reason("place", 3) with { Day = day } }));
        Assert.Equal("A, B und C", Said("list_of x", new { X = new[] { "A", "B", "C" } }));
        Assert.Equal("in 14 Stunden", Said("in_minutes 840", new { }));
        Assert.Equal("in 3 Tagen", Said("in_minutes 4320", new { }));
        Assert.Equal("Heute fehlen A (Liste verspätet) und B (keine Antwort). Was es dort Gutes gibt, kommt mit einem späteren Brief.",
            Said("absent_of a b", new { A = new[] { "A" }, B = new[] { "B" } }));
    }

    [Fact]
    public void Shared_parts_and_scripts_hold_no_words_of_any_language()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Shipped, "parts")))
        {
            var text = Regex.Replace(File.ReadAllText(path), @"\{\{.*?\}\}|<style>.*?</style>|<!--.*?-->|<[^>]*>|&#?\w+;|\?\w+=\w+", "", RegexOptions.Singleline);
            Assert.DoesNotMatch(@"\p{L}{2,}", text);
        }
        foreach (var script in Directory.EnumerateFiles(Shipped, "*.js"))
            Assert.DoesNotMatch(@"textContent|innerText|alert\(|placeholder", File.ReadAllText(script));
    }

    [Fact]
    public void A_language_with_a_hole_in_it_is_refused_by_the_name_of_the_missing_file()
    {
        Copy("en", "he", skip: "pages/search.html");
        Assert.Contains("There is no template he/pages/search.html", Assert.Throws<InvalidDataException>(() => TemplateSet.Load(Shipped, _own.Path)).Message,
            StringComparison.Ordinal);
        File.Copy(Path.Combine(Shipped, "en/pages/search.html"), Path.Combine(_own.Path, "he/pages/search.html"));
        Assert.Empty(TemplateSet.Load(Shipped, _own.Path).Missing);
    }

    void Copy(string from, string to, string skip)
    {
        foreach (var file in Files(from).Where(file => file != skip))
        {
            var copy = Path.Combine(_own.Path, to, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Shipped, from, file), copy);
        }
    }

    static ReasonModel Reason(string kind, int n) => new(kind, n, 3, new DateOnly(2026, 7, 17));

    /// <summary>What an expression of a locale's own functions says.</summary>
    static string Said(string expression, object model, string locale = "de")
    {
        var files = Directory.EnumerateFiles(Shipped, "*.txt", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Shipped, path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        files[$"{locale}/said.txt"] = $"{{{{ include 'parts/words.txt' }}}}{{{{ {expression} }}}}";
        return new TemplateSet(files).Render(locale, "said.txt", model).Trim();
    }

    static string Text(string path) => File.ReadAllText(Path.Combine(Shipped, path));
}
