using System.Net;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>Posts as they come in life: pressed twice, repeated by proxies, broken, huge, with links that are none of ours. What is
/// right is left behind, nobody is mailed for it, and the answer is a page that says what happened.</summary>
public class PostTests
{
    const int Times = 20;

    static readonly HttpMethod[] Others = [HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch];

    readonly string _reader = Some.Address;

    public static TheoryData<string> Names { get; } = new(Posting.All.Select(p => p.Name));

    [Fact]
    public async Task Every_address_that_takes_posts_is_tried_here()
    {
        await using var app = await App.StartAsync();
        // What programs post comes with a key, and is tried in Web/Api.
        Assert.Equal(Posting.All.Select(p => p.Pattern).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            app.PostPatterns.Where(p => !p.StartsWith("/api/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Twenty_at_once_and_twenty_one_after_the_other_do_it_once(string name)
    {
        await using var app = await StartAsync();
        var posting = Posting.All.Single(p => p.Name == name);
        var (url, fields) = await posting.ComeToItAsync(app, _reader);
        var began = app.Snapshot();

        await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => PostAsync()));
        var done = app.Snapshot();
        Assert.Equal(name == "picks", began == done);
        for (var i = 0; i < Times; i++)
            await PostAsync();

        if (name == "subscribe") // each is noted, so that the answer takes as long; one is answered
            await app.PlanAndSendAsync();
        else
            Assert.Equal(done, app.Snapshot());
        await app.PlanAndSendAsync();
        Assert.Equal(posting.Mails.Order(StringComparer.Ordinal), app.MailsTo(_reader).Select(m => m.Kind).Order(StringComparer.Ordinal));

        async Task PostAsync() => SaysWhat(await app.AskAsync(HttpMethod.Post, url, new FormUrlEncodedContent(fields)), posting, "posted again");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_broken_or_huge_is_answered_and_changes_nothing(string name)
    {
        await using var app = await StartAsync();
        var posting = Posting.All.Single(p => p.Name == name);
        var (url, fields) = await posting.ComeToItAsync(app, _reader);
        var mails = app.MailsTo(_reader).Count;
        var before = app.Snapshot();
        foreach (var (what, body) in posting.Broken(fields))
        {
            using var content = body();
            SaysWhat(await app.AskAsync(HttpMethod.Post, url, content), posting, what);
            if (!posting.ActsOnAnything)
                Assert.True(before == app.Snapshot(), $"{name} with {what} changed something");
        }
        if (posting.ActsOnAnything)
            return;
        await app.PlanAndSendAsync();
        Assert.Equal(mails, app.MailsTo(_reader).Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_link_that_is_none_of_ours_does_nothing_and_other_methods_neither(string name)
    {
        await using var app = await StartAsync();
        var posting = Posting.All.Single(p => p.Name == name);
        var (url, fields) = await posting.ComeToItAsync(app, _reader);
        var before = app.Snapshot();
        foreach (var method in Others)
            Assert.InRange((await PageAsync(method, url, "another method")).Status, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
        if (posting.HasToken)
        {
            var token = url.Split('/')[4];
            // A sign-up is confirmed by its own number, once, within three days; the version says nothing there.
            foreach (var (what, forged) in app.Forge(token).Where(f => name != "confirm" || f.Key != "of an older token version"))
                await PageAsync(HttpMethod.Post, url.Replace(token, forged, StringComparison.Ordinal), what);
        }

        async Task<AppPage> PageAsync(HttpMethod method, string at, string what)
        {
            var page = SaysWhat(await app.AskAsync(method, at, new FormUrlEncodedContent(fields)), posting, what);
            Assert.True(before == app.Snapshot(), $"{name} by {method} with a link {what} changed something");
            return page;
        }
    }

    /// <summary>No answer is empty or an excuse: a page with a heading, or the one word a mail program gets.</summary>
    static AppPage SaysWhat(AppPage page, Posting posting, string what)
    {
        Assert.True(page.Status < HttpStatusCode.InternalServerError, $"{posting} with {what}: {page.Status}");
        Assert.True(page.Heading.Length > 0 || (posting.Pattern == "/unsubscribe/{token}" && page.Body == "Unsubscribed.\n"), $"{posting} with {what}: {page.Status} {page.Body}");
        return page;
    }

    static async Task<App> StartAsync()
    {
        var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        return app;
    }
}
