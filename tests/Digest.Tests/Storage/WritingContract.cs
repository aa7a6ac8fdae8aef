using Dapper;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class WritingOnSqlite() : WritingContract(new SqliteServer());

public sealed class WritingOnPostgres(PostgresDatabase database)
    : WritingContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>Pieces that wait while another is written are written together, and none pays for another.</summary>
public abstract class WritingContract : Contract
{
    private protected WritingContract(Server server) : base(server) { }

    [Fact]
    public async Task A_piece_that_fails_is_undone_whole_and_takes_no_other_with_it()
    {
        using var first = new SemaphoreSlim(0);
        // While it is held up the others gather behind it.
        var held = Node.Database.WriteAsync(_ => first.Wait(TimeSpan.FromMinutes(1)), default);
        var pieces = Enumerable.Range(0, 20).Select(n => Node.Database.WriteAsync(db =>
        {
            db.Execute("INSERT INTO meta (name, value) VALUES (@name, 'begun')", new { name = $"piece {n}" });
            if (n % 7 == 3)
                throw new InvalidOperationException($"Piece {n} does not work.");
            return db.Execute("UPDATE meta SET value = 'done' WHERE name = @name", new { name = $"piece {n}" });
        }, default)).ToList();
        first.Release();
        await held;

        for (var n = 0; n < pieces.Count; n++)
            if (n % 7 == 3)
                Assert.Equal($"Piece {n} does not work.", (await Assert.ThrowsAsync<InvalidOperationException>(() => pieces[n])).Message);
            else
                Assert.Equal(1, await pieces[n]);
        Assert.Equal(17, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE name LIKE 'piece %' AND value = 'done'"));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE value = 'begun'"));
    }
}
