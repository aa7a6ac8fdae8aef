using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>A paper that an interest asks for.</summary>
/// <param name="Score">0 to 1: how much of what the interest says the paper is about. Comparable between interests.</param>
/// <param name="Words">The interest's words found in the paper, as the subscriber wrote them, the most telling first.</param>
internal sealed record Match(RankedPaper Paper, Interest Interest, double Score, IReadOnlyList<string> Words);
