using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class LedgerOnSqlite() : LedgerContract(new SqliteServer());

public sealed class LedgerOnPostgres(PostgresDatabase database)
    : LedgerContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Claims, leases, fences and doubts: what stands between a crash and a lost or doubled mail.</summary>
public abstract partial class LedgerContract : Contract
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1), Wait = TimeSpan.FromMinutes(10);

    /// <summary>A lease that is over as soon as it is given, as if its process had died long ago.</summary>
    static readonly TimeSpan Over = TimeSpan.Zero;

    private protected LedgerContract(Server server) : base(server) { }

    [Fact]
    public async Task Claims_of_two_nodes_at_once_never_overlap()
    {
        await Some.QueueAsync(Node, 90);
        var other = await OpenNodeAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            (i % 2 == 0 ? Node : other).Ledger.ClaimAsync(10, Now, Lease, default)));

        var claimed = claims.SelectMany(c => c.Mails).Select(m => m.Id).ToList();
        Assert.Equal(90, claimed.Distinct().Count());
        Assert.Equal(90, claimed.Count);
    }

    [Fact]
    public async Task A_claim_holds_what_the_mail_is_made_of()
    {
        var subscriber = (await Some.QueueAsync(Node, 1))[0];
        var mail = Assert.Single((await ClaimAsync()).Mails);
        Assert.Equal((MailKind.Issue, subscriber.Id, "issue:2026-06-01", subscriber.Address.Text, 1, false),
            (mail.Kind, mail.Subscriber, mail.About, mail.Address, mail.Attempts, mail.IsDoubted));
        Assert.Equal((Now, Now.AddDays(1)), (mail.PlannedAt, mail.ExpiresAt));
    }

    [Fact]
    public async Task A_mail_goes_from_claimed_to_handed_off_to_sent()
    {
        var mail = await ClaimOneAsync();
        Assert.True(await Node.Ledger.HandOverAsync(mail, "abc", Now, Lease, default));
        Assert.True(await SentAsync(mail));

        var told = await TellAsync(mail);
        Assert.Equal(("sent", "250 ok", "abc", Now), (told.State, told.Reply, told.Sha256, told.EndedAt));
        Assert.Equal((1, "accepted"), (told.Attempts[0].N, told.Attempts[0].Outcome));
        Assert.Empty((await ClaimAsync()).Mails);
    }

    [Fact]
    public async Task Who_lost_the_claim_before_the_dot_is_told_so_and_changes_nothing()
    {
        var lost = await ClaimOneAsync(Over);
        await SweepAsync();
        var mine = Assert.Single((await ClaimAsync()).Mails);
        var before = await Node.RowsAsync<string>("SELECT state || fence FROM deliveries");

        Assert.False(await Node.Ledger.HandOverAsync(lost, "abc", Now, Lease, default));
        Assert.False(await SentAsync(lost));
        Assert.Equal(0, await Node.Ledger.ReleaseAsync([lost], Now, default));
        Assert.Equal(before, await Node.RowsAsync<string>("SELECT state || fence FROM deliveries"));
        Assert.True(await Node.Ledger.HandOverAsync(mine, "abc", Now, Lease, default));
    }

    [Fact]
    public async Task A_mail_whose_process_died_before_handing_over_goes_again()
    {
        var lost = await ClaimOneAsync(Over);
        var swept = await SweepAsync();
        Assert.Equal((1, 0, 0), (swept.Abandoned, swept.InDoubt, swept.Expired));

        var again = Assert.Single((await ClaimAsync()).Mails);
        Assert.Equal((2, lost.MessageId, false), (again.Attempts, again.MessageId, again.IsDoubted));
        Assert.Equal("try_later", Assert.Single((await TellAsync(again)).Attempts).Outcome);
    }

    [Fact]
    public async Task A_lease_that_runs_is_left_alone()
    {
        await ClaimOneAsync(Lease);
        Assert.Equal(new(0, 0, 0), await SweepAsync());
        Assert.Empty((await ClaimAsync()).Mails);
    }

    [Fact]
    public async Task Handing_over_begins_the_lease_anew()
    {
        var mail = await ClaimOneAsync(Over);
        Assert.True(await Node.Ledger.HandOverAsync(mail, "abc", Now, Lease, default));
        Assert.Equal(new(0, 0, 0), await SweepAsync());
        Assert.True(await SentAsync(mail));
    }

    [Fact]
    public async Task A_mail_whose_process_died_after_handing_over_is_in_doubt_and_goes_once_more()
    {
        await DoubtAsync();
        Assert.Equal("in_doubt", (await StatesAsync())[0]);
        Assert.Empty((await ClaimAsync()).Mails);

        Clock.Advance(Wait);
        await SweepAsync();
        var again = Assert.Single((await ClaimAsync()).Mails);
        Assert.Equal((true, "abc", 2), (again.IsDoubted, again.Sha256, again.Attempts));
    }

    [Fact]
    public async Task A_second_doubt_is_an_end()
    {
        await DoubtAsync();
        Clock.Advance(Wait);
        await SweepAsync();
        var again = await ClaimOneOfQueueAsync(Over);
        await Node.Ledger.HandOverAsync(again, "abc", Now, Over, default);
        Assert.Equal(1, (await SweepAsync()).InDoubt);

        Clock.Advance(Wait * 3);
        Assert.Equal(new(0, 0, 0), await SweepAsync());
        Assert.Empty((await ClaimAsync()).Mails);
        Assert.NotNull((await TellAsync(again)).EndedAt);
    }

    [Fact]
    public async Task With_the_policy_hold_a_doubt_is_an_end()
    {
        var mail = await DoubtAsync(retry: false);
        Clock.Advance(Wait * 3);
        await SweepAsync(retry: false);
        Assert.Empty((await ClaimAsync()).Mails);
        Assert.Equal(("in_doubt", true), ((await TellAsync(mail)).State, (await TellAsync(mail)).EndedAt is not null));
    }

    [Fact]
    public async Task A_doubt_that_waits_is_held_when_the_policy_becomes_hold()
    {
        var mail = await DoubtAsync(retry: true);
        Clock.Advance(Wait * 3);
        await SweepAsync(retry: false);
        Assert.Empty((await ClaimAsync()).Mails);
        Assert.Equal(("in_doubt", true), ((await TellAsync(mail)).State, (await TellAsync(mail)).EndedAt is not null));
    }

    [Fact]
    public async Task A_doubt_that_is_too_late_to_go_again_ends_in_doubt_and_keeps_its_papers()
    {
        var mail = await DoubtAsync();
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, (await SweepAsync()).Expired);
        Assert.Equal("in_doubt", (await TellAsync(mail)).State);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
    }

    [Fact]
    public async Task A_doubt_whose_reader_left_ends_in_doubt_and_goes_no_more()
    {
        var mail = await DoubtAsync();
        await Node.ExecuteAsync("UPDATE subscribers SET state = 'left'");
        Clock.Advance(Wait);
        await SweepAsync();
        Assert.Equal([DeliveryState.InDoubt], (await ClaimAsync()).Ended);
        Assert.Equal("in_doubt", (await TellAsync(mail)).State);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
    }

    [Fact]
    public async Task An_expired_issue_gives_its_papers_and_editions_back()
    {
        var subscriber = (await Some.QueueAsync(Node, 1))[0];
        Assert.Equal(Now.AddHours(-1), (await Node.Subscribers.FindAsync(subscriber.Id, default))!.CoveredUntil);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await SweepAsync()).Expired);

        Assert.Equal(["expired"], await StatesAsync());
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
        Assert.Null((await Node.Subscribers.FindAsync(subscriber.Id, default))!.CoveredUntil);
    }

    [Fact]
    public async Task An_expired_issue_gives_back_nothing_of_a_later_one()
    {
        var subscriber = (await Some.QueueAsync(Node, 1))[0];
        var papers = await Some.PaperIdsAsync(Node, 2);
        Clock.Advance(TimeSpan.FromDays(1));
        var second = (await Node.Subscribers.FindAsync(subscriber.Id, default))!;
        await Node.Issues.PlanAsync([Some.Issue(second, Some.Day.AddDays(1), papers: papers[1])], default);
        await SweepAsync();

        Assert.Equal([papers[1]], (await Node.Issues.ShownAsync([subscriber.Id], default))[subscriber.Id].Select(s => s.Paper));
        Assert.Equal(Now.AddHours(-1), (await Node.Subscribers.FindAsync(subscriber.Id, default))!.CoveredUntil);
    }

    [Fact]
    public async Task A_refused_issue_gives_its_papers_back()
    {
        var mail = await ClaimOneAsync();
        await Node.Ledger.FinishAsync(mail, new(OutcomeKind.RecipientRefused, "rcpt", "550 5.1.1 no such user"),
            DeliveryState.Failed, null, Now, Now, default);
        var told = await TellAsync(mail);
        Assert.Equal(("failed", "550 5.1.1 no such user"), (told.State, told.Reason));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
    }

    [Fact]
    public async Task What_is_to_be_tried_later_waits_for_its_time()
    {
        var mail = await ClaimOneAsync();
        await Node.Ledger.FinishAsync(mail, new(OutcomeKind.TryLater, "rcpt", "451 greylisted"),
            DeliveryState.Queued, Now.AddMinutes(6), Now, Now, default);
        Assert.Equal(0, (await ClaimAsync()).Seen);
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(2, Assert.Single((await ClaimAsync()).Mails).Attempts);
    }

    [Fact]
    public async Task A_released_claim_can_be_claimed_again_and_was_no_attempt()
    {
        var mail = await ClaimOneAsync();
        Assert.Equal(1, await Node.Ledger.ReleaseAsync([mail], Now, default));
        var again = Assert.Single((await ClaimAsync()).Mails);
        Assert.Equal((mail.Id, 1), (again.Id, again.Attempts));
        Assert.True(again.Fence > mail.Fence);
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("left")]
    public async Task The_right_to_mail_is_asked_in_the_claim(string state)
    {
        await Some.QueueAsync(Node, 1);
        await Node.ExecuteAsync("UPDATE subscribers SET state = @state", new { state });
        var claim = await ClaimAsync();
        Assert.Equal((1, 0, DeliveryState.Skipped), (claim.Seen, claim.Mails.Count, Assert.Single(claim.Ended)));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
    }

    [Theory]
    [InlineData("soft")]
    [InlineData("complaint")]
    [InlineData("never")]
    public async Task A_suppressed_address_gets_no_issue(string strength)
    {
        var subscriber = (await Some.QueueAsync(Node, 1))[0];
        await Node.ExecuteAsync("""
            INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES (@AddressHash, @strength, 'r', 'e', 0)
            """, new { subscriber.AddressHash, strength });
        Assert.Equal([DeliveryState.Suppressed], (await ClaimAsync()).Ended);
        Assert.Equal(["suppressed"], await StatesAsync());
    }

    [Fact]
    public async Task What_is_owed_is_counted_until_it_ends()
    {
        Assert.Equal(new(0, null), await Node.Ledger.OwedAsync(default));
        var mail = await ClaimOneAsync();
        Assert.Equal(new(1, Now), await Node.Ledger.OwedAsync(default));
        await SentAsync(mail);
        Assert.Equal(0, (await Node.Ledger.OwedAsync(default)).Mails);
    }

    Task<DeliveryLedger.Claim> ClaimAsync(TimeSpan? lease = null) => Node.Ledger.ClaimAsync(10, Now, lease ?? Lease, default);

    Task<DeliveryLedger.Swept> SweepAsync(bool retry = true) => Node.Ledger.SweepAsync(Now, retry, Wait, default);

    async Task<Delivery> ClaimOneAsync(TimeSpan? lease = null)
    {
        await Some.QueueAsync(Node, 1);
        return await ClaimOneOfQueueAsync(lease);
    }

    async Task<Delivery> ClaimOneOfQueueAsync(TimeSpan? lease) => Assert.Single((await ClaimAsync(lease)).Mails);

    /// <summary>A mail that was handed over and whose process then died.</summary>
    async Task<Delivery> DoubtAsync(bool retry = true)
    {
        var mail = await ClaimOneAsync();
        Assert.True(await Node.Ledger.HandOverAsync(mail, "abc", Now, Over, default));
        Assert.Equal(1, (await SweepAsync(retry)).InDoubt);
        return mail;
    }

    Task<bool> SentAsync(Delivery mail) => Node.Ledger.FinishAsync(
        mail, new(OutcomeKind.Accepted, "final_dot", "250 ok"), DeliveryState.Sent, null, Now, Now, default);

    async Task<DeliveryStory.Told> TellAsync(Delivery mail) =>
        Assert.Single(await Node.Story.TellAsync(mail.Subscriber, mail.About, 10, default));

    Task<IReadOnlyList<string>> StatesAsync() => Node.RowsAsync<string>("SELECT state FROM deliveries ORDER BY id");
}
