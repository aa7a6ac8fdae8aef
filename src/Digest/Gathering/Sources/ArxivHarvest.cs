using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Digest.Gathering.Sources;

/// <summary>Everything arXiv changed since a day, over OAI-PMH: new papers, new versions, corrections, withdrawals and
/// removals. Complete where a feed may be missed; the same source's words as the feed's, so they are filed as its.</summary>
internal sealed class ArxivHarvest(PoliteHttp http, IOptions<GatheringOptions> options) : IPaperSource
{
    /// <summary>A token lives until midnight UTC: a harvest over midnight begins again.</summary>
    const int Restarts = 2;

    /// <summary>Pages of one set after which something is wrong; each holds some thousand records.</summary>
    const int MostPages = 500;

    readonly ArxivOptions _options = options.Value.Arxiv;
    readonly int _mostEntries = options.Value.MaxEntries;
    readonly ArxivInterface _arxiv = new(http);

    public string Name => "arxiv-oai";

    public bool IsVerified => true;

    public async IAsyncEnumerable<Gathered> GatherAsync(GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!_options.IsActive || !_options.Harvest) yield break;
        var listedOn = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var set in _options.Categories.Select(Set).Distinct(StringComparer.Ordinal))
        {
            var end = Ending.Broken;
            await foreach (var (gathered, ending) in SetAsync(set, range, ct))
            {
                end = ending;
                if (gathered is null) continue;
                if (gathered is GatheredPaper { Listed: { ListedAt: { } at } listed })
                {
                    // Sets overlap: a paper of two categories counts once.
                    var day = DateOnly.FromDateTime(at.UtcDateTime);
                    if (day >= range.From && !listedOn.TryAdd(listed.SourceId, day)) continue;
                }
                yield return gathered;
            }
            if (end != Ending.Complete) yield break;
        }
        var today = DateOnly.FromDateTime(range.Now.UtcDateTime);
        foreach (var day in range.Days.Where(d => d <= today))
            yield return new GatheredDay(day, listedOn.Values.Count(d => d == day));
    }

    enum Ending { Broken, Complete }

    async IAsyncEnumerable<(Gathered? Gathered, Ending Ending)> SetAsync(
        string set, GatherRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        var (token, restarts) = ((string?)null, 0);
        for (var page = 1; page <= MostPages; page++)
        {
            var address = Address(set, range.From, token);
            var reply = await _arxiv.AskAsync(address, known: null, ct);
            if (reply.Answer is null)
            {
                yield return (new SkippedEntry(address.AbsoluteUri, $"page {page}", reply.Fault), Ending.Broken);
                yield break;
            }
            var answer = new ArxivAnswer(address.AbsoluteUri, range.Now);
            using var body = reply.Answer.Text();
            await foreach (var gathered in answer.ReadAsync(body, ct).UpTo(_mostEntries, address.AbsoluteUri, ct))
                if (answer.ErrorCode != "badResumptionToken" || restarts == Restarts) yield return (gathered, Ending.Broken);
            if (answer.ErrorCode == "badResumptionToken" && restarts++ < Restarts)
            {
                token = null;
                continue;
            }
            if (!answer.IsWhole) yield break;
            token = answer.ResumptionToken;
            if (token is not null) continue;
            yield return (null, Ending.Complete);
            yield break;
        }
        yield return (new SkippedEntry(Address(set, range.From, null).AbsoluteUri, $"page {MostPages}",
            "there is no end to its pages"), Ending.Broken);
    }

    // No "until": a record that changes meanwhile would leave the window and never be seen.
    Uri Address(string set, DateOnly from, string? token) => new(_options.HarvestAddress.AbsoluteUri + (token is not null
        ? $"?verb=ListRecords&resumptionToken={Uri.EscapeDataString(token)}"
        : string.Create(CultureInfo.InvariantCulture,
            $"?verb=ListRecords&metadataPrefix=arXivRaw&from={from:yyyy-MM-dd}&set={Uri.EscapeDataString(set)}")));

    /// <summary>"cs.CL" is the set cs:cs:CL, "hep-th" physics:hep-th, a whole "cs" the set cs.</summary>
    internal static string Set(string category)
    {
        var dot = category.IndexOf('.', StringComparison.Ordinal);
        var archive = dot < 0 ? category : category[..dot];
        var group = PhysicsArchives.Contains(archive) ? "physics" : archive;
        if (dot < 0) return archive == group ? archive : $"{group}:{archive}";
        return $"{group}:{archive}:{category[(dot + 1)..]}";
    }

    static readonly HashSet<string> PhysicsArchives = new(StringComparer.Ordinal)
    {
        "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex", "nucl-th",
        "physics", "quant-ph",
    };
}
