namespace Digest.Gathering;

/// <summary>A place in the network that papers come from.</summary>
internal interface IPaperSource
{
    /// <summary>What its listings and signals are filed under ("hf-daily").</summary>
    string Name { get; }

    /// <summary>Whether it was tried against the live service or its recorded answers.</summary>
    bool IsVerified { get; }

    /// <summary>What it lists for those days, the oldest day first. What it cannot say is a <see cref="SkippedEntry"/>,
    /// never an exception; a day without a <see cref="GatheredDay"/> is to be asked for again.</summary>
    IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, CancellationToken ct);
}

/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, UTC, included.</param>
/// <param name="Now">When signals are counted as taken, and papers without a list date as first seen.</param>
internal sealed record GatherRange(DateOnly From, DateOnly To, DateTimeOffset Now);
