using Digest.Papers;

namespace Digest.Gathering.Sources;

/// <summary>The source has this paper no more. What is known of it stays known; it is not to be recommended any longer.</summary>
internal sealed record GatheredRemoval(string Source, PaperId Paper, DateOnly? On) : Gathered;
