using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class PreferencesOnSqlite() : PreferenceContract(new SqliteServer());

public sealed class PreferencesOnPostgres(PostgresDatabase database)
    : PreferenceContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>When letters come, pauses with an end, taking leaving back, and all that is kept of a person.</summary>
public abstract class PreferenceContract : Contract
{
    private protected PreferenceContract(Server server) : base(server) { }

    static DeliveryTime At(string time, string zone = "UTC", Weekdays days = Weekdays.All) => Tests.Some.Hour(zone, time, days);

    [Fact]
    public async Task Another_hour_is_kept_and_the_next_issue_is_due_by_it()
    {
        var reader = await Some.SubscriberAsync(Node, Now.AddHours(6));
        Assert.True(await Node.Preferences.SetLetterAsync(reader.Id, At("15:30", "Europe/Berlin", Weekdays.Workdays), 25, true, Now, default));
        var after = (await Node.Subscribers.FindAsync(reader.Id, default))!;
        Assert.Equal((25, true), (after.Preferences.Size, after.Preferences.TrendingAlone));
        Assert.Equal(At("15:30", "Europe/Berlin", Weekdays.Workdays), after.Preferences.Delivery);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 13, 30, 0, TimeSpan.Zero), after.NextIssueAt);
    }

    [Fact]
    public async Task A_day_that_had_its_issue_gets_no_second_one()
    {
        var reader = await Some.SubscriberAsync(Node);
        await Node.Issues.PlanAsync([Some.Issue(reader)], default);
        await Node.Preferences.SetLetterAsync(reader.Id, At("15:30"), 10, false, Now, default);
        Assert.Equal(new DateTimeOffset(2026, 6, 2, 15, 30, 0, TimeSpan.Zero), await NextAsync(reader));
    }

    [Fact]
    public async Task An_issue_that_is_due_stays_due()
    {
        var reader = await Some.SubscriberAsync(Node, Now.AddMinutes(-1));
        await Node.Preferences.SetLetterAsync(reader.Id, At("15:30"), 10, false, Now, default);
        Assert.Equal(Now.AddMinutes(-1), await NextAsync(reader));
    }

    [Fact]
    public async Task A_pause_with_an_end_ends_by_itself_and_once()
    {
        var reader = await Some.SubscriberAsync(Node);
        Assert.True(await PauseAsync(reader, Now.AddDays(3)));
        Assert.False(await PauseAsync(reader, Now.AddDays(3)));
        Assert.Equal(0, await Node.Subscribers.ResumeDueAsync(Now.AddDays(3).AddMinutes(-1), default));
        Assert.Empty(await Node.Subscribers.DueAsync(Now.AddDays(4), 10, default));

        var other = await OpenNodeAsync();
        var resumed = await Task.WhenAll(new[] { Node, other }.Select(n => n.Subscribers.ResumeDueAsync(Now.AddDays(3), default)));
        Assert.Equal(1, resumed.Sum());
        Assert.Equal(reader.Id, Assert.Single(await Node.Subscribers.DueAsync(Now.AddDays(3), 10, default)).Id);
        Assert.Equal(["added", "paused", "resumed"], await EventsAsync(reader));
    }

    [Fact]
    public async Task A_pause_is_made_longer_or_endless_and_moves_with_the_hour()
    {
        var reader = await Some.SubscriberAsync(Node);
        await PauseAsync(reader, new DateTimeOffset(2026, 6, 10, 18, 0, 0, TimeSpan.Zero));
        await Node.Preferences.SetLetterAsync(reader.Id, At("07:00"), 10, false, Now, default);
        Assert.Equal(new DateTimeOffset(2026, 6, 10, 7, 0, 0, TimeSpan.Zero), await NextAsync(reader));
        Assert.True(await PauseAsync(reader, null));
        Assert.False(await PauseAsync(reader, null));
        Assert.Equal(0, await Node.Subscribers.ResumeDueAsync(Now.AddYears(5), default));
        await Node.Preferences.SetLetterAsync(reader.Id, At("09:00"), 10, false, Now, default);
        Assert.Null(await NextAsync(reader));
    }

    [Fact]
    public async Task Who_is_gone_is_neither_paused_nor_given_another_hour()
    {
        var reader = await Some.SubscriberAsync(Node);
        await LeaveAsync(reader);
        var before = await Node.DumpAsync();
        Assert.False(await PauseAsync(reader, Now.AddDays(1)));
        Assert.False(await Node.Preferences.SetLetterAsync(reader.Id, At("07:00"), 3, true, Now, default));
        Assert.Equal(before, await Node.DumpAsync());
    }

    [Fact]
    public async Task Leaving_is_taken_back_once_within_the_time_and_by_its_own_life()
    {
        var reader = await Some.SubscriberAsync(Node);
        Assert.False(await ReturnAsync(reader, Now.AddDays(-1)));
        await LeaveAsync(reader);
        Assert.False(await ReturnAsync(reader, Now.AddMinutes(1)));
        Assert.False(await ReturnAsync(reader with { TokenVersion = 2 }, Now.AddDays(-1)));
        Assert.True(await ReturnAsync(reader, Now.AddDays(-1)));
        Assert.False(await ReturnAsync(reader, Now.AddDays(-1)));
        Assert.Equal(Now.AddHours(6), await NextAsync(reader));
        Assert.Equal(["added", "left", "returned"], await EventsAsync(reader));
    }

    [Fact]
    public async Task Never_is_not_taken_back()
    {
        var reader = await Some.SubscriberAsync(Node);
        await LeaveAsync(reader);
        await Node.Subscriptions.NeverAsync(reader.Id, Some.Consent(Now, "never"), default);
        Assert.False(await ReturnAsync(reader, Now.AddDays(-1)));
    }

    [Fact]
    public async Task An_interest_goes_to_a_place_and_stays_there()
    {
        var reader = await Some.SubscriberAsync(Node);
        await Node.Interests.AddAsync(reader.Id, [.. "ab".Select(c => new Interest { Name = $"{c}", Text = $"{c}" })], Now, default);
        var id = (await Node.Subscribers.FindAsync(reader.Id, default))!.Preferences.Interests[2].Id;
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal(InterestChange.Done, await Node.Interests.MoveAsync(reader.Id, id, 0, default));
            Assert.Equal(["b", "robots that fold laundry", "a"], await NamesAsync(reader));
        }
        await Node.Interests.MoveAsync(reader.Id, id, 99, default);
        Assert.Equal(["robots that fold laundry", "a", "b"], await NamesAsync(reader));
        Assert.Equal(InterestChange.Gone, await Node.Interests.MoveAsync((await Some.SubscriberAsync(Node)).Id, id, 0, default));
    }

    [Fact]
    public async Task All_that_is_kept_of_a_person_is_told_and_nothing_of_others()
    {
        var reader = await Some.SubscriberAsync(Node);
        var other = await Some.SubscriberAsync(Node);
        var paper = (await Some.PaperIdsAsync(Node, 1))[0];
        await Node.Issues.PlanAsync([Some.Issue(reader, papers: paper), Some.Issue(other, papers: paper)], default);
        var told = await Node.Person.TellAsync(reader.Id, default);
        var text = told.ToJsonString();
        Assert.Contains(reader.Address.Text, text, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Address.Text, text, StringComparison.Ordinal);
        Assert.Equal("Folding laundry, part 1", (string?)told["papers"]![paper.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        foreach (var table in new[] { "subscribers", "interests", "consents", "issues", "shown", "deliveries" })
            Assert.Single(told[table]!.AsArray());
        Assert.Equal("2026-06-01T12:00:00.000Z", (string?)told["consents"]![0]!["at"]);
        Assert.Equal("fold", (string?)told["issues"]![0]!["sections"]![0]!["entries"]![0]!["words"]![0]);
    }

    Task<bool> PauseAsync(Subscriber reader, DateTimeOffset? until) =>
        Node.Subscriptions.PauseUntilAsync(reader.Id, until, Some.Consent(Now, "paused"), default);

    Task<bool> LeaveAsync(Subscriber reader) =>
        Node.Subscriptions.LeaveAsync(reader.Id, reader.TokenVersion, false, Some.Consent(Now, "left"), default);

    Task<bool> ReturnAsync(Subscriber reader, DateTimeOffset since) =>
        Node.Subscriptions.ReturnAsync(reader.Id, reader.TokenVersion, since, Now.AddHours(6), Some.Consent(Now, "returned"), default);

    async Task<DateTimeOffset?> NextAsync(Subscriber reader) => (await Node.Subscribers.FindAsync(reader.Id, default))!.NextIssueAt;

    async Task<IReadOnlyList<string>> EventsAsync(Subscriber reader) =>
        await Node.RowsAsync<string>("SELECT event FROM consents WHERE subscriber = @Id ORDER BY id", new { reader.Id });

    async Task<IReadOnlyList<string>> NamesAsync(Subscriber reader) =>
        [.. (await Node.Subscribers.FindAsync(reader.Id, default))!.Preferences.Interests.Select(i => i.Name)];
}
