using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class PlanningOnSqlite() : PlanningContract(new SqliteServer());

public sealed class PlanningOnPostgres(PostgresDatabase database)
    : PlanningContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>An issue and its mail are planned exactly once, whoever plans and however often.</summary>
public abstract class PlanningContract : Contract
{
    private protected PlanningContract(Server server) : base(server) { }

    [Fact]
    public async Task Planning_twice_changes_nothing()
    {
        var paper = (await Some.PaperIdsAsync(Node, 1))[0];
        var issue = Some.Issue(await Some.SubscriberAsync(Node), papers: paper);
        Assert.Equal(new(1, 0), await Node.Issues.PlanAsync([issue], default));
        var before = await Node.DumpAsync();
        Assert.Equal(new(0, 0), await Node.Issues.PlanAsync([issue], default));
        Assert.Equal(before, await Node.DumpAsync());
    }

    [Fact]
    public async Task Two_planners_at_once_plan_each_subscriber_once()
    {
        var papers = await Some.PaperIdsAsync(Node, 3);
        var subscribers = new List<Subscriber>();
        for (var i = 0; i < 60; i++)
            subscribers.Add(await Some.SubscriberAsync(Node));
        var other = await OpenNodeAsync();

        // Both read the same due list, as two nodes woken by the same minute do.
        var batches = subscribers.Chunk(10).ToList();
        var planned = await Task.WhenAll(
            batches.Select(b => Node.Issues.PlanAsync([.. b.Select(s => Some.Issue(s, papers: papers))], default))
            .Concat(batches.Select(b => other.Issues.PlanAsync([.. b.Select(s => Some.Issue(s, papers: papers))], default))));

        Assert.Equal(60, planned.Sum(p => p.Queued));
        Assert.Equal(60, await Node.CountAsync("SELECT COUNT(*) FROM deliveries"));
        Assert.Equal(60, await Node.CountAsync("SELECT COUNT(DISTINCT subscriber) FROM issues"));
        Assert.Equal(180, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
    }

    [Fact]
    public async Task A_second_issue_of_the_same_local_date_is_not_made_though_the_clock_went_back()
    {
        var subscriber = await Some.SubscriberAsync(Node);
        var papers = await Some.PaperIdsAsync(Node, 2);
        await Node.Issues.PlanAsync([Some.Issue(subscriber, papers: papers[0])], default);
        await Node.ExecuteAsync("UPDATE subscribers SET next_issue_at = @at", new { at = Now.ToUnixTimeMilliseconds() });

        Assert.Equal(new(0, 0), await Node.Issues.PlanAsync([Some.Issue(subscriber, papers: papers[1])], default));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM deliveries"));
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("left")]
    public async Task Who_stopped_after_the_due_list_was_read_is_not_planned(string state)
    {
        var subscriber = await Some.SubscriberAsync(Node);
        var paper = (await Some.PaperIdsAsync(Node, 1))[0];
        await Node.ExecuteAsync("UPDATE subscribers SET state = @state", new { state });
        Assert.Equal(new(0, 0), await Node.Issues.PlanAsync([Some.Issue(subscriber, papers: paper)], default));
    }

    [Fact]
    public async Task Nothing_to_say_is_written_down_as_skipped_and_is_no_mail()
    {
        var subscriber = await Some.SubscriberAsync(Node);
        Assert.Equal(new(0, 1), await Node.Issues.PlanAsync([Some.Issue(subscriber)], default));

        var told = Assert.Single(await Node.Story.TellAsync(subscriber.Id, null, 10, default));
        Assert.Equal(("skipped", "nothing new matched", Now), (told.State, told.Reason, told.EndedAt));
        Assert.Empty((await Node.Ledger.ClaimAsync(10, Now, TimeSpan.FromMinutes(1), default)).Mails);
    }

    [Fact]
    public async Task An_issue_that_is_not_recorded_only_moves_the_due_time_on()
    {
        var subscriber = await Some.SubscriberAsync(Node);
        await Node.Issues.PlanAsync([Some.Issue(subscriber) with { IsRecorded = false }], default);

        var after = await Node.Subscribers.FindAsync(subscriber.Id, default);
        Assert.Equal((Now.AddDays(1), null), (after!.NextIssueAt, after.CoveredUntil));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM issues"));
    }

    [Fact]
    public async Task Due_are_the_active_whose_time_has_come_the_longest_waiting_first()
    {
        var later = await Some.SubscriberAsync(Node, Now.AddMinutes(-1));
        var first = await Some.SubscriberAsync(Node, Now.AddMinutes(-2));
        await Some.SubscriberAsync(Node, Now.AddMinutes(1));
        await Some.SubscriberAsync(Node, state: SubscriberState.Paused);
        Assert.Equal([first.Id, later.Id], (await Node.Subscribers.DueAsync(Now, 10, default)).Select(s => s.Id));
        Assert.Equal([first.Id], (await Node.Subscribers.DueAsync(Now, 1, default)).Select(s => s.Id));
    }

    [Fact]
    public async Task What_was_chosen_is_read_back_as_it_was_saved()
    {
        var subscriber = (await Some.QueueAsync(Node, 1))[0];
        var claim = await Node.Ledger.ClaimAsync(10, Now, TimeSpan.FromMinutes(1), default);
        var saved = (await Node.Issues.ReadAsync(claim.Mails, default))[(subscriber.Id, "issue:2026-06-01")];
        var entry = Assert.Single(Assert.Single(saved.Sections).Entries);
        Assert.Equal((0.5, "fold"), (entry.Score, Assert.Single(entry.Words)));
        Assert.Equal(saved.Id, (await Node.Issues.FindAsync(subscriber.Id, Some.Day, default))!.Id);
    }

    [Fact]
    public async Task A_notice_is_planned_once_by_two_nodes_at_once()
    {
        for (var i = 0; i < 20; i++)
            await Node.SignUpAsync(Pending(), $"key{i}", Some.Consent(Now));
        var other = await OpenNodeAsync();
        PlannedMail Plan(UnplannedNotice notice) => Some.Mail(Some.Day, Now) with { Kind = MailKind.Confirm, About = notice.About };
        var planned = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? Node : other).Notices.PlanAsync(5, Plan, default)));

        Assert.Equal(20, planned.Sum());
        Assert.Equal(20, await Node.CountAsync("SELECT COUNT(*) FROM deliveries WHERE kind = 'confirm'"));
        Assert.Equal(0, await Node.Notices.PlanAsync(5, Plan, default));
    }

    Subscriber Pending()
    {
        var address = Some.Address();
        return new()
        {
            Address = address,
            AddressHash = Node.Keys.Hash(address.Identity),
            Preferences = Some.Preferences("laundry"),
            CreatedAt = Now,
        };
    }
}
