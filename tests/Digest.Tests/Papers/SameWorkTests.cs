using Digest.Papers;
using Xunit;

namespace Digest.Tests.Papers;

public class SameWorkTests
{
    const string Water = "We follow the water of nine rivers for three years and count what it carries, by night as by day, until the sea.";
    const string Fire = "Seven forests burned last summer; our cameras saw each flame early, and nobody believed them before the smoke came.";
    static readonly DateTimeOffset Monday = new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);

    static Paper Paper(string title, string? id, params string[] authors) => new()
    {
        Title = title,
        Authors = authors,
        FirstListedAt = Monday,
        Ids = [.. new[] { id is null ? (PaperId?)null : PaperId.FromAny(id) ?? PaperId.Parse(id), PaperId.FromTitle(title) }.OfType<PaperId>()],
    };

    static string? Evidence(Paper one, Paper other)
    {
        var evidence = SameWork.Evidence(one, other);
        Assert.Equal(evidence, SameWork.Evidence(other, one));
        return evidence;
    }

    [Theory]
    [InlineData("2611.99001", "arXiv:2611.99001v3", "same arXiv number")]
    [InlineData("10.1000/x", "https://doi.org/10.1000/X", "same DOI")]
    [InlineData("https://openreview.net/forum?id=rJl0r3R9KX", "https://openreview.net/pdf?id=rJl0r3R9KX", "same OpenReview id")]
    [InlineData("file:mine", "file:mine", "same file id")]
    public void A_number_in_common_is_one_work_though_the_title_changed(string one, string other, string evidence) =>
        Assert.Equal(evidence, Evidence(Paper("Rivers of Data", one, "Ada Moss"), Paper("Streams of Data", other, "Ada Moss")));

    [Fact]
    public void The_DOI_of_a_whole_volume_does_not_make_its_papers_one() =>
        Assert.Null(Evidence(Paper("Rivers of Data", "10.1000/volume", "Ada Moss"), Paper("Forests of Data", "10.1000/volume", "Bo Reed")));

    [Theory]
    [InlineData("2611.99001", "2611.99002")]
    [InlineData("10.1000/x", "10.1000/y")]
    [InlineData("10.1101/2026.01.01.000001", "10.1101/2026.01.01.000002")]
    [InlineData("openreview:rJl0r3R9KX", "openreview:abcdefghij")]
    [InlineData("file:mine", "file:yours")]
    public void Two_numbers_of_a_kind_are_two_works_whatever_the_title(string one, string other) => Assert.Null(Evidence(
        Paper("Rivers of Data", one, "Ada Moss", "Bo Reed") with { Abstract = Water },
        Paper("Rivers of Data", other, "Ada Moss", "Bo Reed") with { Abstract = Water }));

    [Fact]
    public void Two_arXiv_numbers_are_two_works_though_they_name_one_article()
    {
        var article = PaperId.Parse("doi:10.1000/both");
        var (one, other) = (Paper("Rivers of Data", "2611.99001", "Ada Moss"), Paper("Rivers of Data", "2611.99002", "Ada Moss"));
        Assert.Null(Evidence(one with { Ids = [.. one.Ids, article] }, other with { Ids = [.. other.Ids, article] }));
    }

    [Theory]
    [InlineData("2611.99001", "10.1000/rivers")]
    [InlineData("10.1101/2026.01.01.000001", "10.1000/rivers")] // a preprint's DOI and the publisher's
    [InlineData("openreview:rJl0r3R9KX", "2611.99001")]
    [InlineData("2611.99001", null)]
    public void Title_and_first_author_make_two_tellings_one_when_they_are_near(string one, string? other)
    {
        var (known, told) = (Paper("Rivers of Data", one, "Ada Moss", "Bo Reed"), Paper("rivers of data.", other, "Moss, A."));
        Assert.Equal("title and first author, listed the same day", Evidence(known, told));
        Assert.Equal("title and first author, listed 2 days apart", Evidence(known, told with { FirstListedAt = Monday.AddDays(2) }));
        Assert.Null(Evidence(known, told with { FirstListedAt = Monday.AddDays(SameWork.Near + 1) }));
        Assert.Null(Evidence(known, told with { Authors = ["Bo Reed"] }));
    }

    [Fact]
    public void Published_on_one_day_they_are_near_though_one_was_listed_late()
    {
        var known = Paper("Rivers of Data", "2611.99001", "Ada Moss") with { PublishedAt = Monday };
        var told = Paper("Rivers of Data", null, "Ada Moss") with { PublishedAt = Monday.AddDays(1), FirstListedAt = Monday.AddDays(700) };
        Assert.Equal("title and first author, listed 1 day apart", Evidence(known, told));
    }

    [Fact]
    public void A_journal_years_later_needs_a_second_author_or_the_abstract()
    {
        var known = Paper("Rivers of Data", "2611.99001", "Ada Moss", "Bo Reed") with { Abstract = Water };
        var later = Paper("Rivers of Data", "10.1000/rivers", "Ada Moss", "Cy Fern") with { FirstListedAt = Monday.AddDays(700) };
        Assert.Null(Evidence(known, later));
        Assert.Equal("title, first and second author, listed 700 days apart", Evidence(known, later with { Authors = ["A. Moss", "B. Reed"] }));
        Assert.Equal("title, first author and abstract, listed 700 days apart", Evidence(known, later with { Abstract = Water }));
        Assert.Null(Evidence(known, later with { Abstract = Water, FirstListedAt = Monday.AddDays(SameWork.Far + 1) }));
    }

    [Fact]
    public void A_heading_that_an_author_uses_every_month_needs_more()
    {
        var (one, other) = (Paper("Letter to the Editor", "10.1000/a", "Ada Moss"), Paper("Letter to the Editor", "2611.99001", "Ada Moss"));
        Assert.Null(Evidence(one, other));
        Assert.NotNull(Evidence(one with { Abstract = Water }, other with { Abstract = Water }));
    }

    [Fact]
    public void Abstracts_with_little_in_common_are_two_works() => Assert.Null(Evidence(
        Paper("Rivers of Data", "2611.99001", "Ada Moss") with { Abstract = Water },
        Paper("Rivers of Data", "10.1000/x", "Ada Moss") with { Abstract = Fire }));

    [Fact]
    public void A_missing_subtitle_needs_the_first_author_and_the_abstract()
    {
        var known = Paper("RiverNet: Floods Foretold", "2611.99001", "Ada Moss", "Bo Reed") with { Abstract = Water };
        var told = Paper("Rivernet", "10.1000/x", "Ada Moss", "Bo Reed");
        Assert.Equal("title without its subtitle, first author and abstract, listed the same day", Evidence(known, told with { Abstract = Water }));
        Assert.Equal("title without its subtitle, first and second author, listed the same day", Evidence(known, told));
        Assert.Null(Evidence(known, told with { Authors = ["Ada Moss"] }));
        Assert.Null(Evidence(known, told with { Abstract = Fire }));
        Assert.Null(Evidence(known, told with { Abstract = Water, FirstListedAt = Monday.AddDays(SameWork.Near + 1) }));
    }

    [Theory]
    [InlineData("Rivers: Part I", "Rivers: Part II")]
    [InlineData("Rivers", "Rivers: Part II")]
    [InlineData("Rivers: Floods Foretold", "Rivers: Droughts Foretold")] // two subtitles
    [InlineData("RiverNet", "RiverNet+")]
    public void Parts_and_successors_are_works_of_their_own(string one, string other) => Assert.Null(Evidence(
        Paper(one, "2611.99001", "Ada Moss", "Bo Reed") with { Abstract = Water }, Paper(other, null, "Ada Moss", "Bo Reed") with { Abstract = Water }));

    [Fact]
    public void Without_an_author_the_abstract_must_agree()
    {
        var known = Paper("Rivers of Data", "2611.99001", "Ada Moss") with { Abstract = Water };
        var page = Paper("Rivers of Data", null) with { FirstListedAt = Monday.AddDays(2000) };
        Assert.Equal("title and abstract", Evidence(known, page with { Abstract = Water.Replace("nine", "$9$", StringComparison.Ordinal) }));
        Assert.Null(Evidence(known, page with { Abstract = Fire }));
        Assert.Equal("title, where nothing else is told", Evidence(known, page));
        Assert.Null(Evidence(known, Paper("Rivers of Data", "10.1000/x"))); // two archives' records
    }

    [Fact]
    public void Of_several_the_one_told_before_comes_first_then_a_shared_number_then_the_identified()
    {
        var told = Paper("Rivers of Data", "2611.99001", "Ada Moss");
        var byTitle = Paper("Rivers of Data", null) with { Id = 1 };
        var byNumber = Paper("An Earlier Title", "2611.99001") with { Id = 2 };
        var byDoi = Paper("Rivers of Data", "10.1000/x", "Ada Moss") with { Id = 3 };
        var other = Paper("Rivers of Data", "2611.99002") with { Id = 4 };
        Assert.Equal([2L, 3L, 1L], SameWork.Among([byTitle, byNumber, byDoi, other], told, own: null).Select(t => t.Paper.Id));
        Assert.Equal([1L, 2L, 3L], SameWork.Among([byTitle, byNumber, byDoi, other], told, own: 1).Select(t => t.Paper.Id));
    }

    [Fact]
    public void A_sources_name_for_a_paper_is_believed_unless_it_suddenly_means_another()
    {
        var known = Paper("Rivers of Data", null, "Ada Moss") with { Id = 1 };
        var renamed = Paper("Streams of Data", null, "Ada Moss");
        Assert.Equal("told before by the same name", Assert.Single(SameWork.Among([known], renamed, own: 1)).Evidence);
        Assert.Empty(SameWork.Among([known], renamed, own: null));
        Assert.Empty(SameWork.Among([known], Paper("Forests of Data", null, "Bo Reed"), own: 1));
    }

    [Theory]
    [InlineData("https://arxiv.org/abs/2611.99001v2", null, "arxiv:2611.99001")]
    [InlineData("https://blog.example/rivers", "https://openreview.net/pdf?id=rJl0r3R9KX", "openreview:rJl0r3R9KX")]
    [InlineData("https://blog.example/rivers", null, null)]
    public void A_paper_whose_page_is_at_an_archive_has_its_number(string page, string? pdf, string? key) =>
        Assert.Equal(key, SameWork.Linked(new() { Title = "x", Links = new() { Page = page, Pdf = pdf } }).Select(id => id.ToString()).FirstOrDefault());
}
