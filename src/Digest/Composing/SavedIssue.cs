using Digest.Matching;

namespace Digest.Composing;

/// <summary>An issue as it is kept: what was chosen, by number; the editions hold what the papers said.</summary>
internal sealed record SavedIssue(
    long Id, long Subscriber, DateOnly LocalDate, DateTimeOffset PlannedAt, IReadOnlyList<SavedSection> Sections)
{
    /// <summary>Editions prepared after this were read for it; null for somebody's first issue.</summary>
    public DateTimeOffset? CoveredFrom { get; init; }

    public string About => $"issue:{LocalDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}";
}

internal sealed record SavedSection(SectionKind Kind, string? Interest, IReadOnlyList<SavedEntry> Entries)
{
    /// <summary>In full, because no edition holds them; null in all but a section of updates.</summary>
    public IReadOnlyList<Update>? Updates { get; init; }
}

/// <param name="Like">Null where no liked paper brought it.</param>
/// <param name="Parts">Null for a trending entry.</param>
internal sealed record SavedEntry(
    long Edition, long Paper, double Score, IReadOnlyList<string> Words, string? Like = null, ScoreParts? Parts = null);
