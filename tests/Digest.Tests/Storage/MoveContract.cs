using Digest.Delivering;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class MovesOnSqlite() : MoveContract(new SqliteServer());

public sealed class MovesOnPostgres(PostgresDatabase database) : MoveContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>A change of address in rows: whole or not at all, whoever presses when.</summary>
public abstract class MoveContract : Contract
{
    private protected MoveContract(Server server) : base(server) { }

    [Fact]
    public async Task Both_ends_pressed_at_once_at_two_nodes_move_it_once()
    {
        var (reader, to) = (await Some.SubscriberAsync(Node), Some.Address());
        var move = await AskAsync(reader, to);
        var other = await OpenNodeAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? Node : other).Moves.PressAsync(move, isHere: n % 4 < 2, "yes", Now, default)));
        var after = (await Node.Subscribers.FindAsync(reader.Id, default))!;
        Assert.Equal((to.Text, Node.Keys.Hash(to.Identity), 2, 1), (after.Address.Text, after.AddressHash, after.TokenVersion, after.LifeVersion));
        Assert.Equal(MoveState.Moved, await other.Moves.PressAsync(move, isHere: true, "yes", Now, default));
        Assert.Equal(["added", "move_allowed", "move_asked", "move_confirmed", "moved_away", "moved_here"], (await EventsAsync(reader.Id)).Order(StringComparer.Ordinal));
        Assert.Equal(2, await Node.CountAsync("SELECT COUNT(*) FROM notices WHERE kind IN ('moved_here', 'moved_away')"));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM moves WHERE new_address IS NOT NULL OR shown <> ''"));
        Assert.Equal(reader.Id, Assert.Single(await Node.Moves.AwayFromAsync(reader.AddressHash, default)).Reader.Id);
    }

    [Fact]
    public async Task A_mail_in_hand_is_taken_back_by_the_fence_and_goes_to_the_new_address()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        var to = Some.Address();
        var claimed = Assert.Single((await Node.Ledger.ClaimAsync(10, Now, TimeSpan.FromMinutes(5), default)).Mails);
        Assert.Equal(reader.Address.Text, claimed.Address);
        await MoveAsync(reader, to);
        Assert.False(await Node.Ledger.HandOverAsync(claimed, "x", Now, TimeSpan.FromMinutes(5), default));
        var again = Assert.Single((await Node.Ledger.ClaimAsync(10, Now, TimeSpan.FromMinutes(5), default)).Mails);
        Assert.Equal((claimed.Id, to.Text, 2), (again.Id, again.Address, again.TokenVersion));
        Assert.True(await Node.Ledger.HandOverAsync(again, "x", Now, TimeSpan.FromMinutes(5), default));
    }

    [Fact]
    public async Task A_mail_that_the_old_address_may_have_is_not_sent_once_more()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        var claimed = Assert.Single((await Node.Ledger.ClaimAsync(10, Now, TimeSpan.FromMinutes(5), default)).Mails);
        await Node.Ledger.HandOverAsync(claimed, "x", Now, TimeSpan.FromMinutes(5), default);
        await Node.Ledger.FinishAsync(claimed, new(OutcomeKind.InDoubt, "final_dot", "no answer"), DeliveryState.InDoubt, Now.AddMinutes(30), Now, Now, default);
        await MoveAsync(reader, Some.Address());
        await Node.Ledger.SweepAsync(Now.AddHours(1), retryDoubts: true, TimeSpan.FromMinutes(30), default);
        Assert.Empty((await Node.Ledger.ClaimAsync(10, Now.AddHours(1), TimeSpan.FromMinutes(5), default)).Mails);
        Assert.Equal(["in_doubt"], await Node.RowsAsync<string>("SELECT state FROM deliveries WHERE ended_at IS NOT NULL"));
    }

    [Fact]
    public async Task Each_end_is_mailed_at_its_own_address_and_the_old_one_is_forgotten_with_its_mail()
    {
        var (reader, to) = (await Some.SubscriberAsync(Node), Some.Address());
        var move = await AskAsync(reader, to);
        Assert.Equal(SignUpAnswer.Confirm, await Node.Moves.AnswerAsync(move, Now, default));
        Assert.Null(await Node.Moves.AnswerAsync(move, Now, default));
        await PlanAsync();
        var asked = await SendAsync();
        Assert.Equal([(MailKind.MoveHere, to.Text), (MailKind.MoveAway, reader.Address.Text)], asked.Select(m => (m.Kind, m.Address)));
        foreach (var isHere in new[] { true, false })
            await Node.Moves.PressAsync(move, isHere, "yes", Now, default);
        await PlanAsync();
        Assert.Equal([(MailKind.MovedHere, to.Text), (MailKind.MovedAway, reader.Address.Text)], (await SendAsync()).Select(m => (m.Kind, m.Address)));
        await Node.Ledger.SweepAsync(Now, true, TimeSpan.FromMinutes(30), default);
        Assert.DoesNotContain(reader.Address.Text, await Node.DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_waits_no_longer_than_its_move_and_its_address_is_forgotten()
    {
        var (reader, to) = (await Some.SubscriberAsync(Node), Some.Address());
        var move = await AskAsync(reader, to);
        await Node.Moves.AnswerAsync(move, Now, default);
        await PlanAsync();
        Assert.Equal(0, await Node.Moves.ExpireAsync(Now.AddHours(71), default));
        Assert.Equal(1, await Node.Moves.ExpireAsync(Now.AddHours(72), default));
        Assert.Equal(0, await Node.Moves.ExpireAsync(Now.AddHours(72), default));
        Assert.Empty(await SendAsync());
        await Node.Ledger.SweepAsync(Now, true, TimeSpan.FromMinutes(30), default);
        Assert.DoesNotContain(to.Text, await Node.DumpAsync(), StringComparison.Ordinal);
        Assert.Equal(MoveState.Over, await Node.Moves.PressAsync(move, true, "yes", Now, default));
    }

    [Fact]
    public async Task An_address_that_somebody_reads_at_is_not_taken_from_them()
    {
        var (reader, owner) = (await Some.SubscriberAsync(Node), await Some.SubscriberAsync(Node));
        var move = await AskAsync(reader, owner.Address);
        Assert.Equal(MoveState.Waiting, await Node.Moves.PressAsync(move, isHere: false, "yes", Now, default));
        Assert.Equal(MoveState.Taken, await Node.Moves.PressAsync(move, isHere: true, "yes", Now, default));
        Assert.Equal(owner.Id, (await Node.Subscribers.FindAsync(owner.Address, default))!.Id);
        await Node.Subscriptions.LeaveAsync(owner.Id, null, false, Some.Consent(Now, "left"), default);
        Assert.Equal(MoveState.Moved, await Node.Moves.PressAsync(move, isHere: true, "yes", Now, default));
        Assert.Equal(reader.Id, (await Node.Subscribers.FindAsync(owner.Address, default))!.Id);
    }

    [Fact]
    public async Task Quiet_days_are_kept_and_the_next_issue_is_due_after_them()
    {
        var reader = await Some.SubscriberAsync(Node, Now.AddHours(6));
        var quiet = QuietDays.Of("2026-06-01..2026-06-03");
        Assert.True(await Node.Preferences.SetQuietAsync(reader.Id, quiet, Now, default));
        var after = (await Node.Subscribers.FindAsync(reader.Id, default))!;
        Assert.Equal((quiet, new DateTimeOffset(2026, 6, 4, 18, 0, 0, TimeSpan.Zero)), (after.Preferences.Delivery.Quiet, after.NextIssueAt));
        await Node.Preferences.SetLetterAsync(reader.Id, Tests.Some.Hour(time: "07:00"), 10, false, Now, default);
        after = (await Node.Subscribers.FindAsync(reader.Id, default))!;
        Assert.Equal((quiet, new DateTimeOffset(2026, 6, 4, 7, 0, 0, TimeSpan.Zero)), (after.Preferences.Delivery.Quiet, after.NextIssueAt));
        Assert.True(await Node.Preferences.SetQuietAsync(reader.Id, QuietDays.None, Now, default));
        Assert.Equal(new DateTimeOffset(2026, 6, 2, 7, 0, 0, TimeSpan.Zero), (await Node.Subscribers.FindAsync(reader.Id, default))!.NextIssueAt);
    }

    async Task<long> AskAsync(Subscriber reader, EmailAddress to)
    {
        Assert.Equal(MoveAsked.Noted, await Node.Moves.AskAsync(
            reader.Id, to, Node.Keys.Hash(to.Identity), Node.Keys.Hash(to.LimitKey), TimeSpan.FromHours(72), Some.Consent(Now, "move_asked"), default));
        return await Node.CountAsync("SELECT MAX(id) FROM moves");
    }

    async Task MoveAsync(Subscriber reader, EmailAddress to)
    {
        var move = await AskAsync(reader, to);
        await Node.Moves.PressAsync(move, isHere: true, "yes", Now, default);
        Assert.Equal(MoveState.Moved, await Node.Moves.PressAsync(move, isHere: false, "yes", Now, default));
    }

    Task<int> PlanAsync() => Node.Notices.PlanAsync(100, notice => new(
        Enum.Parse<MailKind>(notice.Kind.ToString()), notice.About, $"{notice.About}@example.org", "en", "v1", 1, notice.TokenVersion, notice.CreatedAt,
        notice.CreatedAt.AddHours(72), IsUrgent: true), default);

    async Task<IReadOnlyList<Delivery>> SendAsync()
    {
        var mails = (await Node.Ledger.ClaimAsync(10, Now, TimeSpan.FromMinutes(5), default)).Mails;
        foreach (var mail in mails)
            await Node.Ledger.FinishAsync(mail, new(OutcomeKind.Accepted, "final_dot", "250"), DeliveryState.Sent, null, Now, Now, default);
        return mails;
    }

    Task<IReadOnlyList<string>> EventsAsync(long reader) =>
        Node.RowsAsync<string>("SELECT event FROM consents WHERE subscriber = @reader ORDER BY id", new { reader });
}
