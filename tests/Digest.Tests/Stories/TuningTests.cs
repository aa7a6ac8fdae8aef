using System.Net;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>More, less and never again, from a link in the mail: the page tells what would change, the button changes it, and
/// undo puts it back.</summary>
public sealed class TuningTests : IAsyncLifetime
{
    const string Less = "Less like this", More = "More like this";

    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero);

    readonly string _address = Some.Address, _twin = Some.Address;
    App _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await App.StartAsync(new() { At = Noon });
        foreach (var address in new[] { _address, _twin })
            await _app.AddAsync(address, at: Some.Hour(time: "18:00"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Looking_tells_what_would_change_and_changes_nothing()
    {
        var paper = Of("Vera Stone");
        await DayAsync(0, paper, Of("Vera Stone"), Of("Tom Reed"), Of("Tom Reed"));
        var link = Mail(0).TuneLink(paper.Title, Less);
        var before = _app.Snapshot();

        var page = await _app.GetAsync(link);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
            for (var i = 0; i < 3; i++)
                await _app.AskAsync(method, link);

        Assert.Equal((HttpStatusCode.OK, Less), (page.Status, page.Heading));
        Assert.Contains(paper.Title, page.Says(".lead"));
        Assert.Contains("protein folding", page.Says(".why")[0], StringComparison.Ordinal);
        var muted = page.Under("Nothing by Vera Stone");
        Assert.Contains("Of that letter, 2 papers would not have come:", muted, StringComparison.Ordinal);
        Assert.Contains(paper.Title, muted, StringComparison.Ordinal);
        Assert.Contains("4 papers would not have come", page.Under("Nothing that says “protein folding”"), StringComparison.Ordinal);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task A_browser_that_opens_the_page_ten_times_presses_nothing()
    {
        var chromium = Environment.GetEnvironmentVariable("DIGEST_CHROMIUM");
        Assert.SkipWhen(string.IsNullOrEmpty(chromium), "DIGEST_CHROMIUM names no browser.");
        var paper = Of("Vera Stone");
        await DayAsync(0, paper);
        var before = _app.Snapshot();
        var profile = Path.Combine(_app.Folder, "browser");
        for (var i = 0; i < 10; i++)
        {
            using var browser = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(chromium!,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                $"--user-data-dir={profile}", "--dump-dom", _app.Local(Mail(0).TuneLink(paper.Title, Less)),
            ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (told, _) = (browser.StandardOutput.ReadToEndAsync(), browser.StandardError.ReadToEndAsync());
            await browser.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3), TimeProvider.System);
            Assert.Contains("Yes, less like this", await told, StringComparison.Ordinal);
        }
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task Not_by_this_author_holds_from_the_next_letter_on_until_it_is_undone()
    {
        var paper = Of("Vera Stone");
        await DayAsync(0, paper, Of("Tom Reed"));
        var page = await _app.GetAsync(Mail(0).TuneLink(paper.Title, Less));
        var before = _app.Snapshot();

        var done = await _app.SubmitAsync(page, page.FormFor("mute-author", "Vera Stone"));
        Assert.Equal("Done", done.Heading);
        Assert.Contains("Nothing by Vera Stone 17 July 2026", done.Says(".said p"));
        var (hers, his, again) = (Of("Vera Stone"), Of("Tom Reed"), Of("Tom Reed", "V. Stone"));
        await DayAsync(1, hers, his, again, Of("Vincent Stone"));
        Assert.Equal((2, 4), (Mail(1).Titles.Count, Mail(1, _twin).Titles.Count));
        Assert.DoesNotContain(hers.Title, Mail(1).Titles);
        Assert.DoesNotContain(again.Title, Mail(1).Titles);

        Assert.Contains("Of that letter, 1 paper would not have come:", done.Says(".effect")[0], StringComparison.Ordinal);
        var undone = await _app.SubmitAsync(done, done.FormFor("unmute-author"));
        Assert.Equal("Undone", undone.Heading);
        Assert.Empty(undone.Says(".said p"));
        await DayAsync(2, Of("Vera Stone"), Of("Tom Reed")); // and what was kept out comes while it is still new
        Assert.Equal([.. Mail(2, _twin).Titles, hers.Title, again.Title], Mail(2).Titles);
        Assert.Equal(Table(before, "mutes"), Table(_app.Snapshot(), "mutes"));
    }

    [Fact]
    public async Task Muted_words_keep_papers_out_whatever_brought_them_and_news_of_received_ones_stay()
    {
        var sent = Some.PaperAbout("protein folding") with { Version = 1 };
        await DayAsync(0, sent, Some.Paper);
        var page = await _app.GetAsync(Mail(0).TuneLink(sent.Title, More));
        var own = page.FormFor("mute-words", "");

        var looked = await _app.GetAsync($"{new Uri(page.Url).AbsolutePath}?do=mute-words&what=on+protein+%2C+crypto");
        Assert.Contains("2 papers would not have come", looked.Under("Nothing that says “on protein , crypto”"), StringComparison.Ordinal);
        var done = await _app.SubmitAsync(page, own, ("what", "  ocean\r\n tides,   crypto "));
        Assert.Contains("Nothing that says “ocean tides, crypto” 17 July 2026", done.Says(".said p"));
        var (tides, ocean) = (Some.PaperAbout("protein folding and ocean tides"), Some.PaperAbout("protein folding near an ocean"));
        await DayAsync(1, sent with { Version = 2 }, tides, ocean, Some.PaperAbout("cryptos"), Some.PaperAbout("the rest"));

        Assert.Contains(tides.Title, Mail(1, _twin).Titles);
        Assert.DoesNotContain(tides.Title, Mail(1).Titles);
        Assert.Contains(ocean.Title, Mail(1).Titles);
        Assert.Contains(Mail(1, _twin).Titles, title => title.Contains("cryptos", StringComparison.Ordinal)); // it merely trends
        Assert.DoesNotContain(Mail(1).Titles, title => title.Contains("cryptos", StringComparison.Ordinal));
        Assert.Equal([$"{sent.Title}: version 2 is out"], Mail(1).News);
    }

    [Fact]
    public async Task More_and_less_are_kept_with_the_interest_and_the_issue_and_undo_leaves_nothing_behind()
    {
        var paper = Some.Paper;
        await DayAsync(0, paper, Some.Paper, Some.PaperAbout("ocean weather"));
        var before = _app.Snapshot();
        var page = await _app.GetAsync(Mail(0).TuneLink(paper.Title, Less));

        var less = await _app.SubmitAsync(page, page.FormFor("less"));
        var (reader, feedback) = (await _app.FindAsync(_address), Assert.Single((await _app.FindAsync(_address)).Taste.Feedback));
        Assert.Equal((Verdict.Less, reader.Preferences.Interests[0].Id), (feedback.Verdict, feedback.Interest!.Value));
        Assert.NotNull(feedback.Issue);
        var said = _app.Snapshot();

        _app.Clock.Advance(TimeSpan.FromHours(1));
        var more = await _app.SubmitAsync(page, page.FormFor("more"));
        Assert.Equal([Verdict.More], (await _app.FindAsync(_address)).Taste.Feedback.Select(f => f.Verdict));
        _app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Done", (await _app.SubmitAsync(more, more.FormFor("less"))).Heading); // undo: less again, as of then
        Assert.Equal(said, _app.Snapshot());
        await _app.SubmitAsync(less, less.FormFor("unsay"));
        Assert.Equal(before, _app.Snapshot());

        var trending = await _app.GetAsync(Mail(0).TuneLink(Mail(0).Titles[^1], More));
        Assert.Contains("because it trends", trending.Says(".why")[0], StringComparison.Ordinal);
        await _app.SubmitAsync(trending, trending.FormFor("more"));
        Assert.Null(Assert.Single((await _app.FindAsync(_address)).Taste.Feedback).Interest);
    }

    [Fact]
    public async Task Presses_at_the_same_time_are_one()
    {
        var paper = Of("Vera Stone");
        await DayAsync(0, paper, Of("Tom Reed"));
        var page = await _app.GetAsync(Mail(0).TuneLink(paper.Title, Less));
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _app.SubmitAsync(page, i % 2 == 0 ? page.FormFor("less") : page.FormFor("mute-author", "Vera Stone"))));

        Assert.All(all, done => Assert.Equal(HttpStatusCode.OK, done.Status));
        var taste = (await _app.FindAsync(_address)).Taste;
        Assert.Equal((1, 1), (taste.Feedback.Count, taste.Mutes.Count));
        Assert.Equal("It was so already", (await _app.SubmitAsync(page, page.FormFor("less"))).Heading);
        Assert.Equal("You said so already.", (await _app.GetAsync(Mail(0).TuneLink(paper.Title, Less))).Says(".chosen .effect").Single());
        Assert.Equal(20, (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.SubmitAsync(all[0], all[0].FormFor("unsay"))))).Length);
        Assert.Empty((await _app.FindAsync(_address)).Taste.Feedback);
    }

    [Theory]
    [InlineData("List-Unsubscribe=One-Click")]
    [InlineData("")]
    [InlineData("do=")]
    [InlineData("do=MORE")]
    [InlineData("do=erase&what=everything")]
    [InlineData("do=less&what=yesterday")]
    [InlineData("do=unsay&what=x")]
    [InlineData("do=mute-author&what=Somebody+Else")]
    [InlineData("do=mute-words&what=%F0%9F%90%9D%F0%9F%8C%8A")]
    [InlineData("do=mute-words&what=the+of+and")]
    [InlineData("do=mute-words&what=")]
    public async Task What_no_button_asks_for_is_refused_with_a_page(string body)
    {
        var paper = Some.Paper;
        await DayAsync(0, paper);
        var before = _app.Snapshot();
        var page = await _app.AskAsync(HttpMethod.Post, Mail(0).TuneLink(paper.Title, Less),
            new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"));

        Assert.Equal((HttpStatusCode.BadRequest, "Not yet: Tune your letters"), (page.Status, page.Heading));
        Assert.StartsWith("Not yet:", page.Says("[role=alert]").Single(), StringComparison.Ordinal);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task Too_much_is_refused_with_a_message()
    {
        var paper = Some.Paper;
        await DayAsync(0, paper);
        var page = await _app.GetAsync(Mail(0).TuneLink(paper.Title, Less));
        var own = page.FormFor("mute-words", "");
        Assert.Contains("at most 100 characters", (await _app.SubmitAsync(page, own, ("what", string.Concat(Enumerable.Repeat("words ", 1700))))).Says("[role=alert]")[0],
            StringComparison.Ordinal);
        for (var i = 0; i < Digest.Storage.TasteStore.MostMutes; i++)
            await _app.SubmitAsync(page, own, ("what", $"word{i}"));
        var before = _app.Snapshot();
        Assert.Contains("as much as we can keep", (await _app.SubmitAsync(page, own, ("what", "one more"))).Says("[role=alert]")[0], StringComparison.Ordinal);
        Assert.Equal("It was so already", (await _app.SubmitAsync(page, own, ("what", "word7"))).Heading);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task Names_and_words_that_mean_harm_are_only_text()
    {
        var paper = Of("<script>alert(1)</script> Stone", "\"><img src=x onerror=alert(1)> Reed") with
        {
            Title = "<b onclick=x>protein folding</b> {{ site.home }}",
        };
        await DayAsync(0, paper);
        var page = await _app.GetAsync(Mail(0).TuneLink(Mail(0).Titles[0], Less));
        var done = await _app.SubmitAsync(page, page.FormFor("mute-words", ""), ("what", "\"><svg onload=alert(1)> {{ 1 + 1 }}"));
        var author = page.Says(".offer h3").First(h => h.StartsWith("Nothing by", StringComparison.Ordinal))["Nothing by ".Length..];
        var muted = await _app.SubmitAsync(done, page.FormFor("mute-author", author));
        var looked = await _app.GetAsync(new Uri(page.Url).AbsolutePath + "?do=mute-words&what=%22%3E%3Csvg+onload=alert(1)%3E");
        foreach (var shown in new[] { page, done, muted, looked })
        {
            Assert.Equal(HttpStatusCode.OK, shown.Status);
            Assert.False(shown.Shows("script, img, svg, b, style, [onclick], [onerror], [onload]"));
        }
        Assert.Contains("Nothing that says “\"><svg onload=alert(1)> {{ 1 + 1 }}” 17 July 2026", done.Says(".said p"));
    }

    [Fact]
    public async Task Who_left_is_told_so_and_changes_nothing()
    {
        var paper = Some.Paper;
        await DayAsync(0, paper);
        var page = await _app.GetAsync(Mail(0).TuneLink(paper.Title, Less));
        await _app.OneClickAsync(Mail(0));
        var before = _app.Snapshot();
        foreach (var told in new[] { await _app.GetAsync(page.Url), await _app.SubmitAsync(page, page.FormFor("less")) })
            Assert.Equal((HttpStatusCode.Gone, "You are unsubscribed"), (told.Status, told.Heading));
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task A_link_of_another_purpose_or_with_a_letter_changed_is_unknown()
    {
        var paper = Some.Paper;
        await DayAsync(0, paper);
        var link = new Uri(Mail(0).TuneLink(paper.Title, Less)).AbsolutePath;
        var before = _app.Snapshot();
        foreach (var wrong in new[]
        {
            "/tune/x", link[..^9] + (link[^9] == 'A' ? 'B' : 'A') + link[^8..],
            new Uri(Mail(0).LeaveLink).AbsolutePath.Replace("unsubscribe", "tune", StringComparison.Ordinal),
        })
            Assert.Equal(HttpStatusCode.NotFound, (await _app.AskAsync(HttpMethod.Post, wrong, new FormUrlEncodedContent([new("do", "less")]))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(link.Replace("tune", "unsubscribe", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(link.Replace("tune", "confirm", StringComparison.Ordinal))).Status);
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public async Task A_letter_that_is_kept_no_more_can_still_be_spoken_of()
    {
        var paper = Of("Vera Stone");
        await DayAsync(0, paper);
        var link = Mail(0).TuneLink(paper.Title, Less);
        _app.Clock.Set(Noon.AddDays(200));
        await _app.PruneAsync();
        var page = await _app.GetAsync(link);
        Assert.Equal("It counts from your next letter on.", page.Says(".chosen .effect").Single());
        Assert.Equal("Done", (await _app.SubmitAsync(page, page.FormFor("less"))).Heading);
        Assert.Null(Assert.Single((await _app.FindAsync(_address)).Taste.Feedback).Issue);
    }

    static PaperLine Of(params string[] authors) => Some.Paper with { Authors = authors };

    /// <summary>Papers come, and in the evening the letters.</summary>
    async Task DayAsync(int day, params PaperLine[] papers)
    {
        _app.Clock.Set(Noon.AddDays(day));
        await _app.PublishAsync(papers);
        await _app.AtAsync(Noon.AddDays(day).AddHours(6));
    }

    AppMail Mail(int number, string? address = null) => _app.MailsTo(address ?? _address)[number];

    static string Table(string snapshot, string name) => snapshot.Split('\n').Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
