using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Digest.Storage;

/// <summary>
/// SQLite in a file of the data folder. SQLite before 3.51.3 can damage a file when one connection writes while another
/// resets the write-ahead log, so here writes and checkpoints never overlap, in any process: each batch holds the write
/// lock, only the process that owns the file checkpoints, and it does so inside that lock.
/// </summary>
internal sealed class SqliteDialect : Dialect, IDisposable
{
    const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
    static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(4);

    readonly string _file;
    readonly TimeProvider _time;
    readonly FileStream? _owner;
    readonly string _readers, _writer;
    readonly ConditionalWeakTable<SafeHandle, object> _prepared = [];

    public SqliteDialect(string file, TimeProvider time)
    {
        (_file, _time) = (file, time);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        _owner = TryLock(OwnerLock);
        if (!File.Exists(file))
            Backup.MakePrivate(file); // it holds addresses; the files that SQLite puts beside it follow it
        _readers = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();
        // Kept out of the pool, or a reader's connection, which must not checkpoint, could become the writer's.
        _writer = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            DefaultTimeout = 30,
            ForeignKeys = true,
            Pooling = false,
        }.ToString();
    }

    const string RowIdType = "INTEGER PRIMARY KEY", BytesType = "BLOB";

    protected override string RowId => RowIdType;
    protected override string Bytes => BytesType;

    /// <summary>A schema as SQLite takes it, where there is no file to be opened yet.</summary>
    public static string AdaptSchema(string schema) => Adapt(schema, RowIdType, BytesType);

    public override string SkipLocked => "";
    public override string LeaseClock => "@now";

    string OwnerLock => _file + ".owner.lock";
    string ServeLock => _file + ".serve.lock";
    string ServedBy => _file + ".served-by";
    string WriteLock => _file + ".write.lock";

    public override DbConnection OpenReader() => Open(_readers, connection =>
    {
        // A connection from the pool keeps what it was told.
        if (_prepared.TryAdd(connection.Handle!, this))
            Prepare(connection, checkpointAfter: 0, cacheKilobytes: 2_000);
    });

    public override DbConnection OpenWriter() => Open(_writer, connection =>
        Prepare(connection, checkpointAfter: _owner is null ? 0 : 1_000, cacheKilobytes: 8_000));

    public override async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken ct)
    {
        IDisposable? held;
        while ((held = TryLock(WriteLock)) is null)
            await Task.Delay(LockPoll, TimeProvider.System, ct);
        return held;
    }

    public override bool IsTransient(Exception fault) => fault is SqliteException { SqliteErrorCode: 5 or 6 };

    public override void CopyInto(DbConnection reader, string file) => reader.Execute("VACUUM INTO @file", new { file });

    public override bool HasTable(DbConnection db, string name) =>
        db.QuerySingle<int>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new { name }) > 0;

    public override void Finish(DbConnection writer)
    {
        if (_owner is not null)
            writer.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public override string? Damage(DbConnection db) => db.Query<string>("PRAGMA quick_check(1)").First() is var said && said != "ok" ? said : null;

    public override long SizeOf(DbConnection db) => db.QuerySingle<long>("PRAGMA page_count") * db.QuerySingle<long>("PRAGMA page_size");

    public override IDisposable ServeAlone()
    {
        var held = TryLock(ServeLock);
        if (held is null)
            throw new StorageException(
                $"{_file} is being served by another digest process ({ReadOwner()}). Stop that one, or give this one "
                + "another Storage:DataFolder; several nodes share a database only on PostgreSQL.");
        if (_owner is null)
            throw new StorageException(
                $"{_file} is in use by another digest command, which has to end first. Start serve again then.");
        // Beside the lock, which nobody else can read while it is held.
        File.WriteAllText(ServedBy, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {_time.GetUtcNow():u}"));
        return held;
    }

    public void Dispose()
    {
        using (var pooled = new SqliteConnection(_readers))
            SqliteConnection.ClearPool(pooled);
        _owner?.Dispose();
    }

    /// <param name="checkpointAfter">Pages in the log after which this connection moves them into the file; 0 for never.</param>
    /// <param name="cacheKilobytes">Each connection has its own; together they are most of what storage holds in memory.</param>
    static void Prepare(SqliteConnection connection, int checkpointAfter, int cacheKilobytes)
    {
        raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA secure_delete = ON; -- what is erased is gone from the file's free pages too
            PRAGMA wal_autocheckpoint = {checkpointAfter};
            PRAGMA cache_size = -{cacheKilobytes};
            """));
    }

    SqliteConnection Open(string how, Action<SqliteConnection> prepare)
    {
        var connection = new SqliteConnection(how);
        try
        {
            connection.Open();
            prepare(connection);
            return connection;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 11 or 26)
        {
            connection.Dispose();
            throw new StorageException(
                $"{_file} is damaged or is no SQLite database ({fault.Message}). Move it away and restore a backup.", fault);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is 8 or 14)
        {
            connection.Dispose();
            throw new StorageException($"{_file} cannot be opened for writing: {fault.Message}.", fault);
        }
    }

    string ReadOwner() => File.Exists(ServedBy) ? File.ReadAllText(ServedBy) : "unknown";

    /// <summary>Somebody else has it: EWOULDBLOCK of Linux and of BSD, or a sharing violation.</summary>
    static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);

    static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StorageException($"{path} cannot be written: {fault.Message} Check Storage:DataFolder.", fault);
        }
        catch (IOException fault) when (!IsHeld(fault))
        {
            // A disk that can only be read, say: waiting would be for ever.
            throw new StorageException($"{path} cannot be written: {fault.Message} Check Storage:DataFolder.", fault);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
