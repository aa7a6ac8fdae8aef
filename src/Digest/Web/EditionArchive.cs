using System.Collections.Concurrent;
using Digest.Papers;
using Digest.Storage;

namespace Digest.Web;

/// <summary>The editions there are, for looking at.</summary>
internal sealed class EditionArchive(EditionStore store, EditionShelf shelf, TimeProvider time)
{
    /// <summary>Editions come once a day; a list that is a second old is new enough for however many visitors.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Papers of an edition that are shown, at most.</summary>
    public const int MostShown = 50;

    /// <summary>Read besides, to take the places of those that are left out.</summary>
    const int Spare = 30;

    /// <summary>Editions kept at hand, and for how long what is known of them is new enough: what happened lately is asked for each
    /// time.</summary>
    const int MostKept = 100;

    static readonly TimeSpan Known = TimeSpan.FromHours(1);

    readonly ConcurrentDictionary<long, Top> _tops = new();
    readonly SemaphoreSlim _refresh = new(1, 1);
    volatile Read? _read;

    public async Task<EditionCalendar> CalendarAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_read is { } read && IsFresh(read, now))
            return read.Calendar;
        await _refresh.WaitAsync(ct);
        try
        {
            // Whoever waited finds what the first one read.
            if (_read is { } again && IsFresh(again, now))
                return again.Calendar;
            var calendar = await store.CalendarAsync(now, ct);
            _read = new(calendar, now);
            return calendar;
        }
        finally
        {
            _refresh.Release();
        }
    }

    /// <summary>An edition and those of its first papers that stand: a paper withdrawn since is left out, and papers that became
    /// one work are shown once.</summary>
    public async Task<ShownEdition> ReadAsync(long id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var aftermath = await shelf.AftermathAsync(now, ct);
        if (!_tops.TryGetValue(id, out var top) || now - top.At > Known)
        {
            var (read, papers) = await store.ReadTopAsync(id, MostShown + Spare, ct);
            if (_tops.Count >= MostKept)
                _tops.Clear();
            top = _tops[id] = new(read ?? throw new InvalidDataException($"Edition {id} is not in the database any more."), papers, now);
        }
        var standing = top.Edition.Papers.Where(p => p.Paper.WithdrawnAt is null && !aftermath.IsWithdrawn(p.Paper.Id))
            .DistinctBy(p => aftermath.Head(p.Paper.Id)).ToList();
        return new(top.Edition, [.. standing.Take(MostShown)], top.Papers - (top.Edition.Papers.Count - standing.Count));
    }

    static bool IsFresh(Read read, DateTimeOffset now) => read.At <= now && now - read.At < Fresh;

    sealed record Read(EditionCalendar Calendar, DateTimeOffset At);

    sealed record Top(Edition Edition, int Papers, DateTimeOffset At);
}

/// <param name="Papers">The first of them.</param>
/// <param name="Count">How many it has.</param>
internal sealed record ShownEdition(Edition Edition, IReadOnlyList<RankedPaper> Papers, int Count);
