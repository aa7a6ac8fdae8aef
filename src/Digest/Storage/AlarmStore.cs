using System.Data.Common;
using Dapper;

namespace Digest.Storage;

/// <summary>What is wrong and who was told: rows, so that two nodes do not both tell and a restart does not tell again.</summary>
internal sealed class AlarmStore(Database database)
{
    static AlarmStore() => Rows.Touch();

    public Task<IReadOnlyList<AlarmRow>> OpenAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<AlarmRow>>(db =>
        db.Query<AlarmRow>("SELECT * FROM alarms WHERE ended_at IS NULL ORDER BY seen_at, id").AsList(), ct);

    /// <summary>Those that were told and are over, the newest first.</summary>
    public Task<IReadOnlyList<AlarmRow>> PastAsync(int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<AlarmRow>>(db =>
        db.Query<AlarmRow>("SELECT * FROM alarms WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT @most", new { most }).AsList(), ct);

    /// <summary>Makes all changes and plans what tells of them, or nothing at all: another node may have been faster.</summary>
    /// <returns>False: a row is not as it was read.</returns>
    public async Task<bool> ApplyAsync(IReadOnlyList<AlarmChange> changes, OperatorPost? post, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.WriteAsync(db =>
            {
                foreach (var change in changes)
                    if (!Apply(db, change, now))
                        throw new OutrunException();
                if (post is not null)
                    OperatorPosts.Add(db, post);
                return true;
            }, ct);
        }
        catch (OutrunException)
        {
            return false;
        }
    }

    static bool Apply(DbConnection db, AlarmChange change, DateTimeOffset now)
    {
        var row = change.Row;
        var at = now.Ms();
        return change.Step switch
        {
            AlarmStep.Notice => db.Execute("""
                INSERT INTO alarms (kind, subject, node, detail, seen_at, stood_at, told) VALUES (@Kind, @Subject, @Node, @Detail, @at, @at, 0)
                ON CONFLICT DO NOTHING
                """, new { row.Kind, row.Subject, row.Node, row.Detail, at }) == 1,
            AlarmStep.Stand => db.Execute("UPDATE alarms SET stood_at = @at, detail = @Detail WHERE id = @Id AND ended_at IS NULL", new { row.Id, row.Detail, at }) == 1,
            AlarmStep.Forget => db.Execute("DELETE FROM alarms WHERE id = @Id AND told = 0", new { row.Id }) == 1,
            AlarmStep.Begin or AlarmStep.Remind => db.Execute("""
                UPDATE alarms SET told = told + 1, told_at = @at, stood_at = @at, detail = @Detail WHERE id = @Id AND told = @Told AND ended_at IS NULL
                """, new { row.Id, row.Told, row.Detail, at }) == 1,
            AlarmStep.End => db.Execute("UPDATE alarms SET ended_at = @at WHERE id = @Id AND told = @Told AND ended_at IS NULL", new { row.Id, row.Told, at }) == 1,
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
    }

    sealed class OutrunException : Exception;
}

/// <summary>One alarm as it stands in its row.</summary>
internal sealed record AlarmRow
{
    public long Id { get; init; }

    /// <summary>"source", "relay"…</summary>
    public string Kind { get; init; } = "";

    /// <summary>Which of them; empty where there is but one.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The machine that sees it; empty where all see the same.</summary>
    public string Node { get; init; } = "";

    /// <summary>What is known of it, in words.</summary>
    public string Detail { get; init; } = "";

    public long SeenAt { get; init; }
    public long StoodAt { get; init; }

    /// <summary>How often it was told.</summary>
    public int Told { get; init; }

    public long? ToldAt { get; init; }
    public long? EndedAt { get; init; }

    /// <summary>Since when it stands.</summary>
    public DateTimeOffset Seen => SeenAt.Instant();

    /// <summary>When it was last seen to stand.</summary>
    public DateTimeOffset Stood => StoodAt.Instant();

    public DateTimeOffset? LastTold => ToldAt.Instant();

    public DateTimeOffset? Ended => EndedAt.Instant();
}

internal enum AlarmStep
{
    /// <summary>Seen for the first time; it may pass by itself.</summary>
    Notice,

    /// <summary>Seen again; nothing new to tell.</summary>
    Stand,

    /// <summary>It passed before anybody was told.</summary>
    Forget,
    Begin,
    Remind,
    End,
}

internal sealed record AlarmChange(AlarmStep Step, AlarmRow Row);
