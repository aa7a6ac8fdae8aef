using System.Globalization;
using Digest.Commands;
using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Rendering;

public sealed class TemplateSetTests : IDisposable
{
    static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "templates");

    readonly ScratchFolder _own = new();

    public void Dispose() => _own.Dispose();

    [Fact]
    public void The_same_files_have_the_same_version_and_others_another()
    {
        var set = TemplateSet.Load(Shipped, null);
        Assert.Equal(set.Version, TemplateSet.Load(Shipped, null).Version);
        Override("en/goodbye.txt", "Bye.");
        Assert.NotEqual(set.Version, TemplateSet.Load(Shipped, _own.Path).Version);
    }

    [Fact]
    public void A_set_that_was_kept_is_the_same_set()
    {
        var set = TemplateSet.Load(Shipped, null);
        var kept = TemplateSet.Unpack(set.Pack());
        Assert.Equal(set.Version, kept.Version);
        Assert.Equal(set.Render("en", "goodbye.txt", Goodbye), kept.Render("en", "goodbye.txt", Goodbye));
    }

    [Fact]
    public void Own_files_take_the_place_of_shipped_ones_file_by_file()
    {
        Override("en/goodbye.txt", "Farewell from {{ site.service }}.");
        var set = TemplateSet.Load(Shipped, _own.Path);
        Assert.Equal("Farewell from A & B.", set.Render("en", "goodbye.txt", Goodbye));
        Assert.Contains("A &amp; B", set.Render("en", "goodbye.html", Goodbye), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_with_file_line_and_column()
    {
        Override("en/goodbye.txt", "Hello\n{{ if }}");
        Override("en/welcome.txt", "{{ for }}");
        var refusal = Assert.Throws<InvalidDataException>(() => TemplateSet.Load(Shipped, _own.Path));
        Assert.Matches(@"en/goodbye\.txt\D+2\D+\d+", refusal.Message);
        Assert.Contains("en/welcome.txt", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_of_the_machine_makes_no_difference()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var rendered = new List<string>();
            foreach (var culture in new[] { "en-US", "de-DE", "tr-TR", "ar-SA", "fa-IR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                rendered.Add(TemplateSet.Load(Shipped, null).Render("en", "digest.txt", Issue(12345)));
            }
            Assert.Single(rendered.Distinct(StringComparer.Ordinal));
            Assert.Contains("Friday, 17 July 2026", rendered[0], StringComparison.Ordinal);
            Assert.Contains("12,345 upvotes", rendered[0], StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1, "1 upvote")]
    [InlineData(2, "2 upvotes")]
    [InlineData(1000, "1,000 upvotes")]
    public void Counts_read_as_people_write_them(int upvotes, string words) =>
        Assert.Contains(words, TemplateSet.Load(Shipped, null).Render("en", "digest.txt", Issue(upvotes)), StringComparison.Ordinal);

    [Theory]
    [InlineData("upvotes", 7, 0, "Trending: 7 upvotes")]
    [InlineData("comments", 1, 0, "Trending: 1 comment")]
    [InlineData("gained", 140, 3.1, "Trending: +140 upvotes in a day, 3 times the usual")]
    [InlineData("gained", 14, 2.2, "Trending: +14 upvotes in a day, twice the usual")]
    [InlineData("gained", 14, 1.6, "Trending: +14 upvotes in a day, more than usual")]
    [InlineData("rising", 1200, 0, "Rising: +1,200 upvotes in a day")]
    [InlineData("stars_gained", 300, 0, "Trending: +300 stars on its code in a day")]
    [InlineData("new_code", 300, 0, "Trending: new code, 300 stars")]
    [InlineData("place", 1, 0, "Trending: 1st on the list of Tuesday")]
    [InlineData("new", 0, 0, "New")]
    [InlineData("of_the_future", 3, 0, "Trending")]
    public void Reasons_read_as_people_say_them(string kind, int count, double factor, string words) =>
        Assert.Contains($"    {words}\n", TemplateSet.Load(Shipped, null).Render("en", "digest.txt",
            Issue(0, new ReasonModel(kind, count, factor, kind == "place" ? new DateOnly(2026, 7, 14) : null))), StringComparison.Ordinal);

    [Fact]
    public void Two_reasons_stand_in_one_line() =>
        Assert.Contains("    Rising: +40 upvotes in a day, 5 times the usual; new code, 1 star\n", TemplateSet.Load(Shipped, null).Render(
            "en", "digest.txt", Issue(90, new("rising", 40, 5, null), new("new_code", 1, 0, null))), StringComparison.Ordinal);

    static SiteModel Site => new("A & B", "https://papers.example/", "The <Operators>", "1 Street", "hello@papers.example");

    static LanguageModel Language => new("en", "ltr");

    static GoodbyeModel Goodbye => new(Site, Language);

    [Theory]
    [InlineData("a", "", "Today without a, whose list was late. What is good there comes with a later letter.")]
    [InlineData("a b", "", "Today without a and b, whose lists were late.")]
    [InlineData("", "a b", "Today without a and b, which did not answer.")]
    [InlineData("a", "b", "Today without a, whose list was late, and b, which did not answer.")]
    public void A_list_that_is_late_is_told_from_a_source_that_did_not_answer(string late, string failed, string words)
    {
        var issue = Issue(1) with { Missing = ["a"], Late = Names(late), Failed = Names(failed) };
        foreach (var part in new[] { "digest.txt", "digest.html" })
            Assert.Contains(words, TemplateSet.Load(Shipped, null).Render("en", part, issue).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    static string[] Names(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static DigestModel Issue(int upvotes) => Issue(upvotes, new ReasonModel("upvotes", upvotes, 0, null));

    static DigestModel Issue(int upvotes, params ReasonModel[] reasons) => new(Site, Language, new DateOnly(2026, 7, 17), 1,
        [new("trending", "", [new(1, "A Title", "https://arxiv.org/abs/1", ["Ada"], 0, "A summary.", "An abstract.", new DateOnly(2026, 7, 1), ["cs.CL"], [],
            reasons[0].Kind, reasons, upvotes, 0, 0, "", "", "", "") { Lang = "en", AbstractLang = "en", SummaryLang = "en" }])], [], [], [],
            "https://papers.example/unsubscribe/x");

    void Override(string name, string text)
    {
        var path = Path.Combine(_own.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
