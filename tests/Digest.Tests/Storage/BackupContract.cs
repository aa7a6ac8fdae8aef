using Dapper;
using Digest.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Digest.Tests.Storage;

public sealed class BackupOnSqlite() : BackupContract(new SqliteServer());

public sealed class BackupOnPostgres(PostgresDatabase database) : BackupContract(new PostgresServer(database)), IClassFixture<PostgresDatabase>;

/// <summary>A backup is the same file whichever database it was made of, and can be restored into either.</summary>
public abstract class BackupContract : Contract
{
    private protected BackupContract(Server server) : base(server) { }

    string At(string name) => Path.Combine(Server.Folder, name);

    [Fact]
    public async Task It_holds_every_row_of_every_table_and_is_its_owners_alone()
    {
        await Some.QueueAsync(Node, 250);
        await Some.PaperIdsAsync(Node, 30);
        await Node.ExecuteAsync("INSERT INTO template_sets (version, files, first_used_at) VALUES ('v', @files, 1)", new { files = new byte[] { 0, 255, 7 } });

        var content = await Node.Backup.WriteAsync(At("a.backup"), withKeys: true, default);

        Assert.Equal((250, 30, Migrations.Newest), (content.Subscribers, content.Papers, content.Schema));
        Assert.Equal(content, BackupFile.Read(At("a.backup")));
        Assert.Equal(await Node.DumpAsync(), await DumpAsync(At("a.backup")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("a.backup")));
    }

