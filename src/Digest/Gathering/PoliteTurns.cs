using Digest.Storage;

namespace Digest.Gathering;

/// <summary>Turns at hosts that allow one request at a time and one in so many seconds, all of them together (arXiv's terms,
/// which count every machine of an installation). Whoever has a turn asks; a host that asks to be left alone is. The turn is
/// a row in the database under a lease, so that nodes share it and a killed one's ends by itself.</summary>
/// <param name="name">The row; whoever uses the same takes turns.</param>
/// <param name="interval">From the end of one answer to the next request. Counted from there, since only then it is certain
/// that the hosts have seen the request.</param>
/// <param name="lease">More than any request takes.</param>
internal sealed class PoliteTurns(string name, TimeSpan interval, TimeSpan lease, TurnStore store, TimeProvider time) : IDisposable
{
    /// <summary>A shorter rest is waited for; a longer one is told to the caller.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    static readonly TimeSpan LongestRest = TimeSpan.FromDays(1);

    /// <summary>How often somebody else's turn is looked at.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // Within a process one waits for the row, the others for the one.
    readonly SemaphoreSlim _one = new(1);

    /// <summary>Waits for the turn, and for its time.</summary>
    /// <returns>The turn, to be disposed when the answer was read; or how long the hosts want to be left alone.</returns>
    public async Task<(Turn? Turn, TimeSpan Pause)> TakeAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var (turn, rest) = await TakeFromOthersAsync(ct);
            if (turn is null)
                _one.Release();
            return (turn, rest);
        }
        catch
        {
            _one.Release();
            throw;
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<(Turn? Turn, TimeSpan Pause)> TakeFromOthersAsync(CancellationToken ct)
    {
        while (true)
        {
            var standing = await store.ReadAsync(name, time.GetUtcNow(), ct);
            // A rest longer than any, or a request still to come, was written by a clock that was put back since.
            var rest = standing.Rest > LongestRest ? TimeSpan.Zero : standing.Rest;
            if (rest > LongestWait)
                return (null, rest);
            var wait = standing.Since is { } since && since > -LongestWait ? interval - since : TimeSpan.Zero;
            if (rest > wait) wait = rest;
            if (wait <= TimeSpan.Zero && standing.Held > TimeSpan.Zero) wait = Look;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, ct);
            else if (await store.TakeAsync(name, standing.Fence, lease, time.GetUtcNow(), ct) is { } fence)
                return (new Turn(this, fence, standing.Refusals), TimeSpan.Zero);
        }
    }

    async ValueTask EndAsync(long fence, TurnStore.Rest? rest)
    {
        try
        {
            await store.EndAsync(name, fence, rest, time.GetUtcNow(), CancellationToken.None);
        }
        finally
        {
            _one.Release();
        }
    }

    // Without a word on how long: a minute for being busy, doubled each time in a row; an hour for a ban, as asking on counts
    // as an attack.
    static TurnStore.Rest? RestAfter(PoliteAnswer? answer, int refusals)
    {
        if (answer is PoliteAnswer.Ok or PoliteAnswer.NotModified) return new(TimeSpan.Zero, 0);
        if (answer is not PoliteAnswer.Refused { Status: 403 or 429 or 503 } refused) return null;
        var usual = refused.Status == 403 ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1);
        var rest = refused.RetryAfter ?? usual * (1 << Math.Min(refusals, 10));
        return new(rest < LongestRest ? rest : LongestRest, refusals + 1);
    }

    /// <summary>The right to ask once.</summary>
    internal sealed class Turn(PoliteTurns turns, long fence, int refusals) : IAsyncDisposable
    {
        PoliteAnswer? _answer;

        /// <summary>What came of it decides when the next turn is.</summary>
        public void Note(PoliteAnswer answer) => _answer = answer;

        public ValueTask DisposeAsync() => turns.EndAsync(fence, RestAfter(_answer, refusals));
    }
}
