using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class SubscriptionOnSqlite() : SubscriptionContract(new SqliteServer());

public sealed class SubscriptionOnPostgres(PostgresDatabase database)
    : SubscriptionContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Signing up, confirming, leaving and never again: each whole or not at all, and once.</summary>
public abstract class SubscriptionContract : Contract
{
    private protected SubscriptionContract(Server server) : base(server) { }

    [Fact]
    public async Task A_sign_up_makes_a_pending_subscriber_a_consent_and_a_confirmation_owed()
    {
        var signUp = await SignUpAsync("ada@example.org");
        Assert.Equal((SubscriberState.Pending, 0), (signUp.Subscriber.State, signUp.Subscriber.Preferences.Interests.Count));
        Assert.Equal("laundry", Assert.Single(signUp.Interests).Name);
        Assert.Equal([$"confirm:{signUp.Id}"], await NoticesAsync());
        Assert.Equal("asked", Assert.Single(await Node.Story.ConsentsAsync(signUp.Subscriber.Id, default)).Event);
    }

    [Fact]
    public async Task Asking_again_within_a_day_is_answered_by_nothing()
    {
        await SignUpAsync("ada@example.org");
        var before = await Node.DumpAsync();
        Assert.Equal(SignUpAnswer.TooSoon, await AskAsync("ada@example.org"));
        Assert.Equal(before, await Node.DumpAsync());
    }

