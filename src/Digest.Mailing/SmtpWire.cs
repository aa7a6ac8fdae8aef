using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Digest.Mailing;

/// <summary>Bytes out, replies in, over one stream. Every failure is a value; only the caller's own cancellation throws.
/// After a fault or a cancellation the wire is cut: nobody knows what is still on it.</summary>
sealed class SmtpWire : IAsyncDisposable
{
    static readonly byte[] FinalDot = ".\r\n"u8.ToArray();

    readonly SmtpTimeouts timeouts;
    readonly SmtpTrace? trace;
    readonly TimeProvider time;
    readonly bool secure;
    readonly byte[] buffer = new byte[SmtpReplyParser.LongestReply];

    // One alarm for all phases: a mail makes no timer of its own. Once it rang the wire is of no more use.
    readonly CancellationTokenSource over = new();
    readonly ITimer alarm;
    TimeSpan limit, grace;
    long since;
    int start, end;
    bool cut;

    public SmtpWire(Socket socket, Stream stream, SmtpRelay relay, TimeProvider time, bool secure)
    {
        Socket = socket;
        Stream = stream;
        timeouts = relay.Timeouts;
        trace = relay.Listener is null ? null : new SmtpTrace(relay);
        this.time = time;
        this.secure = secure;
        alarm = time.CreateTimer(static wire => ((SmtpWire)wire!).over.Cancel(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Socket Socket { get; }

    public Stream Stream { get; }

    public bool IsSecure => secure;

    /// <summary>Also when the alarm rang in the very moment in which a phase came to its end.</summary>
    public bool IsCut => cut || over.IsCancellationRequested;

    /// <summary>Bytes that nobody asked for. What TLS records carry cannot be seen from outside.</summary>
    public bool HasUnread => end > start || (!secure && !IsCut && Socket.Available > 0);

    /// <summary>Whether the far end has closed: readable, yet nothing to read.</summary>
    public bool IsClosedByPeer
    {
        get
        {
            try
            {
                return IsCut || (end == start && Socket.Poll(0, SelectMode.SelectRead) && Socket.Available == 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Writes a command and reads its reply, under one deadline: the phase's, or a shorter one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SmtpStep> AskAsync(SmtpPhase phase, string command, CancellationToken ct, TimeSpan? within = null)
    {
        using var watch = Watch(within ?? timeouts.Of(phase), ct);
        try
        {
            trace?.Sent(phase, command);
            await Stream.WriteAsync(Encoding.UTF8.GetBytes(command), over.Token);
            return await NextReplyAsync(phase);
        }
        catch (Exception e) when (IsFault(e))
        {
            return Fault(phase, e, ct);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SmtpStep> ReadAsync(SmtpPhase phase, CancellationToken ct)
    {
        using var watch = Watch(timeouts.Of(phase), ct);
        try
        {
            return await NextReplyAsync(phase);
        }
        catch (Exception e) when (IsFault(e))
        {
            return Fault(phase, e, ct);
        }
    }

    /// <summary>Writes the message without awaiting an answer; null is success.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SmtpResult?> WriteBodyAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        using var watch = Watch(timeouts.Of(SmtpPhase.Body), ct);
        try
        {
            await SmtpBody.WriteAsync(Stream, message, over.Token);
            await Stream.FlushAsync(over.Token);
            return null;
        }
        catch (Exception e) when (IsFault(e))
        {
            return Fault(SmtpPhase.Body, e, ct).Result;
        }
    }

    /// <summary>Writes the final dot and awaits its reply; once <paramref name="stopping"/>, for so long at most.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SmtpStep> DotAsync(TimeSpan patience, CancellationToken stopping)
    {
        using var watch = Watch(timeouts.Of(SmtpPhase.FinalDot), CancellationToken.None);
        grace = patience;
        await using var hurry = stopping.UnsafeRegister(static wire => ((SmtpWire)wire!).Hurry(), this);
        try
        {
            trace?.Sent(SmtpPhase.FinalDot, ".");
            await Stream.WriteAsync(FinalDot, over.Token);
            await Stream.FlushAsync(over.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The kernel refused these few bytes, so they never left: certainly not handed over.
            return Broken(SmtpPhase.Body, $"the connection broke before the final dot: {(e.InnerException ?? e).Message}");
        }
        catch (OperationCanceledException)
        {
            return Broken(SmtpPhase.FinalDot, Overdue(stopping)); // how much of them left is not known
        }

        try
        {
            return await NextReplyAsync(SmtpPhase.FinalDot);
        }
        catch (OperationCanceledException)
        {
            return Broken(SmtpPhase.FinalDot, Overdue(stopping));
        }
        catch (Exception e) when (IsFault(e))
        {
            return Fault(SmtpPhase.FinalDot, e, CancellationToken.None);
        }
    }

    /// <summary>Runs the work under the phase's total deadline; says in plain words what broke.</summary>
    public async ValueTask<SmtpStep> InPhaseAsync(SmtpPhase phase, Func<CancellationToken, Task<SmtpStep>> work, CancellationToken ct)
    {
        using var watch = Watch(timeouts.Of(phase), ct);
        try
        {
            return await work(over.Token);
        }
        catch (Exception e) when (IsFault(e))
        {
            return Fault(phase, e, ct);
        }
    }

    public SmtpStep Broken(SmtpPhase phase, string fault)
    {
        Cut();
        return new SmtpStep(null, SmtpResult.Broken(phase, fault));
    }

    /// <summary>Ends it without a word. Unsent bytes may still go out; a final dot is never among them.</summary>
    public void Cut()
    {
        cut = true;
        Socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await alarm.DisposeAsync();
        await Stream.DisposeAsync();
    }

    public static string Words(TimeSpan span) => FormattableString.Invariant(
        span >= TimeSpan.FromMinutes(1) ? $"{span.TotalMinutes:0.#} min" : (FormattableString)$"{span.TotalSeconds:0.###} s");

    /// <summary>Until it is disposed, the deadline runs and the caller can cancel.</summary>
    Watched Watch(TimeSpan within, CancellationToken ct)
    {
        limit = within;
        since = time.GetTimestamp();
        alarm.Change(within, Timeout.InfiniteTimeSpan);
        return new Watched(this, ct.UnsafeRegister(static wire => ((SmtpWire)wire!).over.Cancel(), this));
    }

    /// <summary>From here on the grace, if that is less than what is left.</summary>
    void Hurry()
    {
        var left = limit - time.GetElapsedTime(since);
        alarm.Change(left < grace ? TimeSpan.FromTicks(Math.Max(left.Ticks, 1)) : grace, Timeout.InfiniteTimeSpan);
    }

    string Overdue(CancellationToken stopping) =>
        stopping.IsCancellationRequested ? $"stopped: no reply within {Words(grace)}" : $"nothing came of it within {Words(limit)}";

    static bool IsFault(Exception e) => e is OperationCanceledException or IOException or SocketException or ObjectDisposedException;

    SmtpStep Fault(SmtpPhase phase, Exception e, CancellationToken ct)
    {
        Cut();
        ct.ThrowIfCancellationRequested();
        return Broken(phase, e is OperationCanceledException
            ? $"nothing came of it within {Words(limit)}"
            : $"the connection broke: {(e.InnerException ?? e).Message}");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<SmtpStep> NextReplyAsync(SmtpPhase phase)
    {
        while (true)
        {
            var taken = SmtpReplyParser.TryRead(buffer.AsSpan(start, end - start), out var reply);
            if (taken > 0)
            {
                start += taken;
                if (start == end)
                    start = end = 0;
                trace?.Heard(phase, reply!);
                return new SmtpStep(reply, new SmtpResult(phase, SmtpReplyParser.Sanitise(reply!), null));
            }

            if (taken < 0)
                return Broken(phase, "what came is not an SMTP reply, or has no end");
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            var read = await Stream.ReadAsync(buffer.AsMemory(end), over.Token);
            if (read == 0)
                return Broken(phase, "the relay closed the connection");
            end += read;
        }
    }

    readonly struct Watched(SmtpWire wire, CancellationTokenRegistration caller) : IDisposable
    {
        public void Dispose()
        {
            caller.Dispose();
            wire.alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>A reply with its lines, or the fault in its place.</summary>
readonly record struct SmtpStep(RawReply? Raw, SmtpResult Result)
{
    public SmtpReply? Reply => Result?.Reply;

    public string? Fault => Result?.Fault;

    public bool IsPositive => Reply is { IsPositive: true };

    /// <summary>A refusal as it is; a reply that has no place here (2yz for 3yz, 1yz) as a fault.</summary>
    public SmtpResult Unexpected => Reply is { IsRefusal: false } odd
        ? SmtpResult.Broken(Result.Phase, $"an answer that does not fit: {odd}")
        : Result;

    public bool IsIntermediate => Reply is { IsIntermediate: true };
}
