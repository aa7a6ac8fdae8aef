using System.Runtime.CompilerServices;

namespace Digest.Gathering.Sources;

/// <summary>Asks a host for one day after another, until it wants to be left alone. Which days are asked for is not a
/// source's to remember: <see cref="DaysToAsk"/> leaves out those that were answered to the end.</summary>
internal static class DayByDay
{
    /// <param name="day">What a day gives, and with it whether the host wants to be left alone.</param>
    public static async IAsyncEnumerable<Gathered> AskAsync(
        GatherRange range, Func<DateOnly, IAsyncEnumerable<(Gathered Gathered, bool LeaveAlone)>> day, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var asked in range.Days)
        {
            var leaveAlone = false;
            await foreach (var (gathered, alone) in day(asked).WithCancellation(ct))
            {
                leaveAlone |= alone;
                yield return gathered;
            }
            if (leaveAlone) yield break;
        }
    }
}
