using System.Globalization;
using Digest.Storage;
using Npgsql;
using Xunit;

namespace Digest.Tests.Storage;

/// <summary>A database of its own for one test, which any number of nodes can open.</summary>
abstract class Server : IAsyncDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("digest-storage-").FullName;

    /// <summary>Makes a dialect as a program of its own would.</summary>
    public abstract Dialect Connect(TimeProvider time);

    public virtual Task CreateAsync() => Task.CompletedTask;

    /// <summary>Another one of the kind, empty.</summary>
    public abstract Server Another();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }
}

sealed class SqliteServer : Server
{
    public string File => Path.Combine(Folder, "digest.db");

    public override Dialect Connect(TimeProvider time) => new SqliteDialect(File, time);

    public override Server Another() => new SqliteServer();
}

/// <summary>A schema of its own in the class's database.</summary>
sealed class PostgresServer(PostgresDatabase database) : Server
{
    static int _made;

    readonly string _schema = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _made)}");

    public string ConnectionString => new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = _schema, MaxPoolSize = 20 }.ToString();

    public override Dialect Connect(TimeProvider time) => new PostgresDialect(NpgsqlDataSource.Create(ConnectionString));

    public override async Task CreateAsync()
    {
        Assert.SkipWhen(database.ConnectionString is null, "DIGEST_POSTGRES does not name a PostgreSQL server");
        await database.ExecuteAsync($"CREATE SCHEMA {_schema}");
    }

    public override Server Another() => new PostgresServer(database);
}

/// <summary>A fresh database for the tests of one class, on the server that DIGEST_POSTGRES names.</summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    static int _made;

    readonly string? _server = Environment.GetEnvironmentVariable("DIGEST_POSTGRES");
    readonly string _name = string.Create(CultureInfo.InvariantCulture,
        $"digest_test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");

    /// <summary>Null: there is no server.</summary>
    internal string? ConnectionString => string.IsNullOrEmpty(_server)
        ? null : new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString();

    public async ValueTask InitializeAsync()
    {
        if (ConnectionString is not null)
            await ExecuteAsync(_server!, $"CREATE DATABASE {_name}");
    }

    public async ValueTask DisposeAsync()
    {
        if (ConnectionString is not null)
            await ExecuteAsync(_server!, $"DROP DATABASE {_name} WITH (FORCE)");
    }

    internal Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString!, sql);

    static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
