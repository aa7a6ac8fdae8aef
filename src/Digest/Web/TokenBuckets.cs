using System.Collections.Concurrent;

namespace Digest.Web;

/// <summary>A token bucket for each of many names: so many at once, refilled evenly over an hour. Of too many
/// names the fullest buckets, which say least, are forgotten.</summary>
internal sealed class TokenBuckets(int perHour, TimeProvider time)
{
    /// <summary>More names than this at once: the fullest half is forgotten.</summary>
    const int MostNames = 50_000;

    readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes one, or says how long until there is one.</summary>
    public bool TryTake(string name, out TimeSpan wait)
    {
        if (_buckets.Count > MostNames)
            Forget();
        var bucket = _buckets.GetOrAdd(name, _ => new Bucket(perHour, time.GetUtcNow()));
        lock (bucket)
        {
            var now = time.GetUtcNow();
            bucket.Left = Math.Min(perHour, bucket.Left + Math.Max(0, (now - bucket.At).TotalHours) * perHour);
            bucket.At = now;
            wait = bucket.Left >= 1 ? TimeSpan.Zero : TimeSpan.FromHours((1 - bucket.Left) / perHour);
            if (bucket.Left < 1)
                return false;
            bucket.Left--;
            return true;
        }
    }

    void Forget()
    {
        foreach (var (name, _) in _buckets.OrderByDescending(b => b.Value.Left).Take(MostNames / 2).ToList())
            _buckets.TryRemove(name, out _);
    }

    sealed class Bucket(double left, DateTimeOffset at)
    {
        public double Left { get; set; } = left;
        public DateTimeOffset At { get; set; } = at;
    }
}
