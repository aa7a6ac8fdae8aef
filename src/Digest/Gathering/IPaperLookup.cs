using Digest.Papers;

namespace Digest.Gathering;

/// <summary>A place where papers can be asked for by their arXiv numbers.</summary>
internal interface IPaperLookup
{
    /// <summary>Papers that one request can ask for.</summary>
    int MostAtOnce { get; }

    /// <summary>Requests that are no burden in one go.</summary>
    int MostRequests { get; }

    /// <summary>What there is of these papers, listed when they were published, so that an old one is no news.</summary>
    Task<LookedUp> AskAsync(IReadOnlyList<PaperId> papers, DateTimeOffset now, CancellationToken ct);
}

/// <param name="Papers">Those of them that are there.</param>
/// <param name="Fault">Why there was no answer, or not all of it; null when there was.</param>
/// <param name="LeaveAlone">The refusal is of the asker: no further question now.</param>
internal sealed record LookedUp(IReadOnlyList<ListedPaper> Papers, string? Fault, bool LeaveAlone);
