using System.Net;
using Xunit;

namespace Digest.Tests.Web;

public class SearchPageTests
{
    static readonly PaperLine[] Papers =
    [
        new("2606.00001", "Waggle Dances of Honey Bees", "How foragers tell each other where nectar is."),
        new("2606.00002", "Waggle Dances in the Dark", "Bees film each other."),
        new("2606.00003", "Glaciers in Retreat", "Ice melts."),
    ];

    [Fact]
    public async Task Words_find_papers_the_best_first_and_looking_changes_nothing()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        var before = app.Snapshot();
        Assert.Contains("/search", string.Join(' ', (await app.GetAsync("/")).Links), StringComparison.Ordinal);
        Assert.Equal("Search papers", (await app.GetAsync("/search")).Heading);
        var found = await app.GetAsync("/search?q=waggle+dance+honey");
        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal(["Waggle Dances of Honey Bees", "Waggle Dances in the Dark"], found.Titles);
        Assert.Equal(before, app.Snapshot());
    }

    [Fact]
    public async Task Papers_that_came_since_are_found_a_little_later()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        Assert.Empty((await app.GetAsync("/search?q=comets")).Titles);
        await app.PublishAsync(new PaperLine("2606.00004", "Comets", "Ice that flies."));
        app.Clock.Advance(TimeSpan.FromHours(1));
        // The older index answers while the new one is made.
        var began = TimeProvider.System.GetTimestamp();
        AppPage page;
        do
            page = await app.GetAsync("/search?q=comets");
        while (page.Titles.Count == 0 && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
        Assert.Equal(["Comets"], page.Titles);
    }

    [Theory]
    [InlineData("", "Search papers", HttpStatusCode.OK)]
    [InlineData("%20%09", "Search papers", HttpStatusCode.OK)]
    [InlineData("the+of+and", "Papers about “the of and”", HttpStatusCode.OK)]
    [InlineData("quasars", "Papers about “quasars”", HttpStatusCode.OK)]
    [InlineData("%F0%9F%90%9D%E2%80%AE", "Papers about “🐝”", HttpStatusCode.OK)]
    [InlineData("%3Cscript%3Ealert(1)%3C/script%3E", "Papers about “<script>alert(1)</script>”", HttpStatusCode.OK)]
    [InlineData("{{site.home}}", "Papers about “{{site.home}}”", HttpStatusCode.OK)]
    [InlineData("((((((a%2B)%2B)%2B)%2B)%2B)%2B)%24", "Papers about “((((((a+)+)+)+)+)+)$”", HttpStatusCode.OK)]
    public async Task Whatever_is_typed_is_answered(string query, string heading, HttpStatusCode status)
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        var page = await app.GetAsync($"/search?q={query}");
        Assert.Equal((heading, status), (page.Heading, page.Status));
        Assert.False(page.Shows("script"));
        Assert.Empty(page.Titles);
    }

    [Fact]
    public async Task Too_much_is_refused_with_advice()
    {
        await using var app = await App.StartAsync();
        var page = await app.GetAsync("/search?q=" + string.Concat(Enumerable.Repeat("bees+", 200)));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.True(page.Shows("#q-error"));
    }
}
