using System.Net.Sockets;
using System.Text;

namespace Digest.Mailing;

/// <summary>Bytes out, replies in, over one stream. Every failure is a value; only the caller's own cancellation throws.
/// After a fault or a cancellation the wire is cut: nobody knows what is still on it.</summary>
sealed class SmtpWire(Socket socket, Stream stream, SmtpRelay relay, TimeProvider time, bool secure) : IAsyncDisposable
{
    static readonly byte[] FinalDot = ".\r\n"u8.ToArray();

    readonly byte[] buffer = new byte[SmtpReplyParser.LongestReply];
    int start, end;

    readonly SmtpTrace trace = new(relay);

    public Socket Socket => socket;

    public Stream Stream => stream;

    public bool IsSecure => secure;

    public bool IsCut { get; private set; }

    /// <summary>Bytes that nobody asked for. What TLS records carry cannot be seen from outside.</summary>
    public bool HasUnread => end > start || (!secure && !IsCut && socket.Available > 0);

    /// <summary>Whether the far end has closed: readable, yet nothing to read.</summary>
    public bool IsClosedByPeer
    {
        get
        {
            try
            {
                return IsCut || (end == start && socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Writes a command and reads its reply, under one deadline.</summary>
    public Task<SmtpStep> AskAsync(SmtpPhase phase, string command, CancellationToken ct) =>
        InPhaseAsync(phase, async token =>
        {
            trace.Sent(phase, command);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(command), token);
            return await NextReplyAsync(phase, token);
        }, ct);

    public Task<SmtpStep> ReadAsync(SmtpPhase phase, CancellationToken ct) =>
        InPhaseAsync(phase, token => NextReplyAsync(phase, token), ct);

    /// <summary>Writes without awaiting an answer; null is success.</summary>
    public async Task<SmtpResult?> WriteAsync(SmtpPhase phase, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        var step = await InPhaseAsync(phase, async token =>
        {
            await write(stream, token);
            await stream.FlushAsync(token);
            return default;
        }, ct);
        return step.Fault is null ? null : step.Result;
    }

    /// <summary>Writes the final dot and awaits its reply.</summary>
    public async Task<SmtpStep> DotAsync(CancellationToken ct)
    {
        trace.Sent(SmtpPhase.FinalDot, ".");
        try
        {
            await stream.WriteAsync(FinalDot, ct);
            await stream.FlushAsync(ct);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The kernel refused these few bytes, so they never left: certainly not handed over.
            return Broken(SmtpPhase.Body, $"the connection broke before the final dot: {(e.InnerException ?? e).Message}");
        }

        return await NextReplyAsync(SmtpPhase.FinalDot, ct);
    }

    /// <summary>Runs the work under the phase's total deadline; says in plain words what broke.</summary>
    public async Task<SmtpStep> InPhaseAsync(SmtpPhase phase, Func<CancellationToken, Task<SmtpStep>> work, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(relay.Timeouts.Of(phase), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Cut();
            throw;
        }
        catch (OperationCanceledException)
        {
            return Broken(phase, $"nothing came of it within {Words(relay.Timeouts.Of(phase))}");
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return Broken(phase, $"the connection broke: {(e.InnerException ?? e).Message}");
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
        IsCut = true;
        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await stream.DisposeAsync();
    }

    public static string Words(TimeSpan span) => FormattableString.Invariant(
        span >= TimeSpan.FromMinutes(1) ? $"{span.TotalMinutes:0.#} min" : (FormattableString)$"{span.TotalSeconds:0.###} s");

    async Task<SmtpStep> NextReplyAsync(SmtpPhase phase, CancellationToken ct)
    {
        while (true)
        {
            var taken = SmtpReplyParser.TryRead(buffer.AsSpan(start, end - start), out var reply);
            if (taken > 0)
            {
                start += taken;
                if (start == end)
                    start = end = 0;
                trace.Heard(phase, reply!);
                return new SmtpStep(reply, new SmtpResult(phase, SmtpReplyParser.Sanitise(reply!), null));
            }

            if (taken < 0)
                return Broken(phase, "what came is not an SMTP reply, or has no end");
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
            if (read == 0)
                return Broken(phase, "the relay closed the connection");
            end += read;
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
