using System.Collections.Concurrent;
using Digest.Gathering;
using Digest.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class TurnsOnSqlite() : TurnContract(new SqliteServer());

public sealed class TurnsOnPostgres(PostgresDatabase database)
    : TurnContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>One request at a time and one in so many seconds, by all nodes of an installation together. These run on the real
/// clock: what is tested is time.</summary>
public abstract class TurnContract : Contract
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(120);
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private protected TurnContract(Server server) : base(server) { }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_ask_one_at_a_time_and_no_sooner_than_the_interval()
    {
        await using var first = Connect();
        await using var second = Connect();
        using var one = Turns(first);
        using var other = Turns(second);
        var (asking, most, asked) = (0, 0, new ConcurrentQueue<(long Begun, long Ended)>());
        async Task AskAsync(PoliteTurns turns)
        {
            var (turn, _) = await turns.TakeAsync(Ct);
            await using (turn)
            {
                var begun = TimeProvider.System.GetTimestamp();
                most = Math.Max(most, Interlocked.Increment(ref asking));
                await Task.Yield();
                turn!.Note(new PoliteAnswer.NotModified());
                Interlocked.Decrement(ref asking);
                asked.Enqueue((begun, TimeProvider.System.GetTimestamp()));
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => AskAsync(n % 2 == 0 ? one : other)));

        Assert.Equal((8, 1), (asked.Count, most));
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.InRange(
            TimeProvider.System.GetElapsedTime(pair.First.Ended, pair.Second.Begun), Interval - TimeSpan.FromMilliseconds(2), TimeSpan.MaxValue)); // rows hold whole milliseconds
    }

    [Fact]
    public async Task A_turn_whose_holder_was_killed_is_free_after_its_lease_and_the_dead_take_nothing_back()
    {
        await using var dead = Connect();
        await using var alive = Connect();
        var lease = TimeSpan.FromMilliseconds(400);
        using var doomed = Turns(dead, lease);
        using var heir = Turns(alive, lease);
        var (abandoned, _) = await doomed.TakeAsync(Ct); // never given back
        var taken = TimeProvider.System.GetTimestamp();

        var (turn, _) = await heir.TakeAsync(Ct);
        Assert.InRange(TimeProvider.System.GetElapsedTime(taken), lease - TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(20));
        // It was not dead after all: its late word does not end the turn of another.
        await abandoned!.DisposeAsync();
        Assert.True((await new TurnStore(alive).ReadAsync("hosts", TimeProvider.System.GetUtcNow(), Ct)).Held > TimeSpan.Zero);
        await turn!.DisposeAsync();
        Assert.Equal(TimeSpan.Zero, (await new TurnStore(alive).ReadAsync("hosts", TimeProvider.System.GetUtcNow(), Ct)).Held);
    }

    [Fact]
    public async Task What_a_host_said_of_resting_holds_for_every_node_and_after_a_restart()
    {
        await using (var first = Connect())
        {
            using var turns = Turns(first);
            var (turn, _) = await turns.TakeAsync(Ct);
            await using (turn) turn!.Note(new PoliteAnswer.Refused(429, TimeSpan.FromHours(1)));
        }
        await using var second = Connect();
        using var others = Turns(second);
        var (none, pause) = await others.TakeAsync(Ct);
        Assert.Null(none);
        Assert.InRange(pause, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Refusals_in_a_row_double_the_rest_until_an_answer_comes()
    {
        var rests = new List<double>();
        for (var n = 0; n < 3; n++)
        {
            await RefuseAsync(503);
            rests.Add(Math.Round((await StandingAsync()).Rest.TotalMinutes));
            await Node.ExecuteAsync("UPDATE polite_turns SET rest_until = NULL"); // the rest is over
        }
        Assert.Equal([1, 2, 4], rests);
        await RefuseAsync(403);
        Assert.InRange((await StandingAsync()).Rest, TimeSpan.FromHours(7), TimeSpan.FromHours(8)); // an hour for a ban, and the fourth in a row
    }

    async Task RefuseAsync(int status)
    {
        await using var database = Connect();
        using var turns = Turns(database);
        var (turn, _) = await turns.TakeAsync(Ct);
        await using (turn) turn!.Note(new PoliteAnswer.Refused(status, null));
    }

    Task<TurnStore.Standing> StandingAsync() => new TurnStore(Node.Database).ReadAsync("hosts", TimeProvider.System.GetUtcNow(), Ct);

    Database Connect() => new(Server.Connect(TimeProvider.System), NullLogger<Database>.Instance);

    static PoliteTurns Turns(Database database, TimeSpan? lease = null) =>
        new("hosts", Interval, lease ?? Lease, new TurnStore(database), TimeProvider.System);
}
