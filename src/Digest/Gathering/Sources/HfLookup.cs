using System.Text;
using Digest.Papers;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>Asks Hugging Face's API for a paper by its arXiv number. It knows those that somebody brought there.</summary>
internal sealed class HfLookup(PoliteHttp http, IOptions<GatheringOptions> options) : IPaperLookup
{
    public int MostAtOnce => 1;

    /// <summary>A tenth of what it lets anybody ask in five minutes.</summary>
    public int MostRequests => 50;

    public async Task<LookedUp> AskAsync(IReadOnlyList<PaperId> papers, DateTimeOffset now, CancellationToken ct)
    {
        var root = new Uri(options.Value.HfDaily.BaseAddress.AbsoluteUri.TrimEnd('/') + "/");
        var found = new List<ListedPaper>();
        foreach (var paper in papers)
        {
            var address = new Uri(root, $"api/papers/{paper.Value}");
            switch (await http.GetAsync(address, known: null, ct))
            {
                case PoliteAnswer.Ok ok:
                    // As an item of a list, which is the same paper in one more bracket.
                    using (var item = new MemoryStream([.. "[{\"paper\":"u8, .. Bytes(ok), .. "}]"u8]))
                        await foreach (var gathered in HfAnswer.ReadAsync(item, address.AbsoluteUri, null, 0, now, ct).UpTo(1, address.AbsoluteUri, ct))
                            if (gathered is GatheredPaper { Listed: var listed } && listed.Paper.Ids.Contains(paper)
                                && (listed.ListedAt ?? listed.Paper.PublishedAt) is { } at)
                                found.Add(listed with { ListedAt = at, Signal = null });
                    break;
                case PoliteAnswer.Refused { Status: 404 }:
                    break;
                case PoliteAnswer.Refused refused:
                    return new(found, refused.Words(), refused.Status is 401 or 403 or 429 or 503);
                case PoliteAnswer.Failed failed:
                    return new(found, failed.Reason, LeaveAlone: false);
            }
        }
        return new(found, null, LeaveAlone: false);
    }

    static byte[] Bytes(PoliteAnswer.Ok ok)
    {
        using var text = ok.Text();
        using var reader = new StreamReader(text, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }
}
