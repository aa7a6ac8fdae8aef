using System.IO.Compression;
using System.Net;
using System.Text;
using Digest.Gathering;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Digest.Tests.Gathering;

public class PoliteHttpTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<PoliteAnswer> Get(FarEnd far, string path = "", Validators? known = null, Action<GatheringOptions>? change = null, bool allowLoopback = true)
    {
        using var http = far.Client(change, allowLoopback);
        return await http.GetAsync(new Uri(far.Address, path), known, Ct);
    }

    [Fact]
    public async Task An_answer_comes_with_its_bytes_and_the_host_learns_who_asked()
    {
        var agent = "";
        await using var far = await FarEnd.StartAsync(c =>
        {
            agent = c.Request.Headers.UserAgent.ToString();
            return c.Response.WriteAsJsonAsync(new[] { 1 }, c.RequestAborted);
        });
        var ok = Assert.IsType<PoliteAnswer.Ok>(await Get(far));
        Assert.Equal(("[1]", "application/json"), (Encoding.UTF8.GetString(ok.Body), ok.MediaType));
        Assert.StartsWith("Digest/", agent, StringComparison.Ordinal);
        Assert.Contains("papers@example.org", agent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_changed_does_not_travel_again()
    {
        await using var far = await FarEnd.StartAsync(async c =>
        {
            c.Response.Headers.ETag = "W/\"a1\"";
            if (c.Request.Headers.IfNoneMatch == "W/\"a1\"") c.Response.StatusCode = 304;
            else await c.Say("[]");
        });
        using var http = far.Client();
        var first = Assert.IsType<PoliteAnswer.Ok>(await http.GetAsync(far.Address, null, Ct));
        Assert.IsType<PoliteAnswer.NotModified>(await http.GetAsync(far.Address, first.Validators, Ct));
        Assert.IsType<PoliteAnswer.Ok>(await http.GetAsync(far.Address, null, Ct));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public async Task A_refusal_says_how_long_to_wait(string header, int? seconds)
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            c.Response.StatusCode = 429;
            if (header.Length > 0) c.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });
        Assert.Equal(new PoliteAnswer.Refused(429, seconds is { } s ? TimeSpan.FromSeconds(s) : null), await Get(far));
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_a_huge_one_is_cut_off_at_the_limit()
    {
        await using var far = await FarEnd.StartAsync(async c =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(c.Response.Body, CompressionLevel.Fastest);
            var zeros = new byte[1024 * 1024];
            for (var n = 0; n < 64; n++) await gzip.WriteAsync(zeros, c.RequestAborted);
        });
        var failed = Assert.IsType<PoliteAnswer.Failed>(await Get(far, change: o => o.MaxAnswerMegabytes = 2));
        Assert.Contains("larger than 2 MiB", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_exactly_the_limit_is_taken()
    {
        await using var far = await FarEnd.StartAsync(c => c.Response.Body.WriteAsync(new byte[1024 * 1024], c.RequestAborted).AsTask());
        Assert.Equal(1024 * 1024, Assert.IsType<PoliteAnswer.Ok>(await Get(far, change: o => o.MaxAnswerMegabytes = 1)).Body.Length);
    }

    [Fact]
    public async Task A_host_that_trickles_is_left_when_the_time_is_over()
    {
        await using var far = await FarEnd.StartAsync(async c =>
        {
            await c.Say("[");
            await c.Response.Body.FlushAsync(c.RequestAborted);
            await c.HangUpAwaitedAsync();
        });
        var failed = Assert.IsType<PoliteAnswer.Failed>(await Get(far, change: o => o.Timeout = TimeSpan.FromSeconds(1)));
        Assert.Contains("within 1 s", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_no_answer_at_all()
    {
        using var giveUp = new CancellationTokenSource();
        await using var far = await FarEnd.StartAsync(async c =>
        {
            await giveUp.CancelAsync();
            await c.HangUpAwaitedAsync();
        });
        using var http = far.Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.GetAsync(far.Address, null, giveUp.Token));
    }

    [Fact]
    public async Task An_answer_cut_off_in_the_middle_is_a_failure()
    {
        await using var far = await FarEnd.StartAsync(async c =>
        {
            c.Response.ContentLength = 100;
            await c.Say("[1,");
            await c.Response.Body.FlushAsync(c.RequestAborted);
            c.Abort();
        });
        Assert.IsType<PoliteAnswer.Failed>(await Get(far));
    }

    [Fact]
    public async Task Redirects_are_followed_three_times_and_not_once_more()
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            var left = int.Parse(c.Request.Path.Value![1..]);
            if (left == 0) return c.Say("there");
            c.Response.Redirect($"/{left - 1}");
            return Task.CompletedTask;
        });
        Assert.IsType<PoliteAnswer.Ok>(await Get(far, "3"));
        Assert.Contains("redirects", Assert.IsType<PoliteAnswer.Failed>(await Get(far, "4")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:{0}/secret")] // another name for a host that is allowed by one
    [InlineData("http://[::1]:{0}/secret")]
    [InlineData("http://127.0.0.2:{0}/secret")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/")]
    [InlineData("http://user:secret@127.0.0.1:{0}/secret")]
    public async Task A_redirect_leads_nowhere_that_could_not_be_asked_itself(string target)
    {
        await using var far = await FarEnd.StartAsync(c =>
        {
            if (c.Request.Path == "/secret") return c.Say("secret");
            c.Response.Redirect(target.Replace("{0}", c.Connection.LocalPort.ToString(), StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        Assert.IsType<PoliteAnswer.Failed>(await Get(far));
        Assert.Equal(["/"], far.Asked, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_not_asked_unless_it_is_named()
    {
        await using var far = await FarEnd.StartAsync(c => c.Say("secret"));
        var failed = Assert.IsType<PoliteAnswer.Failed>(await Get(far, allowLoopback: false));
        Assert.Contains("AllowedPrivateHosts", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(far.Asked);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure()
    {
        Uri address;
        await using (var far = await FarEnd.StartAsync(_ => Task.CompletedTask)) address = far.Address;
        await using var other = await FarEnd.StartAsync(_ => Task.CompletedTask);
        using var http = other.Client();
        Assert.IsType<PoliteAnswer.Failed>(await http.GetAsync(address, null, Ct));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("127.8.9.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.127.0.1", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    public void The_public_internet_is_told_from_the_rest(string address, bool isPublic) =>
        Assert.Equal(isPublic, WebAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData(" https://example.org/a b?x=<y> ", "https://example.org/a%20b?x=%3Cy%3E")]
    [InlineData("HTTP://EXAMPLE.org", "http://example.org/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("//example.org/x", null)]
    [InlineData("/avatars/x.svg", null)]
    [InlineData("https://user@example.org/", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("", null)]
    public void Only_web_addresses_become_links(string text, string? link) => Assert.Equal(link, WebAddress.Link(text));
}
