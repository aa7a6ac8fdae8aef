using Digest.Gathering.Sources;
using Digest.Papers;
using Digest.Storage;

namespace Digest.Gathering;

/// <summary>Takes in what one asking of a source, or one file, tells, in batches that are whole or not at all. A day counts as
/// answered only once its papers are safe; killed in between, it is asked for again and changes nothing twice.</summary>
internal sealed class Intake(string source, Catalogue catalogue, FetchStore fetches, TimeProvider time, DateTimeOffset askedAt)
{
    const int BatchSize = 200;

    readonly List<ListedPaper> _batch = new(BatchSize);
    readonly List<WholeAnswer> _whole = [];
    readonly HashSet<DateOnly> _stale = [];
    readonly List<SkippedEntry> _skipped = [];
    readonly List<GatherCounts.LateList> _late = [];
    int _new, _updated, _joined, _taken, _unanswered;
    Tally _tally = new();
    DateTimeOffset _askedAt = askedAt;

    /// <summary>Days whose answers are asked for again while they are young: those of older ones need not be kept.</summary>
    public DateOnly KeepAnswersFrom { get; init; }

    /// <summary>What a file's papers are filed under, once it is known.</summary>
    public string Source { get; private set; } = source;

    public GatherCounts Counts => new()
    {
        New = _new,
        Updated = _updated,
        Merged = _joined,
        Taken = _taken,
        UnansweredDays = _unanswered,
        Late = _late,
        Skipped = _skipped,
    };

    public async Task TakeAsync(Gathered item, CancellationToken ct)
    {
        switch (item)
        {
            case GatheredPaper { Listed: var listed }:
                if (IsStale(listed)) break;
                if (Source.Length == 0) Source = listed.Source;
                _batch.Add(listed);
                if (_batch.Count == BatchSize) await FlushAsync(ct);
                break;
            case SkippedEntry skipped:
                _skipped.Add(skipped);
                _tally.Skipped++;
                break;
            case GatheredRemoval removal:
                await FlushAsync(ct); // it may be about a paper told just before
                await catalogue.WithdrawAsync(removal.Paper, RemovedAt(removal), time.GetUtcNow(), ct);
                break;
            case ClaimedList claimed:
                if (await fetches.AreAllListedBeforeAsync(Source, claimed.Papers, claimed.Day, ct)) _stale.Add(claimed.Day);
                break;
            case WholeAnswer whole:
                if (whole.Kept.Day >= KeepAnswersFrom) _whole.Add(whole);
                break;
            case GatheredDay { Day: var day } when _stale.Contains(day):
                await LateAsync(day, "it gave the list of an earlier day under this day's date", ct);
                break;
            case GatheredDay day:
                await FlushAsync(ct);
                await RecordAsync(day.Day.Iso(), FetchState.Answered, day.Papers, null, ct);
                break;
            case LateDay late:
                await LateAsync(late.Day, late.Reason, ct);
                break;
        }
    }

    /// <summary>Nothing was said of a day that was asked for.</summary>
    public async Task MissAsync(DateOnly day, CancellationToken ct)
    {
        _unanswered++;
        await RecordAsync(day.Iso(), FetchState.Failed, 0, _skipped.Count > 0 ? _skipped[^1].Reason : "the source gave no answer for this day", ct);
    }

    /// <summary>All of a file was told. Told again it brings nothing, and leaves no trace.</summary>
    public async Task EndFileAsync(string name, CancellationToken ct)
    {
        await FlushAsync(ct);
        if (_new + _updated + _joined > 0)
            await fetches.LogAsync(Fetched(name, FetchState.Answered, 0, null), ct);
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        if (_batch.Count == 0)
            return;
        var merged = await catalogue.MergeAsync([.. _batch], time.GetUtcNow(), ct);
        _new += merged.New;
        _updated += merged.Updated;
        _joined += merged.Joined;
        _taken += _batch.Count;
        _tally.Listed += _batch.Count;
        _tally.New += merged.New;
        _tally.Updated += merged.Updated;
        _tally.Joined += merged.Joined;
        _tally.Newest = _batch.Select(p => p.ListedAt ?? p.Paper.PublishedAt).Append(_tally.Newest).Max();
        _batch.Clear();
    }

    async Task LateAsync(DateOnly day, string reason, CancellationToken ct)
    {
        await FlushAsync(ct);
        _late.Add(new(Source, day, reason));
        await RecordAsync(day.Iso(), FetchState.Late, 0, reason, ct);
    }

    async Task RecordAsync(string day, FetchState state, int papers, string? fault, CancellationToken ct)
    {
        Last = new(Source, day, 0, 0, _tally.Listed, _tally.New, fault);
        await fetches.RecordAsync(Fetched(day, state, papers, fault), state == FetchState.Answered ? _whole : [], ct);
        _whole.Clear();
        _tally = new();
        _askedAt = time.GetUtcNow();
    }

    /// <summary>The last row that was written, for whoever watches.</summary>
    public GatherStep? Last { get; private set; }

    Fetch Fetched(string about, FetchState state, int papers, string? fault) => new()
    {
        Source = Source,
        About = about,
        State = state,
        AskedAt = _askedAt,
        AnsweredAt = time.GetUtcNow(),
        Papers = papers,
        Listed = _tally.Listed,
        New = _tally.New,
        Updated = _tally.Updated,
        Joined = _tally.Joined,
        Skipped = _tally.Skipped,
        NewestAt = _tally.Newest,
        Fault = fault,
    };

    bool IsStale(ListedPaper listed) =>
        _stale.Count > 0 && listed.ListedAt is { } at && _stale.Contains(DateOnly.FromDateTime(at.UtcDateTime));

    DateTimeOffset RemovedAt(GatheredRemoval removal) =>
        removal.On is { } day ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : time.GetUtcNow();

    /// <summary>What was brought since the last row.</summary>
    sealed class Tally
    {
        public int Listed, New, Updated, Joined, Skipped;
        public DateTimeOffset? Newest;
    }
}
