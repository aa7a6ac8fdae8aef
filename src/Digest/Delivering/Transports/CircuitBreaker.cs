namespace Digest.Delivering.Transports;

/// <summary>
/// Whether a relay is worth asking. A fault of the relay itself sends it to rest; then one mail is tried, and while that
/// fails it rests twice as long each time, up to a ceiling. The first mail that it deals with, whatever it says of it, ends that.
/// </summary>
internal sealed class CircuitBreaker
{
    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(15), LongestRest = TimeSpan.FromMinutes(5);

    /// <summary>A relay that hangs up in the middle on so many mails in a row is going down, whomever they were for.</summary>
    const int HangUpsInARow = 3;

    readonly Lock _lock = new();
    int _rests, _hangUps;
    DateTimeOffset _until;
    TaskCompletionSource? _trial;

    /// <summary>What made it rest; null while it works.</summary>
    public string? Fault { get; private set; }

    /// <summary>When it is tried again; null while it works.</summary>
    public DateTimeOffset? RestsUntil
    {
        get
        {
            lock (_lock)
                return _rests == 0 ? null : _until;
        }
    }

    /// <summary>Completes when the trial under way is decided; null without one.</summary>
    public Task? Trial
    {
        get
        {
            lock (_lock)
                return _trial?.Task;
        }
    }

    /// <summary>Whether a mail would be let in now; nothing changes.</summary>
    public bool LetsIn(DateTimeOffset now)
    {
        lock (_lock)
            return _rests == 0 || (_trial is null && IsOver(now));
    }

    /// <summary>Lets a mail in, or not. After a rest one is let in as a trial; whoever has it ends it with one of the methods
    /// below.</summary>
    public Pass Enter(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_rests == 0)
                return Pass.Free;
            if (_trial is not null || !IsOver(now))
                return Pass.None;
            _trial = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return Pass.Trial;
        }
    }

    /// <summary>The relay dealt with the mail, for good or ill.</summary>
    /// <returns>True: it had rested, and works again.</returns>
    public bool Worked(Pass pass)
    {
        lock (_lock)
        {
            if (_rests == 0)
                _hangUps = 0;
            // What was let in before the rest began says nothing about now.
            if (pass != Pass.Trial)
                return false;
            (_rests, _hangUps, Fault) = (0, 0, null);
            EndTrial();
            return true;
        }
    }

    /// <summary>The relay could not be used.</summary>
    /// <returns>True: it begins to rest with this fault, which nobody was told yet.</returns>
    public bool Failed(Pass pass, string fault, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_rests > 0 && pass != Pass.Trial)
                return false;
            var isNew = _rests == 0;
            var rest = TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, FirstRest.Ticks << Math.Min(_rests, 10)));
            (_rests, _hangUps, _until, Fault) = (_rests + 1, 0, now + rest, fault);
            EndTrial();
            return isNew;
        }
    }

    /// <summary>The relay ended the dialogue in the middle of a mail (421, or without a word), which may be for that mail's domain,
    /// or for one line, or for all.</summary>
    /// <returns>True: it begins to rest, as after <see cref="Failed"/>.</returns>
    public bool HungUp(Pass pass, string fault, DateTimeOffset now)
    {
        lock (_lock)
            if (pass == Pass.Free && ++_hangUps < HangUpsInARow)
                return false;
        return Failed(pass, fault, now);
    }

    /// <summary>Nothing was learned: the mail was given up on our side.</summary>
    public void GaveUp(Pass pass)
    {
        lock (_lock)
            if (pass == Pass.Trial)
                EndTrial();
    }

    // A rest that has longer to go than any rest lasts was begun by a clock that was put back since.
    bool IsOver(DateTimeOffset now) => now >= _until || _until - now > LongestRest;

    void EndTrial()
    {
        _trial?.TrySetResult();
        _trial = null;
    }
}

internal enum Pass { None, Free, Trial }
