using Digest.Bounces;
using Digest.Storage;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class ErasureOnSqlite() : ErasureContract(new SqliteServer());

public sealed class ErasureOnPostgres(PostgresDatabase database) : ErasureContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Who is erased is in no table any more, by whatever address they had or asked for.</summary>
public abstract class ErasureContract : Contract
{
    private protected ErasureContract(Server server) : base(server) { }

    [Fact]
    public async Task No_table_holds_an_address_of_who_was_erased()
    {
        var reader = (await Some.QueueAsync(Node, 1))[0];
        var to = Some.Address("somewhere.else@example.net");
        await Node.SignUpAsync(reader, Node.Keys.Hash(reader.Address.LimitKey), Some.Consent(Now));
        await Node.Moves.AskAsync(
            reader.Id, to, Node.Keys.Hash(to.Identity), Node.Keys.Hash(to.LimitKey), TimeSpan.FromDays(3), Some.Consent(Now, "move_asked"), default);
        foreach (var move in await Node.Moves.UnansweredAsync(10, default))
            await Node.Moves.AnswerAsync(move, Now, default);
        await Node.Bounces.RecordAsync(
            [(new(ReportKind.Failed) { Shape = "qmail", Recipient = reader.Address.Text, Words = $"no {reader.Address.Text} here" }, "report",
                [new(Proof.Token, 0, reader.Id, reader.TokenVersion, "", "")])],
            Now, default);
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM bounces"));
        var before = await Node.DumpAsync();
        Assert.Contains(reader.Address.Text, before, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(to.Text, before, StringComparison.OrdinalIgnoreCase);

        Assert.True(await new Erasure(Node.Database).EraseAsync(reader.Id, Some.Consent(Now, "erased"), default));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM bounces"));
        var after = await Node.DumpAsync();
        Assert.DoesNotContain(reader.Address.Text, after, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(to.Text, after, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("somewhere", after, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(reader.AddressHash, after, StringComparison.Ordinal);
    }
}
