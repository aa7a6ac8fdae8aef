namespace Digest.Papers;

/// <summary>Signs of attention a source had counted for a paper at an instant. Null: that source does not count it.</summary>
internal sealed record Signal(DateTimeOffset TakenAt, int? Upvotes, int? Comments, int? Stars);
