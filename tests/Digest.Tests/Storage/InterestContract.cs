using Digest.Papers;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class InterestsOnSqlite() : InterestContract(new SqliteServer());

public sealed class InterestsOnPostgres(PostgresDatabase database)
    : InterestContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Interests that are added, changed and taken away, and the papers they name.</summary>
public abstract class InterestContract : Contract
{
    private protected InterestContract(Server server) : base(server) { }

    static Interest Named(string name, params string[] papers) =>
        new() { Name = name, Text = name, Papers = [.. papers.Select(key => new ExamplePaper(key, ""))] };

    [Fact]
    public async Task Interests_are_added_behind_those_that_are_there()
    {
        var reader = await Some.SubscriberAsync(Node);
        Assert.Equal(InterestChange.Done, await Node.Interests.AddAsync(reader.Id, [Named("kites"), Named("tides")], Now, default));
        Assert.Equal(["robots that fold laundry", "kites", "tides"], await NamesAsync(reader));
    }

    [Fact]
    public async Task No_more_than_five_and_all_or_none()
    {
        var reader = await Some.SubscriberAsync(Node);
        Assert.Equal(InterestChange.TooMany, await Node.Interests.AddAsync(reader.Id, [.. "abcde".Select(c => Named(c.ToString()))], Now, default));
        Assert.Single(await NamesAsync(reader));
        Assert.Equal(InterestChange.Done, await Node.Interests.AddAsync(reader.Id, [.. "abcd".Select(c => Named(c.ToString()))], Now, default));
    }

