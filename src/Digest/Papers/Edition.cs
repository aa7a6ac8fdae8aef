namespace Digest.Papers;

/// <summary>The ranked papers of a period, made once for everybody: of a day from all that sources listed in the last 7 days,
/// of a week or a month from what was first listed in it.</summary>
/// <param name="Id">The catalogue's number; 0 before it is saved.</param>
/// <param name="Date">The edition's day, UTC; of a week its Monday, of a month its first.</param>
/// <param name="PreparedAt">When it was made; issues use editions prepared before they are due.</param>
/// <param name="Papers">Best first.</param>
/// <param name="Sources">What each source answered.</param>
internal sealed record Edition(
    long Id,
    DateOnly Date,
    DateTimeOffset PreparedAt,
    IReadOnlyList<RankedPaper> Papers,
    IReadOnlyList<SourceAnswer> Sources)
{
    public Period Period { get; init; }
}

/// <summary>A paper's place in an edition.</summary>
/// <param name="Rank">1 for the first.</param>
/// <param name="Score">What it was ordered by; comparable within its edition only.</param>
/// <param name="Reason">Why it stands there.</param>
/// <param name="Signal">The attention it had when the edition was made, summed over sources; null if none counts it.</param>
internal sealed record RankedPaper(Paper Paper, int Rank, double Score, RankReason Reason, Signal? Signal)
{
    /// <summary>What else speaks for it, if anything does.</summary>
    public RankReason? Also { get; init; }
}

/// <summary>Why a paper ranks, as numbers; templates put them in words.</summary>
/// <param name="Count">The count that goes with it (upvotes, stars, place in the list); 0 when there is none.</param>
/// <param name="Factor">How many times the usual that count is, for the paper's age and source; null when that is not
/// known, or nothing to tell.</param>
/// <param name="Day">The day of the list, for a place.</param>
internal sealed record RankReason(RankReasonKind Kind, int Count, double? Factor = null, DateOnly? Day = null);

internal enum RankReasonKind
{
    /// <summary>Nothing is known but that it is there.</summary>
    New,

    /// <summary>Counts in all.</summary>
    Upvotes, Comments, Stars,

    /// <summary>The place in a source's list of a day.</summary>
    Place,

    /// <summary>Upvotes of the last 24 hours.</summary>
    Gained,

    /// <summary>Upvotes of the last 24 hours, beyond what its days before let expect.</summary>
    Rising,

    /// <summary>Stars of the last 24 hours on its code.</summary>
    StarsGained,

    /// <summary>Stars on code that was not there yesterday.</summary>
    NewCode,
}

/// <summary>What a source answered for an edition.</summary>
/// <param name="Source">Its name.</param>
/// <param name="State">ok: it listed papers for the edition's day; missing: it announced none that day, as on weekends and
/// holidays; late: it answered, and did not have the day's list yet; failed: it did not answer.</param>
/// <param name="Papers">How many papers it listed for the day.</param>
/// <param name="Reason">Why, when the state is late or failed; else null.</param>
internal sealed record SourceAnswer(string Source, SourceState State, int Papers, string? Reason);

internal enum SourceState { Ok, Missing, Late, Failed }
