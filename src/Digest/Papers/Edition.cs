namespace Digest.Papers;

/// <summary>The ranked papers of a day, made once for everybody from all that sources listed in the last 7 days.</summary>
/// <param name="Id">The catalogue's number; 0 before it is saved.</param>
/// <param name="Date">The edition's day, UTC.</param>
/// <param name="PreparedAt">When it was made; issues use editions prepared before they are due.</param>
/// <param name="Papers">Best first.</param>
/// <param name="Sources">What each source answered.</param>
internal sealed record Edition(
    long Id,
    DateOnly Date,
    DateTimeOffset PreparedAt,
    IReadOnlyList<RankedPaper> Papers,
    IReadOnlyList<SourceAnswer> Sources);

/// <summary>A paper's place in an edition.</summary>
/// <param name="Rank">1 for the first.</param>
/// <param name="Score">What it was ordered by; comparable within its edition only.</param>
/// <param name="Reason">Why it stands there.</param>
/// <param name="Signal">The attention it had when the edition was made, summed over sources; null if none counts it.</param>
internal sealed record RankedPaper(Paper Paper, int Rank, double Score, RankReason Reason, Signal? Signal);

/// <summary>Why a paper ranks, as numbers; templates put them in words.</summary>
/// <param name="Kind">What weighed most.</param>
/// <param name="Count">The count that goes with it (upvotes, stars, place in the list); 0 when there is none.</param>
internal sealed record RankReason(RankReasonKind Kind, int Count);

internal enum RankReasonKind { New, Upvotes, Comments, Stars, Place }

/// <summary>What a source answered for an edition.</summary>
/// <param name="Source">Its name.</param>
/// <param name="State">ok: it listed papers for the edition's day; missing: it announced none that day, as on weekends and
/// holidays; late: it answered, and did not have the day's list yet; failed: it did not answer.</param>
/// <param name="Papers">How many papers it listed for the day.</param>
/// <param name="Reason">Why, when the state is late or failed; else null.</param>
internal sealed record SourceAnswer(string Source, SourceState State, int Papers, string? Reason);

internal enum SourceState { Ok, Missing, Late, Failed }
