using Digest.Composing;
using Digest.Delivering;

namespace Digest.Storage;

/// <summary>One subscriber's issue, ready to be written down.</summary>
internal sealed record PlannedIssue
{
    public required long Subscriber { get; init; }

    /// <summary>The subscriber's own date, which names the issue.</summary>
    public required DateOnly LocalDate { get; init; }

    /// <summary>The due time as it was read; if it changed meanwhile, nothing is planned.</summary>
    public required DateTimeOffset ReadDueAt { get; init; }

    public required DateTimeOffset NextIssueAt { get; init; }

    /// <summary>False: the due time is only moved on, without an issue (too late, or nothing to say yet today).</summary>
    public required bool IsRecorded { get; init; }

    /// <summary>Editions prepared after this were considered; null for the first issue.</summary>
    public required DateTimeOffset? CoveredFrom { get; init; }

    /// <summary>…and up to this; null when there was none.</summary>
    public required DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>Empty: nothing to say, which is recorded as skipped.</summary>
    public required IReadOnlyList<SavedSection> Sections { get; init; }

    /// <summary>Why there is nothing to say; null when there is something.</summary>
    public string? SkippedBecause { get; init; }

    public required PlannedMail Mail { get; init; }
}
