using System.Net;
using Digest.Papers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>Anybody can look at the papers of any day, week and month, and turn the pages from one to the next.</summary>
public class EditionPagesTests
{
    const string Root = "https://papers.example/";

    [Fact]
    public async Task The_pages_can_be_turned_from_the_newest_day_to_the_oldest_and_to_week_and_month()
    {
        await using var app = await App.StartAsync();
        var papers = Some.Papers(3);
        await app.PublishAsync(papers[0]);
        app.Clock.Advance(TimeSpan.FromDays(3)); // no edition on the weekend
        await app.PublishAsync(papers[1]);
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(papers[2]);
        await app.PrepareEditionAsync(Period.Week, new(2026, 7, 17));
        app.Clock.Advance(TimeSpan.FromDays(14));
        await app.PrepareEditionAsync(Period.Month, new(2026, 7, 17));

        var newest = await app.GetAsync("/day/2026-07-21");
        Assert.Equal((HttpStatusCode.OK, "Papers of Tuesday, 21 July 2026"), (newest.Status, newest.Heading));
        Assert.Equal(papers[2].Title, newest.Titles.Single(t => t == papers[2].Title));
        Assert.DoesNotContain($"{Root}day/2026-07-22", newest.Links);
        var before = await app.GetAsync(newest.Links.Single(link => link.Contains("/day/2026-07-20", StringComparison.Ordinal)));
        Assert.Contains($"{Root}day/2026-07-21", before.Links);
        var first = await app.GetAsync(before.Links.Single(link => link.Contains("/day/2026-07-17", StringComparison.Ordinal)));
        Assert.Equal([papers[0].Title], first.Titles);
        Assert.Equal(["Trending"], first.Says(".why").Select(why => why.Split(':')[0]).Select(why => why == "New" ? "Trending" : why));
        var week = await app.GetAsync(first.Links.Single(link => link.Contains("/week/2026-W", StringComparison.Ordinal)));
        Assert.Equal("Papers of week 29 of 2026", week.Heading);
        var month = await app.GetAsync(week.Links.Single(link => link.Contains("/month/2026-", StringComparison.Ordinal)));
        Assert.Equal("Papers of July 2026", month.Heading);
        Assert.Equal(3, month.Titles.Count);
        Assert.Contains(month.Links, link => link.Contains("/day/2026-07-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_front_page_leads_to_the_edition_before_and_to_the_search_and_is_its_own_address()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(2));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(Some.Papers(2));

        var home = await app.GetAsync();
        Assert.Contains($"{Root}day/2026-07-17", home.Links);
        Assert.True(home.Shows("form[role=search][action='https://papers.example/search'] input[name=q]"));
        Assert.True(home.Shows("link[rel=canonical][href='https://papers.example/']"));
        Assert.True((await app.GetAsync("/day/2026-07-17")).Shows("link[rel=canonical][href='https://papers.example/day/2026-07-17']"));
        Assert.Equal($"{Root}day/2026-07-18", (await app.GetAsync("/day")).Header("Location"));
    }

    [Theory]
    [InlineData("/day/2026-07-16", "No papers of Thursday, 16 July 2026", "day/2026-07-17")]
    [InlineData("/day/2026-12-24", "No papers of Thursday, 24 December 2026", "day/2026-07-17")]
    [InlineData("/day/2026-02-30", "This is no day", "day/2026-07-17")]
    [InlineData("/day/%3Cscript%3E", "This is no day", "day/2026-07-17")]
    [InlineData("/week/2026-W99", "This is no week", "day/2026-07-17")]
    [InlineData("/week/2026-W28", "No papers of week 28 of 2026", "day/2026-07-17")]
    [InlineData("/month/2026-06", "No papers of June 2026", "day/2026-07-17")]
    [InlineData("/month", "No papers of July 2026", "day/2026-07-17")]
    public async Task Where_there_is_no_edition_the_nearest_are_named(string path, string heading, string nearest)
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(1));
        var page = await app.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, heading), (page.Status, page.Heading));
        Assert.Contains(Root + nearest, page.Links);
    }

    [Fact]
    public async Task Before_the_first_edition_every_address_still_says_what_to_do()
    {
        await using var app = await App.StartAsync();
        foreach (var path in new[] { "/day", "/week/2026-W29", "/month/x", "/day/2026-07-17" })
        {
            var page = await app.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.Contains(Root, page.Links);
        }
    }

    [Fact]
    public async Task A_paper_withdrawn_since_is_not_shown_in_its_edition_any_more()
    {
        await using var app = await App.StartAsync();
        var papers = Some.Papers(2);
        await app.PublishAsync(papers);
        await app.WithdrawAsync(papers[0]);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([papers[1].Title], (await app.GetAsync("/day/2026-07-17")).Titles);
    }

    [Fact]
    public async Task Of_a_long_edition_the_first_papers_are_shown_and_the_rest_is_counted()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(120));
        var page = await app.GetAsync("/day/2026-07-17");
        Assert.Equal(50, page.Titles.Count);
        Assert.Contains("70 more papers stand in this edition", page.Body, StringComparison.Ordinal);
        Assert.Contains("100 more papers", (await app.GetAsync("/feed.atom")).Body, StringComparison.Ordinal);
    }
}
