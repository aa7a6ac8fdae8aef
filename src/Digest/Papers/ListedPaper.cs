namespace Digest.Papers;

/// <summary>One source's word on one paper: what it says, and when and at which place it listed it.</summary>
internal sealed record ListedPaper
{
    /// <summary>The source's name ("hf-daily", "file", "page").</summary>
    public required string Source { get; init; }

    /// <summary>The source's own name for the paper; the same paper from the same source always has the same.</summary>
    public required string SourceId { get; init; }

    /// <summary>The day or instant of the list; a day is its midnight UTC. Null: the source does not say, so when it
    /// was first seen counts.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>Place in the source's list, 1 for the first; 0 when its order means nothing.</summary>
    public int Place { get; init; }

    /// <summary>Who brought it to the list, by the source's own name for them; empty when it does not say.</summary>
    public string Submitter { get; init; } = "";

    /// <summary>What the source says of the paper. Id and Revision are not set, Ids hold at least one key.</summary>
    public required Paper Paper { get; init; }

    /// <summary>Attention counted by the source at the time of asking; null when it counts none.</summary>
    public Signal? Signal { get; init; }
}
