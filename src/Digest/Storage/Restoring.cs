using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Digest.Subscribers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Digest.Storage;

/// <summary>Puts a backup in the place of the service's database, which may be missing, damaged or of the other kind. What it must not
/// do any more is settled in a copy beforehand (<see cref="SecondLife"/>); only the finished copy takes the place.</summary>
internal sealed class Restoring(StorageOptions options, TimeProvider time)
{
    /// <param name="replace">Take the place of a database that is there, which is moved aside.</param>
    /// <param name="moved">The service was stopped when the backup was made and sent nothing since: it goes on where it stopped.</param>
    /// <exception cref="StorageException">It cannot be done; nothing was changed then, and the message says what to do.</exception>
    public async Task<Restored> RestoreAsync(string file, bool replace, bool moved, CancellationToken ct)
    {
        var content = BackupFile.Read(file);
        var toServer = options.ConnectionString is { Length: > 0 };
        if (!toServer && File.Exists(options.DatabaseFile) && !replace)
            throw new StorageException($"{options.DatabaseFile} is there. To put the backup in its place say --replace; it is moved aside, not deleted.");
        // In the data folder, so that taking the place is a rename.
        ForgetUnfinished();
        var folder = Path.Combine(options.DataFolder, $"{Unfinished}{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            CheckKeys(content, folder);
            var draft = Path.Combine(folder, "digest.db");
            Backup.MakePrivate(draft);
            File.Copy(file, draft, overwrite: true);
            using (var dialect = new SqliteDialect(draft, time))
            await using (var database = new Database(dialect, NullLogger<Database>.Instance))
                await new Migrations(database, time).ApplyAsync(ct);
            return toServer ? ToServer(draft, content, moved) : TakePlace(draft, content, moved);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    const string Unfinished = "restoring-";

    /// <summary>What restores left behind that were killed: each holds everybody's addresses.</summary>
    void ForgetUnfinished()
    {
        if (!Directory.Exists(options.DataFolder))
            return;
        foreach (var folder in Directory.EnumerateDirectories(options.DataFolder, Unfinished + "*"))
            if (int.TryParse(Path.GetFileName(folder).AsSpan(Unfinished.Length), CultureInfo.InvariantCulture, out var process)
                && (process == Environment.ProcessId || !IsRunning(process))) // in a container each has the number of the one before
                Directory.Delete(folder, recursive: true);
    }

    static bool IsRunning(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The keys are there and the right ones, or come from the backup. Links in old mails must go on to work.</summary>
    void CheckKeys(BackupFile.Content content, string folder)
    {
        var path = options.EffectiveKeysFile;
        if (!File.Exists(path))
        {
            path = Path.Combine(folder, "keys.json");
            WriteKeys(path, content.Keys ?? throw new StorageException($"The backup is without keys, and there is no {options.EffectiveKeysFile}. Put the keys file of that service there first: "
                + "without it no link in any mail it sent works."));
        }
        if (content.Fingerprint is { } of && KeyRing.Open(path, time).Fingerprint != of)
            throw new StorageException($"The keys in {path} are not those of the backup. Move that file away if it belongs to no service you "
                + "need, or name another in Keys:File.");
    }

    /// <summary>Last of all before the database takes its place: what is refused leaves nothing behind.</summary>
    void LayKeys(BackupFile.Content content)
    {
        if (!File.Exists(options.EffectiveKeysFile))
            WriteKeys(options.EffectiveKeysFile, content.Keys!);
    }

    static void WriteKeys(string path, string keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Backup.MakePrivate(path);
        File.WriteAllText(path, keys);
    }

    /// <param name="present">The database that gives way; null when there is none that can be read.</param>
    Prepared Prepare(string draft, BackupFile.Content content, bool moved, DbConnection? present)
    {
        using var db = BackupFile.Open(draft, SqliteOpenMode.ReadWrite);
        using var whole = db.BeginTransaction();
        db.Execute("DROP TABLE backup");
        var left = present is null ? (int?)null : Leavings.Carry(present, db, time.GetUtcNow());
        if (present is not null)
            ApiKeyStore.CarryRevoked(present, db);
        var keys = ApiKeyStore.NamesInForce(db);
        var givenUp = moved ? 0 : SecondLife.Begin(db, content.MadeAt, time.GetUtcNow());
        whole.Commit();
        return new(givenUp, left, keys);
    }

    Restored TakePlace(string draft, BackupFile.Content content, bool moved)
    {
        var place = options.DatabaseFile;
        var isThere = File.Exists(place); // opening the folder makes an empty one
        using var dialect = new SqliteDialect(place, time);
        using var alone = dialect.ServeAlone(); // nobody serves it, and no command is at it
        if (!isThere)
            return Move(Prepare(draft, content, moved, null), null);
        var aside = string.Create(CultureInfo.InvariantCulture, $"{place}.before-{time.GetUtcNow():yyyyMMdd-HHmmss}");
        Prepared prepared;
        try
        {
            using var present = BackupFile.Open(place, SqliteOpenMode.ReadWrite);
            present.Execute("PRAGMA wal_checkpoint(TRUNCATE)"); // what goes aside is one file
            prepared = Prepare(draft, content, moved, present);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 11 or 26 || fault.SqliteErrorCode == 1 && fault.Message.Contains("no such table", StringComparison.Ordinal))
        {
            prepared = Prepare(draft, content, moved, null); // damaged, or no database of ours: there is nothing to learn from it
        }
        return Move(prepared, aside);

        Restored Move(Prepared prepared, string? aside)
        {
            LayKeys(content);
            if (aside is null)
                File.Move(draft, place, overwrite: true);
            else
            {
                foreach (var ending in new[] { "-wal", "-shm" })
                    if (File.Exists(place + ending))
                        File.Move(place + ending, aside + ending);
                File.Replace(draft, place, aside); // at no instant is there no database, which the next start would begin anew
            }
            return Restored.Of(content, prepared, aside);
        }
    }

    Restored ToServer(string draft, BackupFile.Content content, bool moved)
    {
        using var source = NpgsqlDataSource.Create(options.ConnectionString!);
        using var dialect = new PostgresDialect(source);
        using var server = dialect.OpenWriter();
        using var whole = server.BeginTransaction();
        if (Migrations.Present(dialect, server) > 0)
            throw new StorageException("The database of Storage:ConnectionString has one of this service already. Make an empty one, and name it there.");
        var prepared = Prepare(draft, content, moved, null);
        Migrations.Lay(server, dialect.Adapt, Migrations.Newest);
        using (var db = BackupFile.Open(draft, SqliteOpenMode.ReadOnly))
            TableCopy.Copy(db, server, TableCopy.TablesOf(db));
        foreach (var table in server.Query<string>(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES' AND column_name = 'id'").AsList())
            server.Execute($"SELECT setval(pg_get_serial_sequence('{table}', 'id'), GREATEST((SELECT MAX(id) FROM {table}), 1))");
        LayKeys(content);
        whole.Commit();
        return Restored.Of(content, prepared, null);
    }

    internal sealed record Prepared(int GivenUp, int? Left, IReadOnlyList<string> ApiKeys);

    /// <param name="GivenUp">Mails that were owed when the backup was made.</param>
    /// <param name="Left">Who is not mailed any more because the database that gave way said so; null when there was none to ask.</param>
    /// <param name="ApiKeys">Names of the keys of programs that work.</param>
    /// <param name="Aside">Where that one is now.</param>
    internal sealed record Restored(DateTimeOffset MadeAt, long Subscribers, long Papers, int GivenUp, int? Left, IReadOnlyList<string> ApiKeys, string? Aside)
    {
        public static Restored Of(BackupFile.Content content, Prepared prepared, string? aside) =>
            new(content.MadeAt, content.Subscribers, content.Papers, prepared.GivenUp, prepared.Left, prepared.ApiKeys, aside);
    }
}