    [Fact]
    public async Task Two_that_add_at_once_count_each_others()
    {
        var (reader, other) = (await Some.SubscriberAsync(Node), await OpenNodeAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? Node : other).Interests.AddAsync(reader.Id, [Named($"interest {i}")], Now, default)));
        Assert.Equal(4, answers.Count(a => a == InterestChange.Done));
        Assert.Equal(5, (await NamesAsync(reader)).Count);
    }

    [Fact]
    public async Task A_name_is_one_interests_only()
    {
        var reader = await Some.SubscriberAsync(Node);
        Assert.Equal(InterestChange.NameTaken, await Node.Interests.AddAsync(reader.Id, [Named("Robots that fold LAUNDRY")], Now, default));
        Assert.Equal(InterestChange.NameTaken, await Node.Interests.AddAsync(reader.Id, [Named("kites"), Named("Kites")], Now, default));
        await Node.Interests.AddAsync(reader.Id, [Named("kites")], Now, default);
        var kites = (await FollowedAsync(reader))[1];
        Assert.Equal(InterestChange.NameTaken, await Node.Interests.ReplaceAsync(reader.Id, kites with { Name = "robots that fold laundry" }, Now, default));
        Assert.Equal(InterestChange.Done, await Node.Interests.ReplaceAsync(reader.Id, kites with { Name = "KITES" }, Now, default));
    }

    [Fact]
    public async Task A_changed_interest_keeps_its_place_and_number()
    {
        var reader = await Some.SubscriberAsync(Node);
        await Node.Interests.AddAsync(reader.Id, [Named("kites")], Now, default);
        var changed = (await FollowedAsync(reader))[0] with
        {
            Text = "", Authors = ["Ada Marsh"], Categories = ["cs.RO"], Must = ["cotton"], MustNot = ["wool"], Slots = 0, Weight = 2.5, Threshold = 0.25,
        };
        Assert.Equal(InterestChange.Done, await Node.Interests.ReplaceAsync(reader.Id, changed, Now, default));
        Assert.Equivalent(changed, (await FollowedAsync(reader))[0], strict: true);
    }

    [Fact]
    public async Task An_interest_is_taken_away_once_and_only_its_owners()
    {
        var (reader, other) = (await Some.SubscriberAsync(Node), await Some.SubscriberAsync(Node));
        var id = (await FollowedAsync(reader))[0].Id;
        Assert.Equal(InterestChange.Gone, await Node.Interests.RemoveAsync(other.Id, id, default));
        Assert.Equal(InterestChange.Gone, await Node.Interests.ReplaceAsync(other.Id, Named("mine") with { Id = id }, Now, default));
        Assert.Equal(InterestChange.Done, await Node.Interests.RemoveAsync(reader.Id, id, default));
        Assert.Equal(InterestChange.Gone, await Node.Interests.RemoveAsync(reader.Id, id, default));
        Assert.Empty(await NamesAsync(reader));
        Assert.Single(await NamesAsync(other));
    }

    [Fact]
    public async Task Papers_that_are_not_here_are_wanted_once()
    {
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001")], Now, default);
        var reader = await Some.SubscriberAsync(Node);
        await Node.Interests.AddAsync(reader.Id, [Named("a", "arxiv:2606.00001", "arxiv:2606.00002", "doi:10.1000/x", "")], Now, default);
        await Node.Interests.AddAsync(reader.Id, [Named("b", "arxiv:2606.00002", "arxiv:2606.00003")], Now, default);
        Assert.Equal(["arxiv:2606.00002", "arxiv:2606.00003"], await ClaimAsync(0));
    }

    [Fact]
    public async Task Papers_are_wanted_when_an_interest_begins_to_count()
    {
        var address = Some.Address();
        var pending = new Subscriber
        {
            Address = address, AddressHash = Node.Keys.Hash(address.Identity), CreatedAt = Now,
            Preferences = Some.Preferences() with { Interests = [Named("a", "arxiv:2606.00002")] },
        };
        await Node.SignUpAsync(pending, "key", Some.Consent(Now));
        Assert.Empty(await ClaimAsync(0));
        await Node.Subscriptions.ConfirmAsync(await Node.CountAsync("SELECT MAX(id) FROM sign_ups"), Now, Some.Consent(Now, "confirmed"), default);
        Assert.Equal(["arxiv:2606.00002"], await ClaimAsync(0));

        await Node.Subscriptions.AddAsync(pending with
        {
            Address = Some.Address(), AddressHash = "another", Preferences = Some.Preferences() with { Interests = [Named("b", "arxiv:2606.00009")] },
        }, Some.Consent(Now, "added"), default);
        Assert.Equal(["arxiv:2606.00009"], await ClaimAsync(0));
    }

    [Fact]
    public async Task What_came_is_wanted_no_more_and_what_did_not_is_tried_five_times()
    {
        await WantAsync("arxiv:2606.00001", "arxiv:2606.00002");
        Assert.Equal(2, (await ClaimAsync(0)).Count);
        Assert.Empty(await ClaimAsync(0)); // nobody asks a second time meanwhile
        await Node.Catalogue.MergeAsync([Some.Listed("2606.00001")], Now, default);
        Assert.Equal(1, await Node.Wanted.EndAsync([Key("2606.00001"), Key("2606.00002")], "not there", counts: true, default));
        foreach (var tried in new[] { 1, 2, 3, 4 })
        {
            Assert.Empty(await ClaimAsync(tried));
            Clock.Advance(TimeSpan.FromHours(6 * tried));
            Assert.Equal(["arxiv:2606.00002"], await ClaimAsync(Math.Min(tried, 2)));
            await Node.Wanted.EndAsync([Key("2606.00002")], "not there", counts: true, default);
        }
        Clock.Advance(TimeSpan.FromDays(20));
        Assert.Empty(await ClaimAsync(2));
        var told = await Node.Wanted.TellAsync(default);
        Assert.Equal((0, 1, "not there", 5), (told.Waiting, told.GivenUp, told.LastError!.Reason, told.LastError.Tries));

        await WantAsync("arxiv:2606.00002");
        Assert.Empty(await ClaimAsync(0)); // given up not long ago
        Clock.Advance(TimeSpan.FromDays(11));
        await WantAsync("arxiv:2606.00002");
        Assert.Equal(["arxiv:2606.00002"], await ClaimAsync(0));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_costs_no_try()
    {
        await WantAsync("arxiv:2606.00001");
        await ClaimAsync(0);
        await Node.Wanted.EndAsync([Key("2606.00001")], "it answered 503", counts: false, default);
        Assert.Empty(await ClaimAsync(0));
        Clock.Advance(TimeSpan.FromHours(6));
        Assert.Single(await ClaimAsync(0));
    }

    async Task WantAsync(params string[] keys)
    {
        var reader = await Some.SubscriberAsync(Node);
        await Node.Interests.AddAsync(reader.Id, [Named("wanted", keys)], Now, default);
    }

    async Task<IReadOnlyList<string>> ClaimAsync(int tried) =>
        [.. (await Node.Wanted.ClaimAsync(tried, 100, Now, default)).Select(id => id.ToString())];

    static PaperId Key(string number) => PaperId.FromArxiv(number)!.Value;

    async Task<IReadOnlyList<Interest>> FollowedAsync(Subscriber reader) => (await Node.Subscribers.FindAsync(reader.Id, default))!.Preferences.Interests;

    async Task<IReadOnlyList<string>> NamesAsync(Subscriber reader) => [.. (await FollowedAsync(reader)).Select(i => i.Name)];
}
