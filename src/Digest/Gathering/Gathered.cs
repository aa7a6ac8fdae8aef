using Digest.Papers;

namespace Digest.Gathering;

/// <summary>One thing that came out of a source or a file.</summary>
internal abstract record Gathered;

internal sealed record GatheredPaper(ListedPaper Listed) : Gathered;

/// <summary>Something that could not be taken; what stands around it counts all the same.</summary>
/// <param name="File">Path or address.</param>
/// <param name="Position">Where in it: "line 3", "item 12", "byte 4711".</param>
/// <param name="Reason">What a person can do something about.</param>
internal sealed record SkippedEntry(string File, string Position, string Reason) : Gathered;

/// <summary>The source answered for that day to the end.</summary>
/// <param name="Papers">How many papers it listed for that very day; 0 on a day without a list.</param>
internal sealed record GatheredDay(DateOnly Day, int Papers) : Gathered;
