using Digest.Papers;

namespace Digest.Composing;

/// <summary>Why an issue is skipped, in the words its ledger row keeps. A day on which nothing was announced, one on which a
/// list did not come, and one on which nothing met what the reader asks for are three different days.</summary>
internal static class NothingToSay
{
    /// <param name="answers">What the sources answered for the newest edition; null when there was no edition to read.</param>
    public static string Because(IReadOnlyList<SourceAnswer>? answers)
    {
        if (answers is null) return "there was no new edition";
        if (AbsentSources.Of(answers) is { Any: true } absent)
            return $"nothing new matched, without {string.Join(" and ", Told(absent))}";
        return answers.Count > 0 && answers.All(a => a.State == SourceState.Missing)
            ? "nothing was announced, and nothing older matched"
            : "nothing new matched";
    }

    static IEnumerable<string> Told(AbsentSources absent)
    {
        if (absent.Late.Count > 0) yield return $"{string.Join(", ", absent.Late)} (late)";
        if (absent.Failed.Count > 0) yield return $"{string.Join(", ", absent.Failed)} (no answer)";
    }
}
