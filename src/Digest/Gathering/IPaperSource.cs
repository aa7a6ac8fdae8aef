
namespace Digest.Gathering;

/// <summary>A place in the network that papers come from.</summary>
internal interface IPaperSource
{
    /// <summary>What its listings and signals are filed under ("hf-daily").</summary>
    string Name { get; }

    /// <summary>Whether it was tried against the live service or its recorded answers.</summary>
    bool IsVerified { get; }

    /// <summary>A day's list may still grow until the day is over. False: what it listed once is all of that day.</summary>
    bool ListsGrow => true;

    /// <summary>It counts votes, so the lists of young days are asked for again for the sake of their counts.</summary>
    bool CountsVotes => false;

    /// <summary>What it lists for those days, the oldest day first. What it cannot say is a <see cref="SkippedEntry"/>,
    /// never an exception; a day without a <see cref="GatheredDay"/> is to be asked for again.</summary>
    IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, CancellationToken ct);
}

/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, UTC, included.</param>
/// <param name="Now">When signals are counted as taken, and papers without a list date as first seen.</param>
internal sealed record GatherRange(DateOnly From, DateOnly To, DateTimeOffset Now)
{
    /// <summary>The days that are asked for, oldest first; those between them were answered to the end before.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } =
        [.. Enumerable.Range(0, Math.Max(0, To.DayNumber - From.DayNumber + 1)).Select(From.AddDays)];

    /// <summary>Answers by address that were taken in whole before: their hosts can be asked for changes only.</summary>
    public IReadOnlyDictionary<string, KeptAnswer> Kept { get; init; } = new Dictionary<string, KeptAnswer>(StringComparer.Ordinal);
}