    [Fact]
    public async Task It_shows_one_instant_while_others_write()
    {
        var ids = (await Some.QueueAsync(Node, 2)).Select(s => s.Id).ToList();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 1; !enough.IsCancellationRequested; i++)
                await Node.ExecuteAsync("UPDATE subscribers SET size = @i", new { i });
        });
        for (var n = 0; n < 5; n++)
        {
            await Node.Backup.WriteAsync(At($"{n}.backup"), withKeys: false, default);
            using var copy = BackupFile.Open(At($"{n}.backup"), SqliteOpenMode.ReadOnly);
            Assert.Single(copy.Query<int>("SELECT DISTINCT size FROM subscribers"));
        }
        await enough.CancelAsync();
        await writing;
        Assert.Equal(2, ids.Count);
    }

    [Fact]
    public async Task Restored_into_either_database_everything_is_there_and_numbers_go_on()
    {
        var readers = await Some.QueueAsync(Node, 120);
        await Node.Backup.WriteAsync(At("a.backup"), withKeys: true, default);
        using (var copy = BackupFile.Open(At("a.backup"), SqliteOpenMode.ReadWrite))
            copy.Execute("INSERT INTO consents (address_hash, subscriber, at, event, channel, wording) VALUES ('nul', 1, 1, 'e', 'c', @wording)", new { wording = "agreed\0 there" });

        foreach (var target in Targets())
        {
            await using var _ = target;
            await target.CreateAsync();
            var options = new StorageOptions { DataFolder = target.Folder, ConnectionString = (target as PostgresServer)?.ConnectionString };
            var restored = await new Restoring(options, Clock).RestoreAsync(At("a.backup"), replace: false, moved: false, default);

            Assert.Equal((120L, 120), (restored.Subscribers, restored.GivenUp));
            await using var node = new Node(target, Clock);
            Assert.Empty(await node.Opening.OpenAsync(default));
            Assert.Equal(await Node.RowsAsync<string>("SELECT address FROM subscribers ORDER BY id"), await node.RowsAsync<string>("SELECT address FROM subscribers ORDER BY id"));
            Assert.Equal(await Node.CountAsync("SELECT COUNT(*) FROM interests"), await node.CountAsync("SELECT COUNT(*) FROM interests"));
            Assert.Equal(0, await node.CountAsync("SELECT COUNT(*) FROM deliveries WHERE ended_at IS NULL"));
            Assert.StartsWith("agreed", Assert.Single(await node.RowsAsync<string>("SELECT wording FROM consents WHERE address_hash = 'nul'")), StringComparison.Ordinal);
            var newcomer = (await Some.QueueAsync(node, 1))[0];
            Assert.True(newcomer.Id > readers.Max(r => r.Id) + 1000);
            await node.ExecuteAsync("INSERT INTO consents (address_hash, subscriber, at, event, channel, wording) VALUES ('h', 1, 1, 'e', 'c', 'w')");
        }
    }

    [Fact]
    public async Task Before_the_schema_changes_what_there_was_is_kept()
    {
        await Node.ExecuteAsync("DELETE FROM schema_versions WHERE number = (SELECT MAX(number) FROM schema_versions)");
        var before = await Node.CountAsync("SELECT MAX(number) FROM schema_versions");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Node.Opening.OpenAsync(default)); // its tables are there already

        var kept = Assert.Single(Directory.GetFiles(At("backups")));
        using var copy = BackupFile.Open(kept, SqliteOpenMode.ReadOnly);
        Assert.Equal(before, copy.QuerySingle<int>("SELECT MAX(number) FROM schema_versions"));
    }

    [Fact]
    public async Task Where_no_copy_can_be_kept_the_schema_stays_as_it_is()
    {
        await Node.ExecuteAsync("DELETE FROM schema_versions WHERE number = (SELECT MAX(number) FROM schema_versions)");
        var before = await Node.CountAsync("SELECT MAX(number) FROM schema_versions");
        await File.WriteAllTextAsync(At("backups"), "a file where the folder should be");

        var fault = await Assert.ThrowsAsync<StorageException>(() => Node.Opening.OpenAsync(default));

        Assert.Contains("Storage:BackupBeforeMigration", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Node.CountAsync("SELECT MAX(number) FROM schema_versions"));
    }

    [Fact]
    public async Task What_cannot_be_backed_up_or_restored_is_refused_and_nothing_changes()
    {
        await Node.Backup.WriteAsync(At("a.backup"), withKeys: false, default);
        Assert.Contains("there already", (await Assert.ThrowsAsync<StorageException>(() => Node.Backup.WriteAsync(At("a.backup"), true, default))).Message,
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("letter.txt"), "Dear all");
        var newer = At("newer.backup");
        File.Copy(At("a.backup"), newer);
        using (var db = BackupFile.Open(newer, SqliteOpenMode.ReadWrite))
            db.Execute("INSERT INTO schema_versions (number, name, applied_at) VALUES (9999, 'later', 0)");

        await using var target = new SqliteServer();
        await RefusedAsync(At("nowhere"), "There is no file", target.Folder);
        await RefusedAsync(At("letter.txt"), "is no backup", target.Folder);
        await RefusedAsync(newer, "restore it with the newer version", target.Folder);
        await RefusedAsync(At("a.backup"), "Put the keys file of that service there first", target.Folder);
        await File.WriteAllTextAsync(Path.Combine(target.Folder, "digest.db"), "somebody's");
        await RefusedAsync(At("a.backup"), "say --replace", target.Folder);
        Assert.Equal(["digest.db"], Directory.GetFileSystemEntries(target.Folder).Select(Path.GetFileName));
    }

    async Task RefusedAsync(string file, string words, string folder) => Assert.Contains(words, (await Assert.ThrowsAsync<StorageException>(
        () => new Restoring(new() { DataFolder = folder }, Clock).RestoreAsync(file, replace: false, moved: false, default))).Message, StringComparison.Ordinal);

    IEnumerable<Server> Targets()
    {
        yield return new SqliteServer();
        if (Server is PostgresServer)
            yield return Server.Another();
    }

    static Task<string> DumpAsync(string file)
    {
        using var db = BackupFile.Open(file, SqliteOpenMode.ReadOnly);
        return Task.FromResult(Node.Dump(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'backup' ORDER BY name"));
    }
}
