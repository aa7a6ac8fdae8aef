using Npgsql;

namespace Digest.Storage;

/// <summary>Settings of section Storage, and of section Keys.</summary>
internal sealed class StorageOptions
{
    /// <summary>Where the embedded database and the keys are kept; made when it is not there.</summary>
    public string DataFolder { get; set; } = "./digest-data";

    /// <summary>With one, papers and subscribers are kept in this PostgreSQL database instead (Npgsql's form,
    /// "Host=db;Database=digest;Username=digest").</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Keys:File — the keys that sign links; nodes that share a database share this file.</summary>
    public string? KeysFile { get; set; }

    /// <summary>How long attempts, replies and what an issue held are kept, 30 to 3,650 days.</summary>
    public int KeepDays { get; set; } = 90;

    /// <summary>How long papers and editions are kept, in days, at least 60 more than KeepDays and at most 36,500; 0 (the default): for ever. A paper
    /// stays as long as a source lists it, a reader likes it or names it as an example, or a hand has decided about it.</summary>
    public int KeepPapersDays { get; set; }

    /// <summary>How long the network address that a sign-up and its confirmation came from stays with the consent, 0 to 3,650
    /// days; 0 (the default) keeps none.</summary>
    public int KeepOriginDays { get; set; }

    /// <summary>Before the schema changes, a copy of all goes into the data folder's "backups"; the last three are kept. True, or false.</summary>
    public bool BackupBeforeMigration { get; set; } = true;

    /// <summary>A connection as it may be shown.</summary>
    public static string WithoutSecrets(string? connection)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connection);
            if (parts.Password is { Length: > 0 })
                parts.Password = "***";
            if (parts.SslPassword is { Length: > 0 })
                parts.SslPassword = "***";
            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            return "***"; // what cannot be read may have a secret anywhere
        }
    }

    public string DatabaseFile => Path.Combine(DataFolder, "digest.db");

    public string EffectiveKeysFile => KeysFile ?? Path.Combine(DataFolder, "keys.json");
}
