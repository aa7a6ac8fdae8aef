using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Makes the database ready before anything uses it: the schema brought up to date, and the keys those that its
/// links were made with.</summary>
internal sealed class Opening(Database database, Migrations migrations, Backup backup, KeyRing keys, StorageOptions options)
{
    /// <summary>The migrations that the last opening applied; empty when the database was up to date.</summary>
    public IReadOnlyList<string> Applied { get; private set; } = [];

    /// <summary>What was kept before they were; null when nothing was.</summary>
    public string? BackupFile { get; private set; }

    /// <returns>The migrations that were applied.</returns>
    /// <exception cref="StorageException">It cannot be used as it is; the message says what to do.</exception>
    public async Task<IReadOnlyList<string>> OpenAsync(CancellationToken ct)
    {
        BackupFile = await backup.BeforeMigrationAsync(ct);
        Applied = await migrations.ApplyAsync(ct);
        var known = await database.WriteAsync(db =>
        {
            db.Execute("INSERT INTO meta (name, value) VALUES ('keys', @Fingerprint) ON CONFLICT (name) DO NOTHING",
                new { keys.Fingerprint });
            return db.QuerySingle<string>("SELECT value FROM meta WHERE name = 'keys'");
        }, ct);
        return known == keys.Fingerprint ? Applied : throw new StorageException(
            $"The keys in {options.EffectiveKeysFile} are not those this database was made with: links mailed before would not "
            + "work. Restore the right keys file, or name it in Keys:File.");
    }
}
