using Dapper;
using Digest.Rendering;

namespace Digest.Storage;

/// <summary>Every version of the templates that a mail was planned with.</summary>
internal sealed class TemplateSetStore(Database database)
{
    volatile string? _kept;

    /// <summary>Keeps a set before mails are planned with it.</summary>
    public async Task KeepAsync(TemplateSet set, DateTimeOffset now, CancellationToken ct)
    {
        if (_kept == set.Version)
            return;
        await database.WriteAsync(db => db.Execute("""
            INSERT INTO template_sets (version, files, first_used_at) VALUES (@Version, @files, @now)
            ON CONFLICT (version) DO NOTHING
            """, new { set.Version, files = set.Pack(), now = now.Ms() }), ct);
        _kept = set.Version;
    }

    /// <exception cref="InvalidDataException">The set was never kept: the row was tampered with.</exception>
    public async Task<TemplateSet> ReadAsync(string version, CancellationToken ct) => TemplateSet.Unpack(
        await database.ReadAsync(db => db.QuerySingleOrDefault<byte[]>(
            "SELECT files FROM template_sets WHERE version = @version", new { version }), ct)
        ?? throw new InvalidDataException($"The templates of version {version} are not in the database."));
}
