using System.Collections.Concurrent;
using System.Net;
using Digest.Matching;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest.Web;

/// <summary>What a typed line would bring from the newest edition. Writes nothing. Answers are kept while the edition is the newest,
/// and what is not known yet is looked for by a few at a time, so that typing cannot keep the machine from its work.</summary>
internal sealed class TriedLines(IssueRun issues, EditionShelf shelf, Renderer renderer, TimeProvider time) : IDisposable
{
    /// <summary>A line; what is longer is pasted, and shown by the button.</summary>
    public const int LongestLine = Interest.LongestText;

    const int AtATime = 2, MostKept = 500, PerClientAndHour = 1200, OverallAndHour = 60_000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _turns = new(AtATime, AtATime);
    readonly TokenBuckets _clients = new(PerClientAndHour, time), _overall = new(OverallAndHour, time);
    readonly ConcurrentDictionary<(long Edition, string Line), PicksModel> _kept = new();

    /// <param name="client">Null when it cannot be told; then only the limit of all counts.</param>
    public async Task<PicksModel> TryAsync(string? typed, IPAddress? client, CancellationToken ct)
    {
        var line = (typed ?? "").Trim();
        if (line.Length == 0)
            return new("none", [], [], []);
        var edition = (await shelf.UnreadAsync(null, time.GetUtcNow(), ct))?.Newest.Id ?? 0;
        if (_kept.TryGetValue((edition, line), out var known))
            return known;
        var busy = new PicksModel("busy", [], [], []);
        if ((client is not null && !_clients.TryTake(client.ToString(), out _)) || !_overall.TryTake("", out _) || !await _turns.WaitAsync(Patience, ct))
            return busy;
        try
        {
            var found = await FindAsync(line, ct);
            if (_kept.Count >= MostKept)
                _kept.Clear();
            if (line.Length <= LongestLine)
                _kept[(edition, line)] = found;
            return found;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    async Task<PicksModel> FindAsync(string line, CancellationToken ct)
    {
        var entered = Entered.Read(line);
        IReadOnlyList<string> names = [.. entered.Interests.Select(i => i.Name)];
        if (entered.Interests.Count == 0)
            return new("not_understood", [], FaultModel.Of(entered.Faults), []);
        var sections = renderer.Papers.Sections((await issues.PicksAsync(entered.Interests, null, ct)).Sections)
            .Where(s => s.Kind == "for_you").ToList();
        return new(sections.Count > 0 ? "found" : "nothing", names, FaultModel.Of(entered.Faults), sections);
    }
}
