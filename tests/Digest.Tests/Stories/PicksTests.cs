using System.Net;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Whoever types what they care about sees which of today's papers it would bring, before they give an address.</summary>
public class PicksTests
{
    static readonly PaperLine[] Papers =
    [
        new("2607.10001", "Waggle Dances of Honey Bees", "How foragers tell each other where nectar is."),
        new("2607.10002", "Glaciers in Retreat", "Ice melts faster where it is dark."),
    ];

    [Fact]
    public async Task Typing_shows_the_papers_it_would_bring_and_looking_changes_nothing()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        var before = app.Snapshot();

        var bees = await app.GetAsync("/picks?line=honey+bees");
        Assert.Equal(HttpStatusCode.OK, bees.Status);
        Assert.Equal(["Waggle Dances of Honey Bees"], bees.Says("li"));
        Assert.False(bees.Body.Contains("<html", StringComparison.Ordinal));
        var nothing = await app.GetAsync("/picks?line=quasars");
        Assert.Contains("None of today’s papers is about quasars",
            nothing.Body.Replace("<i><bdi>", "", StringComparison.Ordinal).Replace("</bdi></i>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(before, app.Snapshot());
    }

    [Fact]
    public async Task Without_a_script_a_button_shows_the_same_and_what_was_typed_stays()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        var before = app.Snapshot();
        var home = await app.GetAsync();
        Assert.True(home.Shows("button[formaction='https://papers.example/picks']"));

        var page = await app.AskAsync(HttpMethod.Post, "/picks", new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = "ada@readers.example", ["line"] = "glaciers" }));

        Assert.Equal(["Glaciers in Retreat"], page.Says("#picks li"));
        Assert.True(page.Shows("input[value='ada@readers.example']"));
        Assert.Equal(before, app.Snapshot());
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("the", HttpStatusCode.OK)]
    [InlineData("%3Cscript%3Ealert(1)%3C/script%3E", HttpStatusCode.OK)]
    [InlineData("{{site.home}}", HttpStatusCode.OK)]
    [InlineData("%00%E2%80%AE%F0%9F%90%9D;;;+++---", HttpStatusCode.OK)]
    public async Task Whatever_is_typed_is_answered_as_text(string line, HttpStatusCode status)
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        var page = await app.GetAsync($"/picks?line={line}");
        Assert.Equal(status, page.Status);
        Assert.False(page.Shows("script"));
    }

    [Fact]
    public async Task A_line_longer_than_one_types_is_left_to_the_button()
    {
        await using var app = await App.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await app.GetAsync($"/picks?line={new string('x', 501)}")).Status);
    }

    [Fact]
    public async Task Trying_without_end_is_stopped_and_what_is_known_is_still_told()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Papers);
        var statuses = new System.Collections.Concurrent.ConcurrentBag<HttpStatusCode>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1300), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) => statuses.Add((await TryAsync($"bees+{i}")).Status));
        Assert.Equal(100, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
        var stopped = await TryAsync("wasps");
        Assert.Contains("Wait a little", stopped.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await TryAsync("bees+1190")).Status); // found before, it costs nothing
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/picks?line=wasps")).Status); // others may

        Task<AppPage> TryAsync(string line) => app.AskAsync(HttpMethod.Get, $"/picks?line={line}", null, ("X-Forwarded-For", "203.0.113.7"));
    }
}
