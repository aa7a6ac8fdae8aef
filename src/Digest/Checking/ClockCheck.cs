namespace Digest.Checking;

/// <summary>Collects what others say the time is, and judges our clock by the first of them.</summary>
internal sealed class ClockCheck(TimeProvider time)
{
    TimeSpan? _drift;
    string _by = "";

    public void Note(DateTimeOffset? said, string by)
    {
        if (_drift is null && said is { } date)
            (_drift, _by) = (time.GetUtcNow() - date, by);
    }

    public Finding Look() => _drift is { } drift ? ClockDrift.Judge(drift, _by)
        : Finding.Note("clock", "Nobody said what time it is, so that this machine's clock was not compared.");
}
