namespace Digest.Gathering;

/// <summary>What a gathering brought.</summary>
internal sealed record GatherCounts
{
    /// <summary>Works not known before.</summary>
    public int New { get; init; }

    /// <summary>Known works of which readers now see something else.</summary>
    public int Updated { get; init; }

    /// <summary>Known works that this source lists for the first time.</summary>
    public int Merged { get; init; }

    /// <summary>Listings taken in, known ones included.</summary>
    public int Taken { get; init; }

    /// <summary>Days that a source was asked for and did not answer to the end.</summary>
    public int UnansweredDays { get; init; }

    /// <summary>Days whose list a source did not have yet.</summary>
    public IReadOnlyList<LateList> Late { get; init; } = [];

    public IReadOnlyList<SkippedEntry> Skipped { get; init; } = [];

    public static GatherCounts operator +(GatherCounts a, GatherCounts b) => new()
    {
        New = a.New + b.New,
        Updated = a.Updated + b.Updated,
        Merged = a.Merged + b.Merged,
        Taken = a.Taken + b.Taken,
        UnansweredDays = a.UnansweredDays + b.UnansweredDays,
        Late = [.. a.Late, .. b.Late],
        Skipped = [.. a.Skipped, .. b.Skipped],
    };

    internal sealed record LateList(string Source, DateOnly Day, string Reason);
}

/// <summary>One step of a gathering, told while it goes on.</summary>
/// <param name="About">The day, or the file's name.</param>
/// <param name="Done">Days of this source that were told, this one among them.</param>
/// <param name="Of">Days it is asked for.</param>
/// <param name="Fault">Why there is no list; null when there is, or none was announced.</param>
internal sealed record GatherStep(string Source, string About, int Done, int Of, int Listed, int New, string? Fault);

/// <summary>What the sources are asked for.</summary>
internal sealed record GatherOrder
{
    /// <summary>Only this source; null for all.</summary>
    public string? Source { get; init; }

    /// <summary>Null: the back-fill window, today included.</summary>
    public (DateOnly From, DateOnly To)? Range { get; init; }

    /// <summary>Also days that were answered to the end before, and as if for the first time.</summary>
    public bool Again { get; init; }

    public IProgress<GatherStep>? Progress { get; init; }
}
