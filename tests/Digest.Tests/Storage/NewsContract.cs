using Digest.Composing;
using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class NewsOnSqlite() : NewsContract(new SqliteServer());

public sealed class NewsOnPostgres(PostgresDatabase database)
    : NewsContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>News about papers that were shown: who is told, and that nobody is told twice.</summary>
public abstract class NewsContract : Contract
{
    private protected NewsContract(Server server) : base(server) { }

    [Fact]
    public async Task News_is_kept_once_whoever_tells_it()
    {
        await TellAsync(1);
        foreach (var version in new[] { 2, 2, 1, 3, 3 })
            await TellAsync(version);
        Assert.Equal(["2", "3"], await Node.RowsAsync<string>("SELECT detail FROM paper_updates ORDER BY id"));
    }

    [Fact]
    public async Task Who_was_shown_the_paper_before_is_told_once()
    {
        var subscriber = await ShownAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await TellAsync(2);
        var update = Assert.Single(await UntoldAsync(subscriber));
        Assert.Equal(("A survey of surveys", PaperUpdateKind.Version, "2"), (update.Title, update.What.Kind, update.What.Detail));

        await PlanAsync(subscriber, update);
        Assert.Empty(await UntoldAsync(subscriber));
        Assert.Equal(update, Assert.Single((await Node.Issues.FindAsync(subscriber.Id, Some.Day.AddDays(1), default))!.Sections[1].Updates!));
        Assert.Equal(update, Assert.Single((await Node.Story.TellAsync(subscriber.Id, null, 10, default))[0].News));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM updates_shown"));
    }

    [Fact]
    public async Task What_was_known_when_the_edition_was_made_is_no_news()
    {
        await TellAsync(1);
        Clock.Advance(TimeSpan.FromHours(-2)); // the issue's edition is an hour older than its plan
        await TellAsync(2);
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await UntoldAsync(await ShownAsync()));
    }

    [Fact]
    public async Task News_of_either_of_two_merged_papers_reaches_whoever_was_shown_the_other()
    {
        var subscriber = await ShownAsync();
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00002", "Of surveys")], Now, default);
        Clock.Advance(TimeSpan.FromHours(1));
        await Node.Unions.MergeAsync(2, 1, Now, default);
        await TellAsync(2);
        Assert.Equal(2, Assert.Single(await UntoldAsync(subscriber)).Paper);
    }

    [Fact]
    public async Task A_withdrawal_that_was_taken_back_is_no_news_and_the_version_is()
    {
        var subscriber = await ShownAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await Node.Catalogue.WithdrawAsync(PaperId.Parse("arxiv:2606.00001"), Now, Now, default));
        Assert.Equal(PaperUpdateKind.Withdrawn, Assert.Single(await UntoldAsync(subscriber)).What.Kind);
        await TellAsync(2);
        Assert.Equal(PaperUpdateKind.Version, Assert.Single(await UntoldAsync(subscriber)).What.Kind);
    }

    [Fact]
    public async Task An_issue_that_expires_gives_its_news_back()
    {
        var subscriber = await ShownAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await TellAsync(2);
        await PlanAsync(subscriber, Assert.Single(await UntoldAsync(subscriber)));
        Clock.Advance(TimeSpan.FromDays(2));
        await Node.Ledger.SweepAsync(Now, retryDoubts: true, TimeSpan.FromMinutes(10), default);
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM updates_shown"));
    }

    /// <summary>A subscriber who was sent the paper, as it stands.</summary>
    async Task<Subscriber> ShownAsync()
    {
        await TellAsync(1);
        var subscriber = await Some.SubscriberAsync(Node);
        await Node.Issues.PlanAsync([Some.Issue(subscriber, papers: 1)], default);
        return (await Node.Subscribers.FindAsync(subscriber.Id, default))!;
    }

    Task<Catalogue.Merged> TellAsync(int version) => Node.Catalogue.MergeAsync([Some.Listed(version: version)], Now, default);

    async Task<IReadOnlyList<Update>> UntoldAsync(Subscriber subscriber)
    {
        var aftermath = await Node.News.ReadAsync(Now.AddDays(-14), default);
        var hits = from paper in (await Node.Issues.ShownAsync([subscriber.Id], default))[subscriber.Id]
                   from item in aftermath.News(paper.Paper)
                   select new PaperNews.Hit(subscriber.Id, paper.Issue, aftermath.Head(paper.Paper), item);
        return [.. (await Node.News.UntoldAsync([.. hits], default))[subscriber.Id]];
    }

    async Task PlanAsync(Subscriber subscriber, Update update)
    {
        var papers = await Some.PaperIdsAsync(Node, 1);
        var issue = Some.Issue(subscriber, Some.Day.AddDays(1), Now, papers: papers);
        await Node.Issues.PlanAsync([issue with { Sections = [.. issue.Sections, new(SectionKind.Updates, null, []) { Updates = [update] }] }], default);
    }
}
