using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Looks at a database as it lies there, without bringing it up to date: for who wants to know before the start.</summary>
internal sealed class Examination(Database database, StorageOptions options)
{
    public async Task<Seen> LookAsync(CancellationToken ct)
    {
        var seen = IsFile && !File.Exists(options.DatabaseFile) ? new Seen(null, Migrations.Newest, null, null, null, 0)
            : await database.ReadAsync(Look, ct);
        return seen is { Schema: { } schema, Damage: null } && schema <= seen.Newest ? seen with { WriteFault = await TryWriteAsync(ct) } : seen;
    }

    /// <summary>Whether nothing was ever kept here.</summary>
    public async Task<bool> IsNewAsync(CancellationToken ct) => (await LookAsync(ct)).Schema is null;

    /// <summary>The keys; made where nothing was ever kept, and never where a database was made with others.</summary>
    /// <exception cref="StorageException">The file is not there, and the database knows its keys.</exception>
    public KeyRing Keys(TimeProvider time)
    {
        var file = Path.GetFullPath(options.EffectiveKeysFile);
        if (!File.Exists(file) && database.ReadAsync(Known, CancellationToken.None).GetAwaiter().GetResult() is { } made)
            throw new StorageException($"{file} is not there, and the database was made with keys (fingerprint {made}): links mailed before do not work without them. "
                + "Restore the file from your backup, or name it in Keys:File.");
        return KeyRing.Open(file, time);
    }

    bool IsFile => options.ConnectionString is not { Length: > 0 };

    Seen Look(DbConnection db)
    {
        int? schema = Migrations.Present(database.Dialect, db) is > 0 and var present ? present : null;
        return new(schema, Migrations.Newest, database.Dialect.Damage(db), null,
            schema is null ? null : Known(db), database.Dialect.SizeOf(db));
    }

    /// <summary>The fingerprint of the keys it was made with.</summary>
    string? Known(DbConnection db) => database.Dialect.HasTable(db, "meta") ? db.QuerySingleOrDefault<string>("SELECT value FROM meta WHERE name = 'keys'") : null;

    /// <summary>Writes what is there already.</summary>
    async Task<string?> TryWriteAsync(CancellationToken ct)
    {
        try
        {
            await database.WriteAsync(db => db.Execute("UPDATE meta SET value = value WHERE name = 'keys'"), ct);
            return null;
        }
        catch (Exception fault) when (fault is DbException or StorageException)
        {
            return fault.Message.TrimEnd('.');
        }
    }

    /// <param name="Schema">Null: there is no database yet.</param>
    /// <param name="Newest">The schema this program works with.</param>
    /// <param name="Damage">What the quick check says; null when it is whole.</param>
    /// <param name="WriteFault">Why it cannot be written.</param>
    /// <param name="Keys">Fingerprint of the keys it was made with.</param>
    internal sealed record Seen(int? Schema, int Newest, string? Damage, string? WriteFault, string? Keys, long Bytes);
}
