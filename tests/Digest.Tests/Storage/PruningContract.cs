using Digest.Delivering;
using Digest.Gathering;
using Digest.Storage;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class PruningOnSqlite() : PruningContract(new SqliteServer());

public sealed class PruningOnPostgres(PostgresDatabase database)
    : PruningContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>What has served its time goes; what a promise rests on stays.</summary>
public abstract class PruningContract : Contract
{
    private protected PruningContract(Server server) : base(server) { }

    [Fact]
    public async Task Old_deliveries_go_with_their_attempts_and_issues_in_batches()
    {
        await Some.QueueAsync(Node, 620);
        await SendAllAsync();
        Clock.Advance(TimeSpan.FromDays(91));
        var recent = (await Some.QueueAsync(Node, 1))[0];
        await Node.Pruning.RunAsync(default);

        Assert.Equal([recent.Id], await Node.RowsAsync<long>("SELECT subscriber FROM deliveries"));
        Assert.Equal([recent.Id], await Node.RowsAsync<long>("SELECT subscriber FROM issues"));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM delivery_attempts"));
        Assert.Equal(621, await Node.CountAsync("SELECT COUNT(*) FROM subscribers"));
    }

    [Fact]
    public async Task What_is_still_owed_stays_however_old()
    {
        await Some.QueueAsync(Node, 1, expiresAt: Now.AddYears(1));
        Clock.Advance(TimeSpan.FromDays(200));
        await Node.Pruning.RunAsync(default);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM deliveries"));
    }

    [Fact]
    public async Task What_a_reader_was_shown_stays_as_long_as_it_could_be_chosen_again()
    {
        await Some.QueueAsync(Node, 1);
        Clock.Advance(TimeSpan.FromDays(30));
        await Node.Pruning.RunAsync(default);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
        Clock.Advance(TimeSpan.FromDays(20));
        await Node.Pruning.RunAsync(default);
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM shown"));
    }

    [Fact]
    public async Task Who_never_confirmed_is_forgotten_after_a_week_but_counted_for_a_month()
    {
        var address = Some.Address("ada@example.org");
        await Node.SignUpAsync(new()
        {
            Address = address,
            AddressHash = Node.Keys.Hash(address.Identity),
            Preferences = Some.Preferences("laundry"),
            CreatedAt = Now,
        }, "limit", Some.Consent(Now));
        Clock.Advance(TimeSpan.FromDays(8));
        await Node.Pruning.RunAsync(default);

        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM subscribers"));
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM sign_ups"));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM consents"));
        Clock.Advance(TimeSpan.FromDays(30));
        await Node.Pruning.RunAsync(default);
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM sign_ups"));
    }

    [Fact]
    public async Task After_a_week_the_last_count_of_each_day_stays()
    {
        foreach (var hour in new[] { 1, 5, 9, 25, 30 })
            await Node.Catalogue.MergeAsync([Some.Listed(upvotes: hour, takenAt: Some.At(Some.Day).AddHours(hour))], Now, default);
        Clock.Advance(TimeSpan.FromDays(9));
        await Node.Pruning.RunAsync(default);
        Assert.Equal([9, 30], await Node.RowsAsync<int>("SELECT upvotes FROM paper_signals ORDER BY taken_at"));
    }

    [Fact]
    public async Task The_log_of_askings_goes_and_which_days_were_answered_stays()
    {
        var fetch = new Fetch { Source = "feed", About = "2026-06-01", State = FetchState.Answered, AskedAt = Now, AnsweredAt = Now, Papers = 3 };
        var kept = new KeptAnswer(new(System.Net.Http.Headers.EntityTagHeaderValue.Parse("\"1\""), null), Some.Day, 3, 3);
        await Node.Fetches.RecordAsync(fetch, [new(new("https://papers.example/"), kept)], default);
        Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(2, await Node.Pruning.RunAsync(default));
        Assert.Single(await Node.Fetches.AnsweredAsync("feed", Some.Day, Some.Day, default));
        Assert.Empty(await Node.Fetches.KeptAsync("feed", default));
    }

    [Fact]
    public async Task Pruning_twice_forgets_nothing_more()
    {
        await Some.QueueAsync(Node, 3);
        await SendAllAsync();
        Clock.Advance(TimeSpan.FromDays(91));
        Assert.True(await Node.Pruning.RunAsync(default) > 0);
        Assert.Equal(0, await Node.Pruning.RunAsync(default));
    }

    async Task SendAllAsync()
    {
        while (await Node.Ledger.ClaimAsync(1000, Now, TimeSpan.FromMinutes(1), default) is { Mails.Count: > 0 } claim)
            await Task.WhenAll(claim.Mails.Select(mail => Node.Ledger.FinishAsync(
                mail, new(OutcomeKind.Accepted, "final_dot", "250 ok"), DeliveryState.Sent, null, Now, Now, default)));
    }
}
