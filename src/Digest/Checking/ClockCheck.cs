namespace Digest.Checking;

/// <summary>Collects in each round what others say the time is, and judges our clock by the first who has a clock of their own.</summary>
internal sealed class ClockCheck(TimeProvider time)
{
    (TimeSpan Drift, string By)? _other, _own;

    /// <param name="isOwn">It came from our own public address, where the proxy on this machine tells this machine's time.</param>
    public void Note(DateTimeOffset? said, string by, bool isOwn = false)
    {
        if (said is not { } date)
            return;
        var told = (time.GetUtcNow() - date, by);
        if (isOwn)
            _own ??= told;
        else
            _other ??= told;
    }

    /// <summary>Judges, and forgets what was said: the next round asks anew.</summary>
    public Finding Look()
    {
        var (other, own) = (_other, _own);
        (_other, _own) = (null, null);
        return (other ?? own) is not { } told ? Finding.Note("clock", "Nobody said what time it is, so that this machine's clock was not compared.")
            : ClockDrift.Judge(told.Drift, told.By) is { Level: Level.Ok } && other is null
                ? Finding.Note("clock", $"Only {told.By} said what time it is, which may be this machine itself, so that its clock was not compared.")
                : ClockDrift.Judge(told.Drift, told.By);
    }
}
