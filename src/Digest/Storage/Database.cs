using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Digest.Storage;

/// <summary>
/// The way to the database. Reads run side by side; all writes of this process go through one writer, which puts what is
/// waiting into one transaction (group commit): a write is durable when its task completes, and costs a share of one
/// fdatasync. A piece of work that fails is rolled back alone: the batch is run again with a savepoint before each piece, which
/// are two statements more for each and so not set before there is need.
/// </summary>
internal sealed partial class Database : IAsyncDisposable
{
    /// <summary>Pieces of work that share one commit, at most.</summary>
    const int LargestBatch = 256;

    const int MostTries = 5;

    /// <summary>Grows with each try; together a second and a half, in which a database server is up again.</summary>
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    readonly Channel<Write> _waiting = Channel.CreateUnbounded<Write>(new() { SingleReader = true });
    readonly CancellationTokenSource _abandon = new();
    readonly Task _writer;
    readonly ILogger<Database> _log;
    volatile bool _isToSettle;

    public Database(Dialect dialect, ILogger<Database> log)
    {
        (Dialect, _log) = (dialect, log);
        _writer = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    public Dialect Dialect { get; }

    /// <summary>Runs <paramref name="read"/> on a connection of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken ct)
    {
        return await Task.Run(() =>
        {
            using var connection = Dialect.OpenReader();
            return read(connection);
        }, ct);
    }

    /// <summary>Runs <paramref name="work"/> inside a transaction that may be shared with other work, and completes when
    /// it is committed. The work may be run again after a transient fault, so it must touch nothing but the database.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken ct)
    {
        var write = new Write<T>(work, ct);
        if (!_waiting.Writer.TryWrite(write))
            throw new ObjectDisposedException(nameof(Database));
        return await write.Committed;
    }

    /// <summary>Has what was written so far stand in the database's own file alone, where that is otherwise a log's: so that what was erased is nowhere.
    /// Readers that are at it put it off until the next time.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        _isToSettle = true;
        await WriteAsync(_ => true, ct);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
        await _abandon.CancelAsync();
        _abandon.Dispose();
        (Dialect as IDisposable)?.Dispose();
    }

    async Task WriteAllAsync()
    {
        DbConnection? connection = null;
        var batch = new List<Write>();
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var write))
                if (!write.IsGivenUp())
                    batch.Add(write);
            if (batch.Count > 0)
                connection = await CommitAsync(connection, batch);
            if (connection is not null && _isToSettle)
                connection = await SettleAsync(connection);
        }
        if (connection is null)
            return;
        await FinishAsync(connection);
        await connection.DisposeAsync();
    }

    async Task<DbConnection?> SettleAsync(DbConnection connection)
    {
        try
        {
            await FinishAsync(connection);
            return connection;
        }
        catch (DbException fault)
        {
            // All is committed; the file is settled another time, by whatever connection.
            LogUnsettled(fault.Message);
            await connection.DisposeAsync();
            return null;
        }
    }

    async Task FinishAsync(DbConnection connection)
    {
        _isToSettle = false;
        using (await Dialect.EnterWriteAsync(_abandon.Token))
            Dialect.Finish(connection);
    }

    /// <summary>Returns the connection to go on with: another one after a fault that may have spoiled it.</summary>
    async Task<DbConnection?> CommitAsync(DbConnection? connection, List<Write> batch)
    {
        var careful = false;
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var alone = await Dialect.EnterWriteAsync(_abandon.Token);
                connection ??= Dialect.OpenWriter();
                using (var transaction = connection.BeginTransaction())
                {
                    if (!careful && !RunTogether(connection, batch))
                    {
                        transaction.Rollback();
                        (careful, tries) = (true, tries - 1);
                        continue;
                    }
                    if (careful)
                        foreach (var write in batch)
                            RunAlone(connection, transaction, write);
                    transaction.Commit();
                }
                batch.ForEach(write => write.Complete());
                return connection;
            }
            catch (Exception fault)
            {
                connection?.Dispose();
                connection = null;
                if (tries == MostTries || !Dialect.IsTransient(fault))
                {
                    batch.ForEach(write => write.Fail(fault));
                    return null;
                }
                LogRetry(tries, fault.Message);
                await Task.Delay(FirstPause * tries * tries, TimeProvider.System, _abandon.Token);
            }
        }
    }

    /// <returns>False when a piece failed that others must not suffer for.</returns>
    bool RunTogether(DbConnection connection, List<Write> batch)
    {
        try
        {
            foreach (var write in batch)
                write.Run(connection);
            return true;
        }
        catch (Exception fault) when (batch.Count > 1 && !Dialect.IsTransient(fault))
        {
            return false;
        }
    }

    void RunAlone(DbConnection connection, DbTransaction transaction, Write write)
    {
        transaction.Save("work");
        try
        {
            write.Run(connection);
            transaction.Release("work");
        }
        catch (Exception fault) when (!Dialect.IsTransient(fault))
        {
            transaction.Rollback("work");
            write.FailAtCommit(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of writes failed on try {Try} and is run again: {Reason}")]
    partial void LogRetry(int @try, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was written could not be taken out of the log into the database's file ({Reason}); it is tried again the next time")]
    partial void LogUnsettled(string reason);

    abstract class Write(CancellationToken ct)
    {
        protected Exception? Fault;

        public bool IsGivenUp()
        {
            if (ct.IsCancellationRequested)
                Fail(new OperationCanceledException(ct));
            return ct.IsCancellationRequested;
        }

        public abstract void Run(DbConnection connection);
        public abstract void Complete();
        public abstract void Fail(Exception fault);
        public void FailAtCommit(Exception fault) => Fault = fault;
    }

    sealed class Write<T>(Func<DbConnection, T> work, CancellationToken ct) : Write(ct)
    {
        readonly TaskCompletionSource<T> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T _result = default!;

        public Task<T> Committed => _committed.Task;

        public override void Run(DbConnection connection)
        {
            Fault = null;
            _result = work(connection);
        }

        public override void Complete()
        {
            if (Fault is null)
                _committed.TrySetResult(_result);
            else
                _committed.TrySetException(Fault);
        }

        public override void Fail(Exception fault) => _committed.TrySetException(fault);
    }
}
