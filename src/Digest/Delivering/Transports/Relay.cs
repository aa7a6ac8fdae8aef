using Digest.Mailing;
using Microsoft.Extensions.Logging;

namespace Digest.Delivering.Transports;

/// <summary>One relay as this process knows it: its connections, whether it is worth asking, and how much it may be given.</summary>
internal sealed partial class Relay(RelayOptions options, SmtpRelay smtp, PoolLimits limits, TimeProvider time, ILogger log) : IAsyncDisposable
{
    readonly CircuitBreaker _breaker = new();
    readonly MinuteCap _cap = new(options.MailsPerMinute);
    readonly ConnectionPool _pool = new(smtp, limits, time);

    public string Name { get; } = options.EffectiveName;

    public int Weight => options.Weight;

    public int Connections => limits.Connections;

    public RelayStanding Standing => new(Name, _breaker.Fault, _breaker.RestsUntil);

    /// <summary>Completes when the one mail that is tried after a rest is decided; null when none is.</summary>
    public Task? Trial => _breaker.Trial;

    public Readiness Readiness
    {
        get
        {
            var now = time.GetUtcNow();
            if (!_breaker.LetsIn(now) && _breaker.Trial is null)
                return new(0, _breaker.RestsUntil, IsDown: true);
            var (room, at) = _cap.Ask(now);
            return new(room, at, IsDown: false);
        }
    }

    /// <summary>Lets a mail in if that is possible at once.</summary>
    public Entrance TryEnter(out Pass pass)
    {
        pass = Pass.None;
        var now = time.GetUtcNow();
        if (!_breaker.LetsIn(now))
            return Entrance.Closed;
        if (!_pool.TryReserve())
            return Entrance.Full;
        return Enter(now, out pass);
    }

    /// <summary>Lets a mail in once there is a line for it.</summary>
    public async Task<(Entrance, Pass)> EnterAsync(CancellationToken ct)
    {
        await _pool.ReserveAsync(ct);
        return (Enter(time.GetUtcNow(), out var pass), pass);
    }

    /// <summary>Sends one mail that was let in.</summary>
    public async Task<DeliveryOutcome> SendAsync(
        Pass pass, MailEnvelope envelope, MailAddress recipient, ReadOnlyMemory<byte> message,
        Func<string?, CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct)
    {
        var known = false;
        try
        {
            var result = await ExchangeAsync(envelope, recipient, message, beforeFinalDot, ct);
            var outcome = SmtpReplies.Sort(result) with { Relay = Name };
            known = true;
            Learn(pass, result, outcome);
            return outcome;
        }
        finally
        {
            if (!known)
                _breaker.GaveUp(pass);
            _pool.Free();
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    Entrance Enter(DateTimeOffset now, out Pass pass)
    {
        pass = Pass.None;
        var entrance = !_breaker.LetsIn(now) ? Entrance.Closed : !_cap.TryTake(now) ? Entrance.Capped : Entrance.Open;
        if (entrance == Entrance.Open && (pass = _breaker.Enter(now)) == Pass.None)
            entrance = Entrance.Closed;
        if (entrance != Entrance.Open)
            _pool.Free();
        return entrance;
    }

    async Task<SmtpResult> ExchangeAsync(
        MailEnvelope envelope, MailAddress recipient, ReadOnlyMemory<byte> message,
        Func<string?, CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct)
    {
        while (true)
        {
            var rented = await _pool.RentAsync(ct);
            if (rented.Line is not { } line)
                return rented.Failure!;
            SmtpResult result;
            try
            {
                result = await line.Connection.SendAsync(envelope.Sender, recipient, message, c => beforeFinalDot(Name, c), ct, envelope.Id);
            }
            catch
            {
                await line.Connection.DisposeAsync();
                throw;
            }
            // A relay may be done with a line that carried mails before (dropped it unseen, 421 idle too long, 452 too many
            // mails): nothing of this mail was taken, and a fresh line is no second try.
            if (rented.IsUsed && result is { Phase: SmtpPhase.Mail, RefusedHere: false, Reply: null or { Code: >= 400 and < 500 } })
            {
                await line.Connection.QuitAsync(CancellationToken.None);
                continue;
            }
            await _pool.ReturnAsync(line);
            return result;
        }
    }

    void Learn(Pass pass, SmtpResult result, DeliveryOutcome outcome)
    {
        var now = time.GetUtcNow();
        bool rests;
        if (outcome.Kind == OutcomeKind.RelayDown)
            rests = _breaker.Failed(pass, outcome.Reply, now);
        else if (result is { Reply: null, RefusedHere: false } or { Reply.Code: 421 })
            rests = _breaker.HungUp(pass, outcome.Reply, now);
        else
        {
            if (_breaker.Worked(pass))
                LogWorks(Name);
            return;
        }
        if (rests)
            LogRests(Name, outcome.Phase, outcome.Reply, _breaker.RestsUntil);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Relay {Relay} cannot be used (in phase {Phase}: {Reply}); it is tried again at {At:u}, then less and less often. No mail is lost, and this is said once")]
    partial void LogRests(string relay, string phase, string reply, DateTimeOffset? at);

    [LoggerMessage(Level = LogLevel.Information, Message = "Relay {Relay} works again")]
    partial void LogWorks(string relay);
}

/// <summary>What a mail finds at a relay's door.</summary>
internal enum Entrance
{
    Open,

    /// <summary>It rests, or one mail is being tried.</summary>
    Closed,

    /// <summary>All its lines are busy.</summary>
    Full,

    /// <summary>It has had its share of this minute.</summary>
    Capped,
}
