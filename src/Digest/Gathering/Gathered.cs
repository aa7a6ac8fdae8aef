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

/// <summary>The source answered, but does not have that day's list yet: the day is to be asked for again.</summary>
internal sealed record LateDay(DateOnly Day, string Reason) : Gathered;

/// <summary>A list that says it is that day's, told before its papers. If each of them stood in an older list already, it is
/// that one with another date on it: the day is late, and they are not listed anew.</summary>
/// <param name="Papers">The source's names of the papers that it lists as new.</param>
internal sealed record ClaimedList(DateOnly Day, IReadOnlyList<string> Papers) : Gathered;

/// <summary>An answer that was told whole, before its day's <see cref="GatheredDay"/>. Once the day counts as answered, its
/// host can be asked for changes only.</summary>
internal sealed record WholeAnswer(Uri Address, KeptAnswer Kept) : Gathered;

/// <summary>What is remembered of an answer that was taken in.</summary>
/// <param name="Day">The day whose list it is.</param>
/// <param name="Papers">How many papers it listed for that day.</param>
/// <param name="Entries">How many papers it told that no page before it had told.</param>
internal sealed record KeptAnswer(Validators Validators, DateOnly Day, int Papers, int Entries);
