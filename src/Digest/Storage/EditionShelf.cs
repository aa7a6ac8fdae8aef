using System.Collections.Concurrent;
using System.Globalization;
using Digest.Composing;
using Digest.Matching;
using Digest.Papers;

namespace Digest.Storage;

/// <summary>The recent editions, read and indexed once and shared by all subscribers.</summary>
internal sealed class EditionShelf(EditionStore store, Catalogue catalogue, PaperNews news, MatchingOptions matching, IssueOptions options)
{
    /// <summary>Spans kept indexed: readers of one rhythm share theirs, and there are few rhythms.</summary>
    const int MostSpans = 24;

    /// <summary>A span that nobody asked for so long is yesterday's. One of two hundred papers a day is some ten megabytes.</summary>
    static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>Windows kept: the one of today, and perhaps one of a day that somebody looks back at.</summary>
    const int MostWindows = 2;

    /// <summary>The list of editions changes once a day; a second old is new enough, and saves a query per subscriber.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<long, Task<ShelvedEdition>> _editions = new();
    readonly ConcurrentDictionary<string, Task<EditionReading>> _spans = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, DateTimeOffset> _asked = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Task<PaperWindow>> _windows = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _refresh = new(1, 1);
    volatile Shelf _shelf = new([], Aftermath.None, null, DateTimeOffset.MinValue);

    /// <summary>What somebody has not read yet: editions prepared after <paramref name="coveredUntil"/> and by
    /// <paramref name="now"/>, within the look-back; for a reader who had none yet, the newest alone. Null when there is
    /// none.</summary>
    public async Task<EditionReading?> UnreadAsync(DateTimeOffset? coveredUntil, DateTimeOffset now, CancellationToken ct)
    {
        var (recent, aftermath, restoredAt, _) = await RecentAsync(now, ct);
        var unread = (coveredUntil is { } until ? recent.Where(r => r.PreparedAt > until) : recent.Take(1)).Select(r => r.Id).ToList();
        if (unread.Count == 0)
            return null;
        // Nobody knows what was sent of the papers that were listed before a restored database began anew. Who reads for the first
        // time was sent none.
        var listedAfter = coveredUntil is null ? null : restoredAt;
        var key = string.Join(',', unread.Prepend(aftermath.Stamp).Prepend(listedAfter is null ? 0 : 1).Select(id => id.ToString(CultureInfo.InvariantCulture)));
        _asked[key] = now;
        if (!_spans.ContainsKey(key))
            Forget(now);
        return await OnceAsync(_spans, key, () => SpanAsync(unread, aftermath, listedAfter), ct);
    }

    /// <summary>What became of the papers of recent editions since.</summary>
    public async Task<Aftermath> AftermathAsync(DateTimeOffset now, CancellationToken ct) => (await RecentAsync(now, ct)).Aftermath;

    public Task<ShelvedEdition> GetAsync(long id, CancellationToken ct) => OnceAsync(_editions, id, () => LoadAsync(id), ct);

    void Forget(DateTimeOffset now)
    {
        var all = _spans.Count > MostSpans;
        foreach (var (key, at) in _asked)
            if ((all || now - at > Idle) && _asked.TryRemove(new(key, at)))
                _spans.TryRemove(key, out _);
    }

