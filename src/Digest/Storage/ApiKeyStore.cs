using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>Keys of programs, by the hash of each: who reads the database cannot use one.</summary>
internal sealed class ApiKeyStore(Database database)
{
    /// <returns>False when there is, or was, a key of that name.</returns>
    public Task<bool> AddAsync(string name, string hash, string scope, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db => db.Execute("""
        INSERT INTO api_keys (name, hash, scope, made_at) VALUES (@name, @hash, @scope, @at) ON CONFLICT (name) DO NOTHING
        """, new { name, hash, scope, at = now.Ms() }) == 1, ct);

    /// <returns>False when there is no such key, or it is revoked already.</returns>
    public Task<bool> RevokeAsync(string name, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db => db.Execute(
        "UPDATE api_keys SET revoked_at = @at WHERE name = @name AND revoked_at IS NULL", new { name, at = now.Ms() }) == 1, ct);

    /// <summary>Null for none of ours, or one that is revoked.</summary>
    public async Task<Key?> FindAsync(string hash, CancellationToken ct) =>
        (await QueryAsync("WHERE hash = @hash AND revoked_at IS NULL", new { hash }, ct)) is [var key] ? key : null;

    public Task<IReadOnlyList<Key>> ListAsync(CancellationToken ct) => QueryAsync("", null, ct);

    /// <summary>Revokes in an older database what was revoked in the one that gives way to it.</summary>
    /// <param name="from">A file; of any schema.</param>
    public static void CarryRevoked(DbConnection from, DbConnection to)
    {
        if (from.QuerySingle<int>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'api_keys'") == 0)
            return;
        foreach (var (hash, at) in from.Query<(string, long)>("SELECT hash, revoked_at FROM api_keys WHERE revoked_at IS NOT NULL"))
            to.Execute("UPDATE api_keys SET revoked_at = @at WHERE hash = @hash AND revoked_at IS NULL", new { hash, at });
    }

    /// <summary>The names of the keys that work, oldest first.</summary>
    public static IReadOnlyList<string> NamesInForce(DbConnection db) => [.. db.Query<string>("SELECT name FROM api_keys WHERE revoked_at IS NULL ORDER BY id")];

    Task<IReadOnlyList<Key>> QueryAsync(string where, object? parameters, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Key>>(db =>
        [.. db.Query<(string Name, string Scope, long MadeAt, long? RevokedAt)>($"SELECT name, scope, made_at, revoked_at FROM api_keys {where} ORDER BY id", parameters)
            .Select(k => new Key(k.Name, k.Scope, k.MadeAt.Instant(), k.RevokedAt.Instant()))], ct);

    internal sealed record Key(string Name, string Scope, DateTimeOffset MadeAt, DateTimeOffset? RevokedAt);
}
