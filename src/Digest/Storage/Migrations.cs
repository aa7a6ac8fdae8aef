using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace Digest.Storage;

/// <summary>Numbered, append-only changes of the schema, each in one transaction; a newer schema is refused.</summary>
internal sealed class Migrations(Database database, TimeProvider time)
{
    static readonly IReadOnlyList<Migration> All = [.. ReadAll()];

    internal sealed record Migration(int Number, string Name, string Sql);

    /// <summary>The schema this program works with.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>Brings the database to <see cref="Newest"/>; returns the names of what was applied.</summary>
    /// <exception cref="StorageException">The database was made by a newer program.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken ct)
    {
        var applied = new List<string>();
        foreach (var migration in All)
            if (await database.WriteAsync(db => Apply(db, migration), ct))
                applied.Add(migration.Name);
        return applied;
    }

    /// <summary>The schema that a database has; 0 when it has none.</summary>
    public static int Present(Dialect dialect, DbConnection db) =>
        dialect.HasTable(db, "schema_versions") ? db.QuerySingle<int?>("SELECT MAX(number) FROM schema_versions") ?? 0 : 0;

    /// <summary>Lays the tables of a schema in an empty database. The rows of schema_versions are left to be copied.</summary>
    public static void Lay(DbConnection db, Func<string, string> adapt, int number)
    {
        db.Execute(Versions);
        foreach (var migration in All.Where(m => m.Number <= number))
            db.Execute(adapt(migration.Sql));
    }

    const string Versions = "CREATE TABLE IF NOT EXISTS schema_versions (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

    bool Apply(DbConnection db, Migration migration)
    {
        database.Dialect.LockName(db, "migrations"); // nodes that start together
        db.Execute(Versions);
        var present = db.QuerySingle<int?>("SELECT MAX(number) FROM schema_versions") ?? 0;
        if (present > Newest)
            throw new StorageException(string.Create(CultureInfo.InvariantCulture,
                $"The database has schema {present}, this program knows up to {Newest}: it was upgraded by a newer version. "
                + $"Run that version again, or restore a backup from before the upgrade."));
        if (present >= migration.Number)
            return false;
        db.Execute(database.Dialect.Adapt(migration.Sql));
        db.Execute("INSERT INTO schema_versions (number, name, applied_at) VALUES (@Number, @Name, @now)",
            new { migration.Number, migration.Name, now = time.GetUtcNow().ToUnixTimeMilliseconds() });
        return true;
    }

    static IEnumerable<Migration> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string marker = ".Schema.";
        return (from resource in assembly.GetManifestResourceNames()
               let at = resource.IndexOf(marker, StringComparison.Ordinal)
               where at >= 0 && resource.EndsWith(".sql", StringComparison.Ordinal)
               let name = resource[(at + marker.Length)..^4]
               select new Migration(
                   int.Parse(name[..3], CultureInfo.InvariantCulture), name, Read(assembly, resource))).OrderBy(m => m.Number);
    }

    static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
