using Digest.Papers;
using Digest.Storage;

namespace Digest.Web;

/// <summary>The editions there are, for looking at.</summary>
internal sealed class EditionArchive(EditionStore store, EditionShelf shelf, TimeProvider time)
{
    /// <summary>Editions come once a day; a list that is a second old is new enough for however many visitors.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    (EditionCalendar Calendar, DateTimeOffset At)? _read;
    readonly Lock _lock = new();

    public async Task<EditionCalendar> CalendarAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        lock (_lock)
            if (_read is { } read && read.At <= now && now - read.At < Fresh)
                return read.Calendar;
        var calendar = await store.CalendarAsync(now, ct);
        lock (_lock)
            _read = (calendar, now);
        return calendar;
    }

    /// <summary>An edition and those of its papers that stand: a paper withdrawn since is left out, and papers that became one
    /// work are shown once.</summary>
    public async Task<ShownEdition> ReadAsync(long id, CancellationToken ct)
    {
        var edition = (await shelf.GetAsync(id, ct)).Edition;
        var aftermath = await shelf.AftermathAsync(time.GetUtcNow(), ct);
        return new(edition,
        [
            .. edition.Papers.Where(p => p.Paper.WithdrawnAt is null && !aftermath.IsWithdrawn(p.Paper.Id)).DistinctBy(p => aftermath.Head(p.Paper.Id)),
        ], aftermath.Stamp);
    }
}

/// <param name="Stamp">Another when what became of the papers since is.</param>
internal sealed record ShownEdition(Edition Edition, IReadOnlyList<RankedPaper> Papers, int Stamp);
