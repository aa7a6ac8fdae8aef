using Dapper;
using Digest.Storage;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class OpeningOnSqlite() : OpeningContract(new SqliteServer());

public sealed class OpeningOnPostgres(PostgresDatabase database)
    : OpeningContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>What is checked before anything uses a database, and how writes share a commit.</summary>
public abstract class OpeningContract : Contract
{
    private protected OpeningContract(Server server) : base(server) { }

    [Fact]
    public async Task A_fresh_database_gets_every_migration_and_an_opened_one_none()
    {
        Assert.Equal(Migrations.Newest, await Node.CountAsync("SELECT MAX(number) FROM schema_versions"));
        Assert.Empty(await Node.Opening.OpenAsync(default));
    }

    [Fact]
    public async Task Nodes_that_open_a_fresh_database_at_once_migrate_it_once()
    {
        await using var server = Server.Another();
        await server.CreateAsync();
        var nodes = Enumerable.Range(0, 4).Select(_ => new Node(server, Clock)).ToList();
        try
        {
            var applied = await Task.WhenAll(nodes.Select(n => n.Opening.OpenAsync(default)));
            Assert.Equal(await nodes[0].RowsAsync<string>("SELECT name FROM schema_versions ORDER BY number"),
                applied.SelectMany(a => a).Order(StringComparer.Ordinal));
        }
        finally
        {
            foreach (var node in Enumerable.Reverse(nodes))
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_advice()
    {
        await Node.ExecuteAsync("INSERT INTO schema_versions (number, name, applied_at) VALUES (@number, 'later', 0)",
            new { number = Migrations.Newest + 1 });
        var fault = await Assert.ThrowsAsync<StorageException>(() => Node.Opening.OpenAsync(default));
        Assert.Contains("Run that version again, or restore a backup", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_keys_than_the_databases_are_refused_with_advice()
    {
        await using var stranger = new Node(Server, Clock, "other-keys.json");
        var fault = await Assert.ThrowsAsync<StorageException>(() => stranger.Opening.OpenAsync(default));
        Assert.Contains("Restore the right keys file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_piece_of_work_that_fails_is_rolled_back_alone()
    {
        var work = Enumerable.Range(0, 200).Select(i => Node.Database.WriteAsync(db =>
        {
            db.Execute("INSERT INTO meta (name, value) VALUES (@name, 'x')", new { name = $"row{i}" });
            return i % 10 == 3 ? throw new InvalidOperationException("broken on purpose") : i;
        }, default)).ToList();
        var failed = 0;
        foreach (var piece in work)
            try
            {
                await piece;
            }
            catch (InvalidOperationException)
            {
                failed++;
            }
        Assert.Equal(20, failed);
        Assert.Equal(180, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE name LIKE 'row%'"));
    }

    [Fact]
    public async Task A_piece_of_work_that_the_database_refuses_does_not_spoil_its_neighbours()
    {
        var work = Enumerable.Range(0, 40).Select(i => Node.Database.WriteAsync(db =>
            db.Execute("INSERT INTO meta (name, value) VALUES (@name, 'x')", new { name = i % 2 == 0 ? "same" : $"row{i}" }), default)).ToList();
        await Task.WhenAll(work).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(19, work.Count(w => w.IsFaulted));
        Assert.Equal(20, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE name LIKE 'row%'"));
    }

    [Fact]
    public async Task A_transient_fault_is_tried_again_and_nothing_of_the_first_try_stays()
    {
        var tries = 0;
        await Node.Database.WriteAsync(db =>
        {
            db.Execute("INSERT INTO meta (name, value) VALUES (@name, 'x')", new { name = $"try{++tries}" });
            return tries < 3 ? throw Transient() : tries;
        }, default);
        Assert.Equal(["try3"], await Node.RowsAsync<string>("SELECT name FROM meta WHERE name LIKE 'try%'"));
    }

    [Fact]
    public async Task A_fault_that_stays_is_told_after_a_few_tries_and_the_writer_goes_on()
    {
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Node.Database.WriteAsync<int>(_ => throw Transient(), default));
        await Node.ExecuteAsync("INSERT INTO meta (name, value) VALUES ('after', 'x')");
        Assert.Equal(1, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE name = 'after'"));
    }

    [Fact]
    public async Task Work_given_up_before_its_turn_is_not_done()
    {
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Node.Database.WriteAsync(
            db => db.Execute("INSERT INTO meta (name, value) VALUES ('given up', 'x')"), givenUp.Token));
        Assert.Equal(0, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE name = 'given up'"));
    }

    [Fact]
    public async Task What_was_asked_before_the_end_is_written_before_the_end()
    {
        var node = new Node(Server, Clock);
        var work = Enumerable.Range(0, 50).Select(i => node.ExecuteAsync(
            "INSERT INTO meta (name, value) VALUES (@name, 'x')", new { name = $"before the end {i}" })).ToList();
        await node.DisposeAsync();
        await Task.WhenAll(work);
        Assert.Equal(50, await Node.CountAsync("SELECT COUNT(*) FROM meta WHERE name LIKE 'before the end%'"));
    }

    // Busy on SQLite, a serialisation failure on PostgreSQL.
    System.Data.Common.DbException Transient() => Server is SqliteServer
        ? new Microsoft.Data.Sqlite.SqliteException("busy on purpose", 5)
        : new Npgsql.PostgresException("serialisation on purpose", "ERROR", "ERROR", "40001");
}
