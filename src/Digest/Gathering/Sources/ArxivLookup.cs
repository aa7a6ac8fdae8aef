using System.Globalization;
using Digest.Papers;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>Asks arXiv's search interface for papers by number, up to a hundred in one request.</summary>
internal sealed class ArxivLookup(PoliteHttp http, IOptions<GatheringOptions> options) : IPaperLookup
{
    readonly ArxivInterface _arxiv = new(http);

    public int MostAtOnce => 100;

    public int MostRequests => 5;

    public async Task<LookedUp> AskAsync(IReadOnlyList<PaperId> papers, DateTimeOffset now, CancellationToken ct)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture,
            $"{options.Value.Arxiv.SearchAddress.AbsoluteUri}?id_list={string.Join(',', papers.Select(p => p.Value))}&max_results={papers.Count}"));
        var reply = await _arxiv.AskAsync(address, known: null, ct);
        if (reply.Answer is null)
            return new([], reply.Fault, reply.LeaveAlone);
        var answer = new ArxivAnswer(address.AbsoluteUri, now);
        var (found, fault) = (new List<ListedPaper>(), (string?)null);
        using var body = reply.Answer.Text();
        await foreach (var gathered in answer.ReadAsync(body, ct).UpTo(options.Value.MaxEntries, address.AbsoluteUri, ct))
            if (gathered is GatheredPaper { Listed: var listed })
                found.Add(listed with { ListedAt = listed.ListedAt ?? listed.Paper.PublishedAt });
            else if (gathered is SkippedEntry skipped)
                fault = skipped.Reason;
        // Told of others, it was asked in vain: they are no business of ours.
        return new([.. found.Where(f => f.ListedAt is not null && f.Paper.Ids.Intersect(papers).Any())], fault, LeaveAlone: false);
    }
}
