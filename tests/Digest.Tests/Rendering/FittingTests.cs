using Digest.Rendering;
using Xunit;

namespace Digest.Tests.Rendering;

/// <summary>What goes first when a digest is too large, and what never does.</summary>
public class FittingTests
{
    [Fact]
    public void What_fits_is_left_as_it_is()
    {
        var whole = Digest(3);
        Assert.Same(whole, Fitting.Fit(whole, _ => true));
    }

    [Theory]
    [InlineData(1, 200, true, 400)]
    [InlineData(2, 120, true, 400)]
    [InlineData(3, 0, true, 400)]
    [InlineData(4, 0, false, 400)]
    [InlineData(5, 0, false, 160)]
    public void Summaries_go_before_authors_and_authors_before_titles(int refusals, int summary, bool hasAuthors, int title)
    {
        var fitted = Fitting.Fit(Digest(3), _ => refusals-- <= 0);
        Assert.All(Entries(fitted), entry =>
        {
            Assert.InRange(entry.Summary.Length, summary / 2, summary == 0 ? 0 : summary + 2);
            Assert.Equal(hasAuthors, entry.Authors.Count > 0);
            Assert.InRange(entry.Title.Length, title / 2, title + 2);
        });
        Assert.Equal((3, 3, 0), (Entries(fitted).Count, fitted.Count, fitted.MoreOnWeb));
    }

    [Fact]
    public void News_are_fewer_before_a_paper_is_left_out()
    {
        var refusals = 6;
        var fitted = Fitting.Fit(Digest(3) with { Updates = [.. Enumerable.Repeat(new UpdateModel("A title", "en", "https://a.example/", "code", "", ""), 9)] },
            _ => refusals-- <= 0);
        Assert.Equal((3, 5), (Entries(fitted).Count, fitted.Updates.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(63)]
    [InlineData(99)]
    public void The_last_papers_are_left_for_the_web_and_only_as_many_as_must(int room)
    {
        var asked = 0;
        var fitted = Fitting.Fit(Digest(100), digest => ++asked > 0 && Entries(digest).Count <= room);
        Assert.Equal(Enumerable.Range(1, room), Entries(fitted).Select(e => e.Number));
        Assert.Equal((100, 100 - room), (fitted.Count, fitted.MoreOnWeb));
        Assert.All(fitted.Sections, section => Assert.NotEmpty(section.Entries));
        Assert.InRange(asked, 7, 15);
    }

    [Fact]
    public void The_links_for_leaving_and_what_is_missing_are_never_touched()
    {
        var whole = Digest(100) with { Missing = ["a"], Late = ["a"] };
        var fitted = Fitting.Fit(whole, _ => false);
        Assert.Equal((whole.UnsubscribeUrl, whole.Site, whole.Late), (fitted.UnsubscribeUrl, fitted.Site, fitted.Late));
    }

    static List<EntryModel> Entries(DigestModel digest) => [.. digest.Sections.SelectMany(s => s.Entries)];

    /// <summary>Papers in two sections, with everything long.</summary>
    static DigestModel Digest(int count)
    {
        var entries = Enumerable.Range(1, count).Select(n => new EntryModel(
            n, Long(400), "https://a.example/", ["Ada", "Bo"], 1, Long(320), "", null, [], [], "new", [], 0, 0, 0, "", "", "", "")
        {
            Lang = "en", AbstractLang = "en", SummaryLang = "en",
        }).ToList();
        return new(new("A", "https://a.example/", "", "", ""), new("en", "ltr"), new DateOnly(2026, 7, 17), count,
            [new("for_you", "a line", entries[..(count / 2)]), new("trending", "", entries[(count / 2)..])], [], [], [], "https://a.example/leave");
    }

    static string Long(int length) => string.Concat(Enumerable.Repeat("word ", length / 5))[..(length - 1)] + "x";
}
