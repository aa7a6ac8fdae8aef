using System.Net;
using Xunit;

namespace Digest.Tests.Web.Admin;

/// <summary>Who gets to the operators' pages, and how long.</summary>
public class EntranceTests
{
    [Theory]
    [InlineData("https://papers.example/", "path=/admin", "__Secure-")]
    [InlineData("https://papers.example/digest/", "path=/digest/admin", "__Secure-")]
    [InlineData("http://papers.example/", "path=/admin", "")]
    public async Task The_token_opens_them_for_twelve_hours_by_a_cookie_that_nothing_else_can_read(string url, string path, string prefix)
    {
        await using var office = await Office.OpenAsync(new() { PublicUrl = url });
        var closed = await office.GetAsync("/admin");
        Assert.Equal((HttpStatusCode.SeeOther, url + "admin/login"), (closed.Status, closed.Header("Location")));
        var door = await office.GetAsync("/admin/login");
        Assert.Equal(("Log in", false), (door.Heading, door.Shows("nav")));

        var entered = await office.LogInAsync();
        Assert.Equal((HttpStatusCode.SeeOther, url + "admin"), (entered.Status, entered.Header("Location")));
        var cookie = entered.Header("Set-Cookie")!.ToLowerInvariant();
        Assert.StartsWith((prefix + "digest-admin=").ToLowerInvariant(), cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains($"{path};", cookie + ";", StringComparison.Ordinal);
        Assert.Contains("max-age=43200", cookie, StringComparison.Ordinal);
        Assert.Equal(prefix.Length > 0, cookie.Contains("; secure", StringComparison.Ordinal));
        Assert.Equal("Today at a glance", (await office.GetAsync("/admin")).Heading);

        office.App.Clock.Advance(TimeSpan.FromHours(11.9));
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync("/admin")).Status);
        office.App.Clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal(HttpStatusCode.SeeOther, (await office.GetAsync("/admin")).Status);
    }

    [Fact]
    public async Task Another_token_a_changed_one_and_a_forged_cookie_open_nothing()
    {
        await using var office = await Office.OpenAsync();
        var refused = await office.LogInAsync("something else altogether");
        Assert.Equal((HttpStatusCode.Forbidden, null), (refused.Status, refused.Header("Set-Cookie")));
        Assert.Contains("not the token", refused.Body, StringComparison.Ordinal);
        await office.LogInAsync();
        var good = office.Cookie!;
        foreach (var forged in new[] { good[..^2] + (good[^2] == 'A' ? "BA" : "AA"), good + "AA", good[..(good.IndexOf('=', StringComparison.Ordinal) + 1)],
            good.Replace("=", "=A", StringComparison.Ordinal) })
        {
            office.Cookie = forged;
            Assert.Equal(HttpStatusCode.SeeOther, (await office.GetAsync("/admin/audit")).Status);
        }
        office.Cookie = good;
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync("/admin/audit")).Status);
        await office.App.RestartAsync(("Web:Admin:Token", "another token of the operators"));
        Assert.Equal(HttpStatusCode.SeeOther, (await office.GetAsync("/admin/audit")).Status);
    }

    [Fact]
    public async Task Attempts_are_counted_where_they_come_from()
    {
        await using var office = await Office.OpenAsync(null, ("Web:Admin:Attempts", "3"));
        office.App.Clock.Advance(TimeSpan.Zero);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Forbidden, (await office.LogInAsync($"not the token {i}, but long")).Status);
        var limited = await office.LogInAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.NotNull(limited.Header("Retry-After"));
        // Somebody else is not kept out by it.
        var other = await office.App.AskAsync(HttpMethod.Post, "/admin/login", new FormUrlEncodedContent([new("token", Office.Token)]), ("X-Forwarded-For", "198.51.100.7"));
        Assert.Equal(HttpStatusCode.SeeOther, other.Status);
        office.App.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.SeeOther, (await office.LogInAsync()).Status);
        Assert.Equal(["log in done · by token", "log in done · by token", .. Enumerable.Repeat("log in refused · by nobody", 3)], await office.AuditAsync());
    }

    [Fact]
    public async Task Operators_come_in_during_maintenance()
    {
        await using var office = await Office.OpenAsync();
        await File.WriteAllTextAsync(Path.Combine(office.App.Folder, "data", "maintenance"), "", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await office.App.GetAsync()).Status);
        await office.LogInAsync();
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync("/admin")).Status);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public async Task The_proxys_login_is_believed_of_the_proxy_alone(string proxy, bool isBelieved)
    {
        await using var app = await App.StartAsync(new()
        {
            Settings = { ["Web:Admin:ProxyHeader"] = "X-Forwarded-User", ["Web:Proxies:0"] = proxy, ["Web:Proxies:1"] = "192.0.2.9" },
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync("/admin")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.AskAsync(HttpMethod.Get, "/admin", null, ("X-Forwarded-User", " "))).Status);
        var page = await app.AskAsync(HttpMethod.Get, "/admin", null, ("X-Forwarded-User", "ada"), ("X-Forwarded-For", "198.51.100.7"));
        Assert.Equal(isBelieved ? HttpStatusCode.OK : HttpStatusCode.Forbidden, page.Status);
        Assert.Equal(isBelieved, page.Body.Contains("ada", StringComparison.Ordinal));
        Assert.DoesNotContain("Log out", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unless_they_are_asked_for_there_are_no_such_pages()
    {
        await using var app = await App.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/admin")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/admin/login")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.AskAsync(HttpMethod.Post, "/admin/login", new FormUrlEncodedContent([new("token", "")]))).Status);
    }

    [Fact]
    public async Task Whoever_logs_out_is_out_in_that_browser()
    {
        await using var office = await Office.EnteredAsync();
        var left = await office.PostAsync("/admin/logout");
        Assert.StartsWith("__Secure-digest-admin=;", left.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("max-age=0", left.Header("Set-Cookie"), StringComparison.Ordinal);
    }
}