    async Task<Shelf> RecentAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (_shelf is var read && IsFresh(read, now))
            return read;
        await _refresh.WaitAsync(ct);
        try
        {
            // Whoever waited finds what the first one read.
            var shelf = _shelf;
            if (IsFresh(shelf, now))
                return shelf;
            var editions = await store.PreparedAsync(now.AddDays(-options.LookBackDays), now, ct);
            shelf = new(editions, await news.ReadAsync(now.AddDays(-options.LookBackDays), ct), await store.RestoredAtAsync(ct), now);
            // Who looks back at an old issue does not take today's list from the others.
            if (now < _shelf.ReadAt)
                return shelf;
            _shelf = shelf;
            // A mail in a retry may still need an older one; the next question reads it again.
            foreach (var old in _editions.Keys.Except(editions.Select(e => e.Id)).Order().SkipLast(options.LookBackDays))
                _editions.TryRemove(old, out _);
            return shelf;
        }
        finally
        {
            _refresh.Release();
        }
    }

    static bool IsFresh(Shelf shelf, DateTimeOffset now) => shelf.ReadAt <= now && now - shelf.ReadAt < Fresh;

    async Task<EditionReading> SpanAsync(IReadOnlyList<long> ids, Aftermath aftermath, DateTimeOffset? listedAfter)
    {
        var editions = new List<Edition>();
        foreach (var id in ids)
            editions.Add((await GetAsync(id, CancellationToken.None)).Edition);
        var span = new EditionSpan(editions, aftermath, listedAfter);
        var window = await WindowAsync(editions[0], aftermath);
        var index = new TextIndex(span.Papers, matching, window: window.Words);
        return new(editions, span, new Matcher(index, matching))
        {
            Muting = new(index),
            Near = NearPapers.Of(index),
            Aftermath = aftermath,
            Likeness = new(() => new LikenessIndex(window.Likeness, [.. span.Papers.Select(p => p.Paper with { Id = aftermath.Head(p.Paper.Id) })])),
        };
    }

    /// <summary>The newest papers when an edition was prepared, whatever was gathered since: all nodes count the same.</summary>
    Task<PaperWindow> WindowAsync(Edition newest, Aftermath aftermath)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{newest.Id},{aftermath.Stamp}");
        if (_windows.Count >= MostWindows && !_windows.ContainsKey(key))
            _windows.Clear();
        return OnceAsync(_windows, key, async () =>
            new PaperWindow(await catalogue.NewestAsync(newest.PreparedAt, matching.WindowPapers, CancellationToken.None), matching),
            CancellationToken.None);
    }

    async Task<ShelvedEdition> LoadAsync(long id) => new(await store.ReadAsync(id, CancellationToken.None)
        ?? throw new InvalidDataException($"Edition {id} is not in the database any more."));

    /// <summary>Makes a value once for everybody who asks meanwhile; a failure is not remembered.</summary>
    static async Task<T> OnceAsync<TKey, T>(
        ConcurrentDictionary<TKey, Task<T>> made, TKey key, Func<Task<T>> make, CancellationToken ct) where TKey : notnull
    {
        var task = made.GetOrAdd(key, _ => make());
        try
        {
            return await task.WaitAsync(ct);
        }
        catch when (task.IsFaulted)
        {
            made.TryRemove(new(key, task));
            throw;
        }
    }

    sealed record Shelf(IReadOnlyList<EditionStore.EditionRef> Editions, Aftermath Aftermath, DateTimeOffset? RestoredAt, DateTimeOffset ReadAt);
}

/// <summary>Editions that are read together, newest first, and their papers ready to be matched.</summary>
internal sealed record EditionReading(IReadOnlyList<Edition> Editions, EditionSpan Span, Matcher Matcher)
{
    public Edition Newest => Editions[0];

    /// <summary>Which of these papers somebody's mutes keep out.</summary>
    public required Muting Muting { get; init; }

    /// <summary>Which of these papers are about the same thing.</summary>
    public required NearPapers Near { get; init; }

    public required Aftermath Aftermath { get; init; }

    /// <summary>The papers ready to be compared with liked ones; made when somebody has any.</summary>
    public required Lazy<LikenessIndex> Likeness { get; init; }
}

/// <summary>An edition with its papers at hand by number.</summary>
internal sealed class ShelvedEdition(Edition edition)
{
    readonly Dictionary<long, RankedPaper> _papers = edition.Papers.ToDictionary(p => p.Paper.Id);

    public Edition Edition => edition;

    /// <summary>Sources whose list it was made without.</summary>
    public AbsentSources Absent { get; } = AbsentSources.Of(edition.Sources);

    public RankedPaper? Find(long paper) => _papers.GetValueOrDefault(paper);
}
