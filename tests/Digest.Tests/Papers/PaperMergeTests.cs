using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class PaperMergeTests
{
    static readonly DateTimeOffset Monday = new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);

    static Paper Paper(string title = "Rivers of Data", int version = 0, string? arxiv = "2611.99001", string? doi = null, params string[] authors) => new()
    {
        Title = title,
        Version = version,
        Authors = authors,
        FirstListedAt = Monday,
        Ids = [.. new[] { PaperId.FromArxiv(arxiv), PaperId.FromDoi(doi), PaperId.FromTitle(title) }.OfType<PaperId>()],
    };

    static Paper SavedPage(string title = "Rivers of Data") => Paper(title, arxiv: null);

    [Fact]
    public void Hearing_the_same_again_changes_nothing()
    {
        var known = Paper(authors: ["Ada Moss"]) with { Id = 7, Revision = 3, Abstract = "Water." };
        var result = PaperMerge.Merge(known, known with { Id = 0, Revision = 0, Authors = ["Ada Moss"] });
        Assert.False(result.IsChanged);
        Assert.False(result.IsRevised);
        Assert.Same(known, result.Paper);
    }

    [Fact]
    public void A_newer_version_speaks_and_raises_the_revision()
    {
        var known = Paper(version: 1, authors: ["Ada Moss", "Bo Reed"]) with { Id = 7, Revision = 3, Abstract = "Old.", OneLine = "Kept." };
        var told = Paper("Rivers of Data, Revisited", version: 2, authors: ["Ada Moss"]) with { Abstract = "New." };

        var (paper, revised, _) = PaperMerge.Merge(known, told);

        Assert.True(revised);
        Assert.Equal((7, 4, 2), (paper.Id, paper.Revision, paper.Version));
        Assert.Equal(("Rivers of Data, Revisited", "New.", "Kept."), (paper.Title, paper.Abstract, paper.OneLine));
        Assert.Equal(["Ada Moss"], paper.Authors);
        Assert.Equal(["arxiv:2611.99001", "title:riversofdata", "title:riversofdatarevisited"], paper.Ids.Select(i => i.ToString()), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 0)] // a source that does not count versions
    public void An_older_or_uncounted_version_only_fills_what_is_missing(int knownVersion, int toldVersion)
    {
        var known = Paper("New Title", knownVersion, authors: ["Ada Moss"]);
        var told = Paper("Old Title", toldVersion, authors: ["Ada Moss", "Bo Reed"]) with
        {
            Abstract = "Water.",
            Links = new PaperLinks { Code = "https://example.org/code" },
        };
        var (paper, revised, _) = PaperMerge.Merge(known, told);
        Assert.True(revised);
        Assert.Equal(("New Title", "Water.", "https://example.org/code", knownVersion), (paper.Title, paper.Abstract, paper.Links.Code, paper.Version));
        Assert.Equal(["Ada Moss"], paper.Authors);
    }

    [Fact]
    public void At_the_same_version_a_correction_comes_through()
    {
        var (paper, revised, _) = PaperMerge.Merge(Paper() with { Abstract = "Watre." }, Paper() with { Abstract = "Water." });
        Assert.True(revised);
        Assert.Equal("Water.", paper.Abstract);
    }

    [Fact]
    public void At_the_same_version_a_shortened_author_list_does_not_lose_names()
    {
        var known = Paper(authors: ["Ada Moss", "Bo Reed", "Cy Fern"]);
        Assert.Equal(3, PaperMerge.Merge(known, Paper(authors: ["Ada Moss", "Cy Fern"])).Paper.Authors.Count);
        Assert.Equal(3, PaperMerge.Merge(Paper(authors: ["Ada Moss"]), known).Paper.Authors.Count);
    }

    [Fact]
    public void Categories_and_links_are_united()
    {
        var known = Paper() with { Categories = ["cs.LG"], Links = new PaperLinks { Page = "https://a.example/", Pdf = "https://a.example/pdf" } };
        var told = Paper() with { Categories = ["stat.ML", "cs.LG"], Links = new PaperLinks { Page = "https://b.example/", Code = "https://b.example/code" } };
        var paper = PaperMerge.Merge(known, told).Paper;
        Assert.Equal(["cs.LG", "stat.ML"], paper.Categories);
        Assert.Equal(new PaperLinks { Page = "https://b.example/", Pdf = "https://a.example/pdf", Code = "https://b.example/code" }, paper.Links);
    }

    [Fact]
    public void It_was_first_listed_when_the_first_source_listed_it_and_that_alone_is_no_revision()
    {
        var relisted = PaperMerge.Merge(Paper(), Paper() with { FirstListedAt = Monday.AddDays(6) });
        Assert.Equal((Monday, false), (relisted.Paper.FirstListedAt, relisted.IsChanged));

        var earlier = PaperMerge.Merge(Paper() with { Revision = 2 }, Paper() with { FirstListedAt = Monday.AddDays(-1) });
        Assert.Equal((Monday.AddDays(-1), 2), (earlier.Paper.FirstListedAt, earlier.Paper.Revision));
        Assert.True(earlier.IsChanged);
        Assert.False(earlier.IsRevised);
    }

    [Fact]
    public void Of_a_day_and_an_instant_on_it_the_instant_is_kept_else_the_earlier()
    {
        var noon = Monday.AddHours(12);
        Assert.Equal(noon, Published(Monday, noon));
        Assert.Equal(noon, Published(noon, Monday));
        Assert.Equal(Monday, Published(Monday, noon.AddDays(1)));
        Assert.Equal(Monday, Published(null, Monday));

        static DateTimeOffset? Published(DateTimeOffset? known, DateTimeOffset? told) =>
            PaperMerge.Merge(Paper() with { PublishedAt = known }, Paper() with { PublishedAt = told }).Paper.PublishedAt;
    }

    [Fact]
    public void A_withdrawal_stays_until_a_newer_version_stands()
    {
        var withdrawn = Paper(version: 2) with { WithdrawnAt = Monday };
        Assert.Equal(Monday, PaperMerge.Merge(Paper(version: 2), withdrawn).Paper.WithdrawnAt);
        Assert.Equal(Monday, PaperMerge.Merge(withdrawn, Paper()).Paper.WithdrawnAt);
        Assert.Null(PaperMerge.Merge(withdrawn, Paper(version: 3)).Paper.WithdrawnAt);
    }

    [Fact]
    public void A_saved_page_entry_takes_the_words_and_keys_of_its_identified_twin()
    {
        var known = SavedPage("rivers of  data") with { Id = 7, Revision = 1, Abstract = "Watre x^2." };
        var told = Paper("Rivers of Data", authors: ["Ada Moss"]) with { Abstract = "Water $x^2$." };

        var (paper, revised, _) = PaperMerge.Merge(known, told);

        Assert.True(revised);
        Assert.Equal((7, "Rivers of Data", "Water $x^2$."), (paper.Id, paper.Title, paper.Abstract));
        Assert.Equal("arxiv:2611.99001", paper.Ids[0].ToString());
    }

    [Fact]
    public void A_saved_page_entry_never_overrules_an_identified_paper()
    {
        var known = Paper(authors: ["Ada Moss"]) with { Abstract = "Water $x^2$." };
        Assert.False(PaperMerge.Merge(known, SavedPage() with { Abstract = "Water x^2." }).IsChanged);
    }
}
