using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Digest.Storage;

/// <summary>What makes a database of SQLite a backup: a table that says when it was made, and of which keys.</summary>
internal static class BackupFile
{
    /// <summary>Writes it into a copy.</summary>
    public static Content Seal(string file, DateTimeOffset at, string? keys)
    {
        using var db = Open(file, SqliteOpenMode.ReadWrite);
        db.Execute("CREATE TABLE backup (made_at BIGINT NOT NULL, keys TEXT)");
        db.Execute("INSERT INTO backup (made_at, keys) VALUES (@at, @keys)", new { at = at.Ms(), keys });
        db.Execute("PRAGMA journal_mode = DELETE");
        return ReadContent(db);
    }

    /// <exception cref="StorageException">It is none, is damaged, or was made by a newer program.</exception>
    public static Content Read(string file)
    {
        if (!File.Exists(file))
            throw new StorageException($"There is no file {file}.");
        try
        {
            using var db = Open(file, SqliteOpenMode.ReadOnly);
            if (db.QuerySingle<int>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'backup'") == 0)
                throw new StorageException($"{file} is a database, and was not made by digest backup.");
            if (db.QueryFirst<string>("PRAGMA quick_check(1)") is not "ok" and var damage)
                throw new StorageException($"{file} is damaged ({damage}). Take an older backup.");
            var content = ReadContent(db);
            return content.Schema <= Migrations.Newest ? content : throw new StorageException(FormattableString.Invariant(
                $"{file} has schema {content.Schema}, this program knows up to {Migrations.Newest}: restore it with the newer version that made it."));
        }
        catch (Exception fault) when (fault is SqliteException or InvalidOperationException) // a table without its row
        {
            throw new StorageException($"{file} is no backup, or is damaged: {fault.Message}", fault);
        }
    }

    /// <summary>A connection of its own, kept out of the pool so that the file is let go of at once.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        db.Open();
        return db;
    }

    static Content ReadContent(DbConnection db) => new(
        db.QuerySingle<long>("SELECT made_at FROM backup").Instant(),
        db.QuerySingle<string?>("SELECT keys FROM backup"),
        db.QuerySingle<string?>("SELECT MAX(value) FROM meta WHERE name = 'keys'"),
        db.QuerySingle<int>("SELECT MAX(number) FROM schema_versions"),
        db.QuerySingle<long>("SELECT COUNT(*) FROM subscribers"),
        db.QuerySingle<long>("SELECT COUNT(*) FROM papers"));

    /// <param name="Keys">The keys file as it was; null when it was left out.</param>
    /// <param name="Fingerprint">Of the keys that its links were made with.</param>
    internal sealed record Content(DateTimeOffset MadeAt, string? Keys, string? Fingerprint, int Schema, long Subscribers, long Papers);
}
