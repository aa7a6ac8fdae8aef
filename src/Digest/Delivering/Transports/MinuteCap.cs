namespace Digest.Delivering.Transports;

/// <summary>No more than so many mails in any minute, evenly: a tenth of them in any tenth of it.</summary>
/// <param name="perMinute">Null: no limit.</param>
internal sealed class MinuteCap(int? perMinute)
{
    readonly Lock _lock = new();

    /// <summary>When the last mails of a window were let go, oldest first.</summary>
    readonly Queue<DateTimeOffset> _gone = [];

    int Burst => Math.Max(1, perMinute!.Value / 10);

    TimeSpan Window => TimeSpan.FromMinutes(1) * Burst / perMinute!.Value;

    /// <summary>How many mails may go now, and with none, when the next may.</summary>
    public (int Room, DateTimeOffset? At) Ask(DateTimeOffset now)
    {
        if (perMinute is null)
            return (int.MaxValue, null);
        lock (_lock)
        {
            Forget(now);
            var room = Burst - _gone.Count;
            return room > 0 ? (room, null) : (0, _gone.Peek() + Window);
        }
    }

    public bool TryTake(DateTimeOffset now)
    {
        if (perMinute is null)
            return true;
        lock (_lock)
        {
            Forget(now);
            if (_gone.Count >= Burst)
                return false;
            _gone.Enqueue(now);
            return true;
        }
    }

    // What lies ahead was written by a clock that was put back since.
    void Forget(DateTimeOffset now)
    {
        while (_gone.TryPeek(out var first) && (first + Window <= now || first > now))
            _gone.Dequeue();
    }
}
