using System.Data.Common;
using Dapper;

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

    bool IsFile => options.ConnectionString is not { Length: > 0 };

    Seen Look(DbConnection db)
    {
        int? schema = Migrations.Present(database.Dialect, db) is > 0 and var present ? present : null;
        return new(schema, Migrations.Newest, database.Dialect.Damage(db), null,
            schema is null || !database.Dialect.HasTable(db, "meta") ? null : db.QuerySingleOrDefault<string>("SELECT value FROM meta WHERE name = 'keys'"), database.Dialect.SizeOf(db));
    }

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
