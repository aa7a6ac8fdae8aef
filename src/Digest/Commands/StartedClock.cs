namespace Digest.Commands;

/// <summary>A clock that was started at another instant and goes on from there, so that a past week can be lived through
/// again. Timers and elapsed times stay real.</summary>
internal sealed class StartedClock : TimeProvider
{
    long _offset;

    public StartedClock(DateTimeOffset at) => Set(at);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    public void Set(DateTimeOffset at) => Interlocked.Exchange(ref _offset, (at - System.GetUtcNow()).Ticks);
}
