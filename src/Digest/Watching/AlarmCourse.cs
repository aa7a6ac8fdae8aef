using Digest.Storage;

namespace Digest.Watching;

/// <summary>What follows for alarms from what is wrong now: told once when it has stood for a while, again each day, and once more when it
/// has been over for a while. Decides only; a table test holds it.</summary>
internal static class AlarmCourse
{
    /// <summary>Over is what was not seen for so long: what comes and goes is one alarm.</summary>
    public static readonly TimeSpan OverAfter = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan RemindAfter = TimeSpan.FromDays(1);

    /// <summary>What a machine saw that nobody has heard of since is told by no other, and is over.</summary>
    public static readonly TimeSpan UnheardAfter = TimeSpan.FromDays(1);

    /// <param name="open">Alarms without an end.</param>
    /// <param name="node">This machine's name: of another's alarms it knows nothing.</param>
    public static IReadOnlyList<AlarmChange> Follow(IReadOnlyList<AlarmRow> open, IReadOnlyList<Condition> standing, string node, DateTimeOffset now)
    {
        var changes = new List<AlarmChange>();
        foreach (var condition in standing)
            if (!open.Any(row => Is(row, condition)))
                changes.Add(new(AlarmStep.Notice, new() { Kind = condition.Kind, Subject = condition.Subject, Node = condition.Node, Detail = condition.Detail }));
        foreach (var row in open)
        {
            var step = standing.FirstOrDefault(condition => Is(row, condition)) is { } stands ? Stands(row, stands, now) : Gone(row, node, now);
            if (step is { } taken)
                changes.Add(new(taken, row with { Detail = standing.FirstOrDefault(condition => Is(row, condition))?.Detail ?? row.Detail }));
        }
        return changes;
    }

    static AlarmStep Stands(AlarmRow row, Condition condition, DateTimeOffset now) =>
        row.Told == 0 ? now - row.Seen >= condition.For ? AlarmStep.Begin : AlarmStep.Stand
        : now - row.LastTold >= RemindAfter ? AlarmStep.Remind : AlarmStep.Stand;

    static AlarmStep? Gone(AlarmRow row, string node, DateTimeOffset now)
    {
        var isOver = now - row.Stood >= (row.Node.Length == 0 || row.Node == node ? OverAfter : UnheardAfter);
        return !isOver ? null : row.Told == 0 ? AlarmStep.Forget : AlarmStep.End;
    }

    static bool Is(AlarmRow row, Condition condition) => row.Kind == condition.Kind && row.Subject == condition.Subject && row.Node == condition.Node;
}