    [Fact]
    public async Task One_address_asked_for_at_two_nodes_at_once_gets_one_confirmation()
    {
        var other = await OpenNodeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            AskAsync("ada@example.org", i % 2 == 0 ? Node : other)));
        Assert.Single(answers, a => a == SignUpAnswer.Confirm);
        Assert.Single(await NoticesAsync());

        // A month of silence later the address is known, which is another path.
        Clock.Advance(TimeSpan.FromDays(40));
        answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AskAsync("ada@example.org", i % 2 == 0 ? Node : other)));
        Assert.Single(answers, a => a == SignUpAnswer.Confirm);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM subscribers"));
    }

    [Fact]
    public async Task Confirming_makes_active_with_what_was_asked_and_owes_a_welcome_once()
    {
        var signUp = await SignUpAsync("ada@example.org");
        Assert.True(await ConfirmAsync(signUp));
        var before = await Node.DumpAsync();
        Assert.False(await ConfirmAsync(signUp));
        Assert.Equal(before, await Node.DumpAsync());

        var subscriber = await FindAsync(signUp);
        Assert.Equal((SubscriberState.Active, Now, "laundry"),
            (subscriber.State, subscriber.NextIssueAt, Assert.Single(subscriber.Preferences.Interests).Name));
        Assert.Equal([$"confirm:{signUp.Id}", $"welcome:{signUp.Id}"], await NoticesAsync());
    }

    [Fact]
    public async Task Two_presses_of_the_button_at_two_nodes_confirm_once()
    {
        var signUp = await SignUpAsync("ada@example.org");
        var other = await OpenNodeAsync();
        var confirmed = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            (i % 2 == 0 ? Node : other).Subscriptions.ConfirmAsync(signUp.Id, Now, Some.Consent(Now, "confirmed"), default)));
        Assert.Single(confirmed, fresh => fresh);
    }

    [Fact]
    public async Task Who_is_active_and_confirms_another_line_follows_both()
    {
        await ConfirmAsync(await SignUpAsync("ada@example.org"));
        Clock.Advance(TimeSpan.FromDays(2));
        var second = await SignUpAsync("ada@example.org", "sailing");
        await ConfirmAsync(second);
        Assert.Equal(["laundry", "sailing"], (await FindAsync(second)).Preferences.Interests.Select(i => i.Name));
    }

    [Fact]
    public async Task Leaving_by_page_owes_a_goodbye_and_again_changes_nothing()
    {
        var signUp = await SignUpAsync("ada@example.org");
        await ConfirmAsync(signUp);
        Assert.True(await LeaveAsync(signUp.Subscriber, goodbye: true));
        var before = await Node.DumpAsync();
        Assert.False(await LeaveAsync(signUp.Subscriber, goodbye: true));
        Assert.Equal(before, await Node.DumpAsync());

        var left = await FindAsync(signUp);
        Assert.Equal((SubscriberState.Left, null), (left.State, left.NextIssueAt));
        Assert.Single(await NoticesAsync(), about => about.StartsWith("goodbye:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaving_by_one_click_owes_no_goodbye()
    {
        var signUp = await SignUpAsync("ada@example.org");
        await ConfirmAsync(signUp);
        Assert.True(await LeaveAsync(signUp.Subscriber, goodbye: false));
        Assert.DoesNotContain(await NoticesAsync(), about => about.StartsWith("goodbye:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_of_an_earlier_life_does_not_end_this_one()
    {
        var first = await SignUpAsync("ada@example.org");
        await ConfirmAsync(first);
        var earlier = (await FindAsync(first)).TokenVersion;
        await LeaveAsync(await FindAsync(first), goodbye: false);
        Clock.Advance(TimeSpan.FromDays(2));
        await ConfirmAsync(await SignUpAsync("ada@example.org"));

        Assert.False(await Node.Subscriptions.LeaveAsync(first.Subscriber.Id, earlier, false, Some.Consent(Now, "left"), default));
        Assert.Equal(SubscriberState.Active, (await FindAsync(first)).State);
    }

    [Fact]
    public async Task Never_suppresses_for_good_and_once()
    {
        var signUp = await SignUpAsync("ada@example.org");
        await ConfirmAsync(signUp);
        Assert.True(await Node.Subscriptions.NeverAsync(signUp.Subscriber.Id, Some.Consent(Now, "never"), default));
        Assert.False(await Node.Subscriptions.NeverAsync(signUp.Subscriber.Id, Some.Consent(Now, "never"), default));

        Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(SignUpAnswer.Never, await AskAsync("ada@example.org"));
        Assert.Equal(SubscriberState.Left, (await FindAsync(signUp)).State);
    }

    [Fact]
    public async Task Confirming_lifts_a_complaint()
    {
        var signUp = await SignUpAsync("ada@example.org");
        await Node.ExecuteAsync("""
            INSERT INTO suppressions (address_hash, strength, reason, evidence, since) VALUES (@AddressHash, 'complaint', 'r', 'e', 0)
            """, new { signUp.Subscriber.AddressHash });
        await ConfirmAsync(signUp);
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM suppressions"));
    }

    [Fact]
    public async Task An_address_is_added_once_by_two_nodes_at_once()
    {
        var other = await OpenNodeAsync();
        var subscriber = Stranger("Ada@Example.org", "laundry") with { State = SubscriberState.Active };
        var added = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            (i % 2 == 0 ? Node : other).Subscriptions.AddAsync(subscriber, Some.Consent(Now, "added"), default)));
        Assert.Single(added, a => a.Id is not null);
        Assert.Equal(added.Max(a => a.Id), (await Node.Subscribers.FindAsync(Some.Address("ada@example.org"), default))!.Id);
    }

    [Fact]
    public async Task Pausing_and_resuming_move_only_between_active_and_paused()
    {
        var subscriber = await Some.SubscriberAsync(Node);
        Assert.False(await SetPausedAsync(subscriber.Id, Now.AddDays(1)));
        Assert.True(await SetPausedAsync(subscriber.Id, null));
        Assert.False(await SetPausedAsync(subscriber.Id, null));
        Assert.True(await SetPausedAsync(subscriber.Id, Now.AddDays(1)));
        Assert.Equal(["added", "paused", "paused"],
            (await Node.Story.ConsentsAsync(subscriber.Id, default)).Select(c => c.Event));
    }

    [Fact]
    public async Task What_a_subscriber_chose_is_read_back_as_it_was_saved()
    {
        Assert.True(DeliveryTime.TryCreate("Asia/Kolkata", new(6, 45), Weekdays.Monday | Weekdays.Thursday, out var delivery));
        var subscriber = Stranger("ada@example.org", "laundry") with
        {
            State = SubscriberState.Active,
            NextIssueAt = Now.AddHours(3),
            Preferences = new()
            {
                Delivery = delivery,
                Size = 7,
                TrendingAlone = true,
                Interests = [new() { Name = "Ünïcode ☂", Text = "umbrellas", Weight = 1.5, Slots = 3, Threshold = 0.25 }],
            },
        };
        var (id, _) = await Node.Subscriptions.AddAsync(subscriber, Some.Consent(Now, "added"), default);
        var found = (await Node.Subscribers.FindAsync(id!.Value, default))!;

        Assert.Equal(("ada@example.org", 7, true, "Asia/Kolkata", new TimeOnly(6, 45), Weekdays.Monday | Weekdays.Thursday), (
            found.Address.Text, found.Preferences.Size, found.Preferences.TrendingAlone, found.Preferences.Delivery.Zone,
            found.Preferences.Delivery.Time, found.Preferences.Delivery.Days));
        Assert.Equal(subscriber.Preferences.Interests[0], Assert.Single(found.Preferences.Interests) with { Id = 0 });
        Assert.Equal(id, Assert.Single(await Node.Subscribers.PageAsync(0, 5, default)).Id);
    }

    Subscriber Stranger(string address, string line)
    {
        var mail = Some.Address(address);
        return new()
        {
            Address = mail,
            AddressHash = Node.Keys.Hash(mail.Identity),
            Preferences = Some.Preferences(line),
            CreatedAt = Now,
        };
    }

    Task<SignUpAnswer> AskAsync(string address, Node? node = null, string line = "laundry") =>
        (node ?? Node).SignUpAsync(Stranger(address, line), Node.Keys.Hash(Some.Address(address).LimitKey), Some.Consent(Now));

    async Task<SignUp> SignUpAsync(string address, string line = "laundry")
    {
        Assert.Equal(SignUpAnswer.Confirm, await AskAsync(address, line: line));
        return (await Node.Subscriptions.FindSignUpAsync(await Node.CountAsync("SELECT MAX(id) FROM sign_ups"), default))!;
    }

    Task<bool> ConfirmAsync(SignUp signUp) =>
        Node.Subscriptions.ConfirmAsync(signUp.Id, Now, Some.Consent(Now, "confirmed"), default);

    Task<bool> LeaveAsync(Subscriber subscriber, bool goodbye) =>
        Node.Subscriptions.LeaveAsync(subscriber.Id, subscriber.TokenVersion, goodbye, Some.Consent(Now, "left"), default);

    Task<bool> SetPausedAsync(long id, DateTimeOffset? next) =>
        Node.Subscriptions.SetPausedAsync(id, next, Some.Consent(Now, "paused"), default);

    async Task<Subscriber> FindAsync(SignUp signUp) => (await Node.Subscribers.FindAsync(signUp.Subscriber.Id, default))!;

    Task<IReadOnlyList<string>> NoticesAsync() => Node.RowsAsync<string>("SELECT about FROM notices ORDER BY id");
}
