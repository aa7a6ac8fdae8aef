using Digest.Delivering;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class PacesOnSqlite() : PaceContract(new SqliteServer());

public sealed class PacesOnPostgres(PostgresDatabase database)
    : PaceContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Domains that asked for fewer mails, as the next process and other nodes find them.</summary>
public abstract class PaceContract : Contract
{
    private protected PaceContract(Server server) : base(server) { }

    [Fact]
    public async Task A_pace_is_read_as_it_was_written_and_the_newest_stands()
    {
        var pace = new DomainPace("slow.example", 12.5, 240, Now);
        await Node.Paces.SaveAsync(pace, default);
        Assert.Equal(pace, Assert.Single(await Node.Paces.ReadAsync(default)));

        var slower = pace with { PerMinute = 6, SlowedAt = Now.AddMinutes(1) };
        await Node.Paces.SaveAsync(slower, default);
        await Node.Paces.SaveAsync(pace, default);
        Assert.Equal(slower, Assert.Single(await Node.Paces.ReadAsync(default)));
    }

    [Fact]
    public async Task A_pace_that_is_over_is_forgotten_unless_it_was_slowed_again_meanwhile()
    {
        var over = new DomainPace("well.example", 6, 10, Now);
        var again = new DomainPace("ill.example", 6, 10, Now);
        await Node.Paces.SaveAsync(over, default);
        await Node.Paces.SaveAsync(again with { SlowedAt = Now.AddMinutes(1) }, default);
        await Node.Paces.ForgetAsync([over, again], default);
        Assert.Equal("ill.example", Assert.Single(await Node.Paces.ReadAsync(default)).Domain);
    }
}
