using System.Data.Common;

namespace Digest.Storage;

/// <summary>What the two databases truly do differently. Everything else is SQL that both accept.</summary>
internal abstract class Dialect
{
    /// <summary>Type of a growing primary key in a CREATE TABLE.</summary>
    protected abstract string RowId { get; }

    /// <summary>Type of a column of bytes.</summary>
    protected abstract string Bytes { get; }

    /// <summary>Appended to a SELECT that picks rows to claim, so that nodes pick different ones.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>The instant that leases are compared with: the parameter @now, or the database's own clock where nodes
    /// share it.</summary>
    public abstract string LeaseClock { get; }

    public string Adapt(string schema) => Adapt(schema, RowId, Bytes);

    protected static string Adapt(string schema, string rowId, string bytes) =>
        schema.Replace("ROW_ID", rowId, StringComparison.Ordinal).Replace("BYTES", bytes, StringComparison.Ordinal);

    /// <summary>A connection for reading, opened; reads never block the writer.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>The one connection of this process that writes, opened.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Runs before each batch of writes and is disposed after its commit: keeps other processes' writes and
    /// checkpoints apart where the database does not do it well enough itself.</summary>
    public abstract ValueTask<IDisposable?> EnterWriteAsync(CancellationToken ct);

    /// <summary>True when the same batch may succeed if it is run again.</summary>
    public abstract bool IsTransient(Exception fault);

    /// <summary>Until the transaction ends no other node passes the same name: for what a unique key cannot say. Nothing
    /// where there is one writer anyway.</summary>
    public virtual void LockName(DbConnection db, string name) { }

    /// <summary>Copies all there is, as it stands at one instant, into an empty file as a database of SQLite.</summary>
    /// <param name="reader">One of <see cref="OpenReader"/>.</param>
    public abstract void CopyInto(DbConnection reader, string file);

    /// <summary>Whether there is a table of that name.</summary>
    public abstract bool HasTable(DbConnection db, string name);

    /// <summary>Lets the writer leave its files tidy before it closes.</summary>
    public virtual void Finish(DbConnection writer) { }

    /// <summary>What is broken in the database's files, as far as a quick look tells; null when nothing is.</summary>
    public virtual string? Damage(DbConnection db) => null;

    /// <summary>Bytes that the database takes up.</summary>
    public abstract long SizeOf(DbConnection db);

    /// <summary>Takes the sole right to serve this database; null when it needs no such thing. Throws
    /// <see cref="StorageException"/> when another process holds it.</summary>
    public abstract IDisposable? ServeAlone();
}

/// <summary>The storage cannot be used as it is; the message tells the operator what to do.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
