using System.Runtime.CompilerServices;

namespace Digest.Gathering.Sources;

/// <summary>How many papers of one answer are taken: a list without end would fill the catalogue.</summary>
internal static class EntryCap
{
    /// <summary>What was gathered up to that many papers; if there is more, that is told once and the rest is not read.</summary>
    /// <param name="name">Path or address of the answer.</param>
    public static async IAsyncEnumerable<Gathered> UpTo(
        this IAsyncEnumerable<Gathered> gathered, int most, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        var (papers, skipped) = (0, 0);
        await foreach (var entry in gathered.WithCancellation(ct))
        {
            if (entry is GatheredPaper && papers++ == most || entry is SkippedEntry && skipped++ == most)
            {
                yield return new SkippedEntry(name, $"entry {most + 1}", $"it has more than {most} entries: the rest was not read");
                yield break;
            }
            yield return entry;
        }
    }
}
