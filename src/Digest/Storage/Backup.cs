using Dapper;
using Microsoft.Data.Sqlite;

namespace Digest.Storage;

/// <summary>Copies of the whole service in one file: a database of SQLite with every table, whichever database it comes from, and the
/// keys beside them. It is made while the service runs and shows one instant.</summary>
internal sealed class Backup(Database database, StorageOptions options, TimeProvider time)
{
    const int KeptFromMigrations = 3;

    /// <param name="file">Must not be there yet; made so that only its owner may read it.</param>
    /// <param name="withKeys">Without them the file is of use to nobody who has not the keys file.</param>
    /// <returns>How many subscribers and papers are in it.</returns>
    /// <exception cref="StorageException">It cannot be written; the message says why.</exception>
    public async Task<BackupFile.Content> WriteAsync(string file, bool withKeys, CancellationToken ct)
    {
        if (File.Exists(file))
            throw new StorageException($"{file} is there already. Name a file that is not, or move that one away.");
        var part = file + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            File.Delete(part); // of a copy that was cut off
            MakePrivate(part);
            await database.ReadAsync(db =>
            {
                database.Dialect.CopyInto(db, part);
                return true;
            }, ct);
            var content = BackupFile.Seal(part, time.GetUtcNow(), withKeys ? await File.ReadAllTextAsync(options.EffectiveKeysFile, ct) : null);
            await using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
                written.Flush(flushToDisk: true);
            File.Move(part, file);
            return content;
        }
        catch (Exception fault)
        {
            if (File.Exists(part))
                File.Delete(part);
            if (fault is IOException or UnauthorizedAccessException or SqliteException)
                throw new StorageException($"{file} cannot be written: {fault.Message}", fault);
            throw;
        }
    }

    /// <summary>Before the schema changes, what there is is kept beside the data; the last three such copies stay.</summary>
    /// <returns>The file; null when nothing will be changed, or there is nothing yet.</returns>
    public async Task<string?> BeforeMigrationAsync(CancellationToken ct)
    {
        if (!options.BackupBeforeMigration
            || await database.ReadAsync(db => Migrations.Present(database.Dialect, db), ct) is not (> 0 and var present) || present >= Migrations.Newest)
            return null;
        var folder = Path.Combine(options.DataFolder, "backups");
        var file = Path.Combine(folder, FormattableString.Invariant(
            $"schema-{present:000}-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}.backup"));
        try
        {
            await WriteAsync(file, withKeys: true, ct);
        }
        catch (StorageException fault)
        {
            throw new StorageException($"The schema has to change, and a copy could not be kept before that: {fault.Message} "
                + "Mend that, or set Storage:BackupBeforeMigration to false and make a copy yourself.", fault);
        }
        foreach (var old in Directory.EnumerateFiles(folder, "schema-*.backup").OrderByDescending(File.GetLastWriteTimeUtc).Skip(KeptFromMigrations))
            File.Delete(old);
        return file;
    }

    /// <summary>Makes an empty file that only its owner may read; one that is there stays as it is.</summary>
    internal static void MakePrivate(string file)
    {
        var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var made = new FileStream(file, how);
    }
}
