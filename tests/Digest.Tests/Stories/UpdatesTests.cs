using Digest.Storage;
using Xunit;

namespace Digest.Tests.Stories;

/// <summary>What became of papers after they were sent: told once, in the next issue that has papers.</summary>
public class UpdatesTests
{
    static readonly DateTimeOffset Noon = new(2026, 7, 17, 12, 0, 0, TimeSpan.Zero);

    readonly string _address = Some.Address;

    static PaperLine Paper() => Some.Paper with { Version = 1 };

    static PaperLine WithCode(PaperLine paper, string url = "https://code.example/it") => paper with
    {
        Urls = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = url },
    };

    [Fact]
    public async Task A_new_version_and_code_of_a_paper_that_was_sent_are_told_once()
    {
        await using var app = await StartAsync();
        var (sent, other) = (Paper(), Paper());
        await DayAsync(app, 0, sent, other);
        await DayAsync(app, 1, WithCode(sent) with { Version = 2 }, other, Paper());
        await DayAsync(app, 2, WithCode(sent) with { Version = 2 }, Paper());

        var mails = app.MailsTo(_address);
        Assert.Empty(mails[0].News);
        Assert.Equal([$"{sent.Title}: version 2 is out", $"{sent.Title}: code: code.example/it"], mails[1].News);
        Assert.Contains("NEWS ABOUT PAPERS YOU RECEIVED", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("https://code.example/it", mails[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(sent.Title, mails[1].Titles);
        Assert.Empty(mails[2].News);
        Assert.Equal([2, 1, 1], mails.Select(m => m.Titles.Count));
        Assert.Equal([0, 2, 0], (await app.WhyAsync(_address)).Reverse().Select(told => told.News.Count));
    }

    [Fact]
    public async Task A_paper_withdrawn_after_it_was_sent_is_told_and_nothing_else_of_it()
    {
        await using var app = await StartAsync();
        var sent = Paper();
        await DayAsync(app, 0, sent);
        await app.GatherAsync(sent with { Version = 2 });
        Assert.True(await app.WithdrawAsync(sent));
        await DayAsync(app, 1, Paper());

        Assert.Equal([$"{sent.Title}: withdrawn"], app.MailsTo(_address)[1].News);
        var page = await app.GetAsync("/papers/1");
        Assert.Equal((sent.Title, true), (page.Heading, page.Shows("article.paper > .why"))); // "Withdrawn on …"
        Assert.False((await app.GetAsync("/papers/2")).Shows("article.paper > .why"));
    }

    [Fact]
    public async Task A_paper_withdrawn_before_it_was_sent_never_comes()
    {
        await using var app = await StartAsync();
        var (withdrawn, other) = (Paper(), Paper());
        await app.PublishAsync(withdrawn, other); // it stands in the edition
        await app.WithdrawAsync(withdrawn);
        await app.AtAsync(Noon.AddHours(6));
        await DayAsync(app, 1, Paper());

        Assert.Equal([other.Title], app.MailsTo(_address)[0].Titles);
        Assert.Empty(app.MailsTo(_address)[1].News);
        Assert.DoesNotContain(withdrawn.Title, (await app.GetAsync()).Titles);
    }

    [Fact]
    public async Task What_comes_between_the_edition_and_the_issue_is_told_the_next_day()
    {
        await using var app = await StartAsync();
        var sent = Paper();
        await app.PublishAsync(sent);
        app.Clock.Set(Noon.AddHours(3));
        await app.GatherAsync(sent with { Version = 2 });
        await app.AtAsync(Noon.AddHours(6));
        await DayAsync(app, 1, Paper());

        Assert.Equal([$"{sent.Title}: version 2 is out"], app.MailsTo(_address)[1].News);
    }

    [Fact]
    public async Task News_alone_makes_no_issue_and_waits_for_the_next()
    {
        await using var app = await StartAsync();
        var sent = Paper();
        await DayAsync(app, 0, sent);
        await DayAsync(app, 1, sent with { Version = 2 });
        await DayAsync(app, 2, sent with { Version = 3 });
        Assert.Single(app.MailsTo(_address));
        await DayAsync(app, 3, Paper());

        Assert.Equal([$"{sent.Title}: version 3 is out"], app.MailsTo(_address)[1].News);
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    public async Task There_are_at_most_so_many_lines(string slots, int lines)
    {
        await using var app = await StartAsync();
        await app.RestartAsync(("Composing:UpdateSlots", slots));
        var sent = Enumerable.Range(0, 5).Select(_ => Paper()).ToArray();
        await DayAsync(app, 0, sent);
        await DayAsync(app, 1, [.. sent.Select(p => p with { Version = 2 }), Paper()]);

        Assert.Equal(lines, app.MailsTo(_address)[1].News.Count);
    }

    [Fact]
    public async Task Who_was_not_sent_the_paper_is_told_nothing_of_it()
    {
        await using var app = await StartAsync();
        var other = Some.Address;
        await app.AddAsync(other, "ocean weather", Some.Hour(time: "18:00"));
        var sent = Paper();
        await DayAsync(app, 0, sent);
        await DayAsync(app, 1, sent with { Version = 2 }, Some.PaperAbout("ocean weather"), Paper());

        Assert.Empty(app.MailsTo(other).SelectMany(m => m.News));
        Assert.Single(app.MailsTo(_address)[1].News);
    }

    [Fact]
    public async Task An_issue_with_news_renders_to_the_bytes_it_had_whatever_comes_later()
    {
        await using var app = await StartAsync();
        var sent = Paper();
        await DayAsync(app, 0, sent);
        await DayAsync(app, 1, sent with { Version = 2 }, Paper());
        var day = DateOnly.FromDateTime(Noon.UtcDateTime).AddDays(1);
        var before = await app.PreviewAsync(_address, day);
        await app.GatherAsync(sent with { Version = 3, Title = "Quite another title" });
        await app.WithdrawAsync(sent);

        var again = await app.PreviewAsync(_address, day);
        Assert.True(again.WasPlanned);
        Assert.Equal(before.Message, again.Message);
        Assert.Equal([$"{sent.Title}: version 2 is out"], app.MailsTo(_address)[1].News);
    }

    [Fact]
    public async Task An_issue_that_reached_nobody_has_told_nothing()
    {
        await using var app = await StartAsync();
        var sent = Paper();
        await DayAsync(app, 0, sent);
        await app.StopRelayAsync();
        await DayAsync(app, 1, sent with { Version = 2 }, Paper());
        app.StartRelay();
        await DayAsync(app, 2, Paper());

        Assert.Equal([$"{sent.Title}: version 2 is out"], app.MailsTo(_address)[^1].News);
    }

    [Fact]
    public async Task Who_was_shown_one_of_two_merged_papers_is_not_shown_the_other()
    {
        await using var app = await StartAsync();
        var (preprint, article, third) = (Paper(), Paper(), Paper());
        await DayAsync(app, 0, preprint);
        app.Clock.Set(Noon.AddDays(1));
        await app.PublishAsync(article, third); // both stand in the edition
        await app.MergeAsync(into: article, from: preprint);
        await app.AtAsync(Noon.AddDays(1).AddHours(6));
        await DayAsync(app, 2, article, preprint, Paper());

        var mails = app.MailsTo(_address);
        Assert.Equal([1, 1, 1], mails.Select(m => m.Titles.Count));
        Assert.Equal([third.Title], mails[1].Titles);
    }

    [Fact]
    public async Task Two_papers_merged_before_an_issue_stand_in_it_once()
    {
        await using var app = await StartAsync();
        var (preprint, article) = (Paper(), Paper());
        await app.PublishAsync(preprint, article);
        await app.MergeAsync(into: preprint, from: article);
        await app.AtAsync(Noon.AddHours(6));

        Assert.Single(app.MailsTo(_address)[0].Titles);
    }

    async Task<App> StartAsync()
    {
        var app = await App.StartAsync(new() { At = Noon });
        await app.AddAsync(_address, at: Some.Hour(time: "18:00"));
        return app;
    }

    /// <summary>Gathers at noon, ranks, and sends at six.</summary>
    static async Task DayAsync(App app, int day, params PaperLine[] papers)
    {
        app.Clock.Set(Noon.AddDays(day));
        await app.PublishAsync(papers);
        await app.AtAsync(Noon.AddDays(day).AddHours(6));
    }
}
