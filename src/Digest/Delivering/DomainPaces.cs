namespace Digest.Delivering;

/// <summary>The recipient domains of this process's mails: how many each was given lately, and for those that asked for fewer, when
/// the next may go. A mail that must wait is put back into the queue, so a slow domain holds up nobody else's.</summary>
internal sealed class DomainPaces(TimeProvider time, Func<double> dice)
{
    /// <summary>A mail is put back for so long at most: by then the domain may take more.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Domains remembered before those that nothing was sent to for a while are forgotten.</summary>
    const int MostRoads = 10_000;

    /// <summary>Mails that may go at once after a quiet while.</summary>
    const double LeastBurst = 3;

    readonly Lock _lock = new();
    readonly Dictionary<string, Road> _roads = new(StringComparer.OrdinalIgnoreCase);

    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    /// <summary>Takes over what this process did not know: from before it started, or from another node.</summary>
    /// <returns>Those that are over, and may be forgotten.</returns>
    public IReadOnlyList<DomainPace> Learn(IReadOnlyList<DomainPace> kept)
    {
        var now = time.GetUtcNow();
        lock (_lock)
            foreach (var pace in kept.Where(p => !p.IsOver(now)))
                if (RoadTo(pace.Domain, now) is var road && !(road.Pace?.SlowedAt >= pace.SlowedAt))
                    (road.Pace, road.Tokens, road.FilledAt) = (pace, 0, now);
        return [.. kept.Where(p => p.IsOver(now))];
    }

    /// <summary>Lets a mail go, or says until when it is put back.</summary>
    /// <param name="isUrgent">It goes as soon as any may, before those that are put back.</param>
    public DateTimeOffset? HeldUntil(string domain, bool isUrgent)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var road = RoadTo(domain, now);
            if (road.Pace?.IsOver(now) == true)
                road.Pace = null;
            if (road.Pace is { } pace)
            {
                var rate = pace.At(now);
                var gone = Math.Max(0, (now - road.FilledAt).TotalMinutes);
                (road.Tokens, road.FilledAt) = (Math.Min(Math.Max(LeastBurst, rate / 6), road.Tokens + (gone * rate)), now);
                if (road.Tokens < 1)
                    return Wait(road, TimeSpan.FromMinutes(1 / rate), now, isUrgent);
                road.Tokens--;
            }
            road.Count(now);
            return null;
        }
    }

    /// <summary>The domain asked for fewer mails.</summary>
    /// <returns>Its pace from now on, to be written down; null when that is known.</returns>
    public DomainPace? Slow(string domain)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var road = RoadTo(domain, now);
            var pace = DomainPace.Slow(domain, road.Pace, road.Recent(now), dice(), now);
            if (pace == road.Pace)
                return null;
            (road.Pace, road.Tokens, road.FilledAt) = (pace, 0, now);
            return pace;
        }
    }

    /// <summary>One after the other, as the pace allows, so that they do not all come back at once.</summary>
    static DateTimeOffset Wait(Road road, TimeSpan each, DateTimeOffset now, bool isUrgent)
    {
        var soonest = now + (each * (1 - road.Tokens));
        if (isUrgent)
            return soonest;
        var slot = road.NextSlot > soonest && road.NextSlot < now + LongestWait ? road.NextSlot : soonest;
        road.NextSlot = slot + each;
        return slot;
    }

    Road RoadTo(string domain, DateTimeOffset now)
    {
        if (_roads.TryGetValue(domain, out var known))
            return known;
        if (_roads.Count >= MostRoads)
            foreach (var quiet in _roads.Where(r => r.Value.Pace is null && r.Value.Recent(now) == 0).Select(r => r.Key).ToList())
                _roads.Remove(quiet);
        return _roads[domain] = new();
    }

    sealed class Road
    {
        long _minute;
        int _present, _before;

        public DomainPace? Pace { get; set; }
        public double Tokens { get; set; }
        public DateTimeOffset FilledAt { get; set; }
        public DateTimeOffset NextSlot { get; set; }

        public void Count(DateTimeOffset now)
        {
            Turn(now);
            _present++;
        }

        /// <summary>About how many went in the last minute.</summary>
        public double Recent(DateTimeOffset now)
        {
            Turn(now);
            return _present + (_before * (1 - (now.ToUnixTimeMilliseconds() % 60_000 / 60_000d)));
        }

        void Turn(DateTimeOffset now)
        {
            var minute = now.ToUnixTimeSeconds() / 60;
            if (minute == _minute)
                return;
            (_before, _present, _minute) = (minute == _minute + 1 ? _present : 0, 0, minute);
        }
    }
}
