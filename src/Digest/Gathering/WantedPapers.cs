using Digest.Papers;
using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest.Gathering;

/// <summary>Papers that readers gave as examples and no source has listed: asked for by number, a few requests at a time. One
/// that was asked for in vain is asked for with fewer others the next time, and at last alone, so that one number that a host
/// chokes on does not keep the others away.</summary>
internal sealed partial class WantedPapers(
    IEnumerable<IPaperLookup> lookups, WantedStore wanted, Catalogue catalogue, TimeProvider time, ILogger<WantedPapers> log)
{
    /// <summary>Papers a request asks for, by how often they were asked for before.</summary>
    static readonly int[] Together = [100, 10, 1];

    /// <summary>Asks for what it is time to ask for.</summary>
    /// <returns>How many came.</returns>
    public async Task<int> GatherAsync(CancellationToken ct)
    {
        if (lookups.FirstOrDefault() is not { } lookup)
            return 0;
        var (found, requests) = (0, 0);
        for (var tried = 0; tried < Together.Length; tried++)
            while (requests < lookup.MostRequests)
            {
                var asked = await wanted.ClaimAsync(tried, Math.Min(Together[tried], lookup.MostAtOnce), time.GetUtcNow(), ct);
                if (asked.Count == 0)
                    break;
                requests++;
                var (came, leaveAlone) = await AskAsync(lookup, asked, ct);
                found += came;
                if (leaveAlone)
                    return found;
            }
        return found;
    }

    async Task<(int Found, bool LeaveAlone)> AskAsync(IPaperLookup lookup, IReadOnlyList<PaperId> asked, CancellationToken ct)
    {
        var told = await lookup.AskAsync(asked, time.GetUtcNow(), ct);
        if (told.Papers.Count > 0)
            await catalogue.MergeAsync(told.Papers, time.GetUtcNow(), ct);
        var found = await wanted.EndAsync(asked, told.Fault ?? "it knows no paper of this number", counts: !told.LeaveAlone, ct);
        LogAsked(asked.Count, found, told.Fault ?? "none");
        return (found, told.LeaveAlone);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asked for {Asked} papers that readers named: {Found} came; fault: {Fault}")]
    partial void LogAsked(int asked, int found, string fault);
}
