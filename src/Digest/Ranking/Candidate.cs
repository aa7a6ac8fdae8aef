using Digest.Papers;

namespace Digest.Ranking;

/// <summary>A paper with all that is known of the attention it got, as the ranker takes it.</summary>
/// <param name="Signals">Every kept snapshot, in any order.</param>
/// <param name="Listings">Every listing, in any order.</param>
internal sealed record Candidate(Paper Paper, IReadOnlyList<Snapshot> Signals, IReadOnlyList<Listing> Listings);

/// <summary>What one source had counted at one instant.</summary>
internal sealed record Snapshot(string Source, Signal Signal);

/// <summary>When, and at which place, a source listed a paper; place 0 when that source's order means nothing.</summary>
/// <param name="Submitter">Who brought it there, as the source names them; empty when it does not say.</param>
internal sealed record Listing(string Source, DateTimeOffset ListedAt, int Place, string Submitter = "");
