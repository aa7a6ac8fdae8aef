namespace Digest.Gathering;

/// <summary>Turns at hosts that allow one request at a time and one in so many seconds, all of them together (arXiv's terms,
/// which count every machine of an installation). Whoever has a turn asks; a host that asks to be left alone is.</summary>
/// <remarks>This holds within one process. Where several nodes gather, the same turn must be taken from the database, as a
/// lease with the time of the last request: <see cref="TakeAsync"/> and <see cref="Turn"/> are the place for it, and nobody
/// else would change. Until then one node of an installation gathers from arXiv.</remarks>
internal sealed class PoliteTurns(TimeSpan interval, TimeProvider time) : IDisposable
{
    /// <summary>A shorter rest is waited for; a longer one is told to the caller.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    static readonly TimeSpan LongestRest = TimeSpan.FromDays(1);

    readonly SemaphoreSlim _one = new(1);

    // Used by who holds the turn only.
    long? _lastRequest, _refusedAt;
    TimeSpan _rest;
    int _refusals;

    /// <summary>Waits for the turn, and for its time.</summary>
    /// <returns>The turn, to be disposed when the answer was read; or how long the hosts want to be left alone.</returns>
    public async Task<(Turn? Turn, TimeSpan Pause)> TakeAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var rest = _refusedAt is { } refused ? _rest - time.GetElapsedTime(refused) : TimeSpan.Zero;
            if (rest > LongestWait)
            {
                _one.Release();
                return (null, rest);
            }
            var wait = _lastRequest is { } last ? interval - time.GetElapsedTime(last) : TimeSpan.Zero;
            if (rest > wait) wait = rest;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, ct);
            _lastRequest = time.GetTimestamp();
            return (new Turn(this), TimeSpan.Zero);
        }
        catch
        {
            _one.Release();
            throw;
        }
    }

    public void Dispose() => _one.Dispose();

    // Without a word on how long: a minute for being busy, doubled each time in a row; an hour for a ban, as asking on counts
    // as an attack.
    void Note(PoliteAnswer answer)
    {
        if (answer is not PoliteAnswer.Refused { Status: 403 or 429 or 503 } refused)
        {
            if (answer is PoliteAnswer.Ok or PoliteAnswer.NotModified) (_refusals, _refusedAt) = (0, null);
            return;
        }
        var usual = refused.Status == 403 ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1);
        var rest = refused.RetryAfter ?? usual * (1 << Math.Min(_refusals, 10));
        _rest = rest < LongestRest ? rest : LongestRest;
        _refusedAt = time.GetTimestamp();
        _refusals++;
    }

    /// <summary>The right to ask once.</summary>
    internal sealed class Turn(PoliteTurns turns) : IDisposable
    {
        /// <summary>What came of it decides when the next turn is.</summary>
        public void Note(PoliteAnswer answer) => turns.Note(answer);

        public void Dispose() => turns._one.Release();
    }
}
