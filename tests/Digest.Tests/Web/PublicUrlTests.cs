using System.Net;
using Xunit;

namespace Digest.Tests.Web;

public class PublicUrlTests
{
    [Theory]
    [InlineData("https://example.org/digest/", false)]
    [InlineData("https://example.org/digest", true)]
    [InlineData("https://example.org/a/b/", false)]
    [InlineData("https://example.org:8443", false)]
    public async Task The_service_can_live_anywhere_whether_the_proxy_strips_its_path_or_not(string url, bool strips)
    {
        await using var app = await App.StartAsync(new() { PublicUrl = url, ProxyStripsPath = strips });
        await app.PublishAsync([.. Some.Papers(2), new("home", "Protein Folding at Home", "No address was given.")]);
        var address = Some.Address;

        await app.SubmitAsync(await app.GetAsync(), ("address", address), ("line", "protein folding"));
        await app.PlanAndSendAsync();
        await app.ConfirmAsync(app.MailsTo(address)[0]);
        await app.PlanAndSendAsync();
        var issue = app.MailsTo(address)[^1];
        Assert.Equal(3, issue.Titles.Count);
        foreach (var link in issue.Links.Where(l => !l.StartsWith("https://arxiv.org/", StringComparison.Ordinal) && !l.StartsWith("mailto:", StringComparison.Ordinal)))
        {
            Assert.StartsWith(url, link, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(link)).Status);
        }
        var home = await app.GetAsync();
        Assert.All(home.Links.Where(l => l.Contains("example.org", StringComparison.Ordinal)), l => Assert.StartsWith(url, l, StringComparison.Ordinal));
        Assert.Equal("noindex", (await app.GetAsync(issue.LeaveLink)).Header("X-Robots-Tag"));

        Assert.Equal("You are unsubscribed", (await app.LeaveByPageAsync(issue)).Heading);
    }
}
