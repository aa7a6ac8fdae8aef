using System.Runtime.CompilerServices;

namespace Digest.Mailing;

/// <summary>
/// One connection to a relay, for one mail at a time. Network and protocol faults are results, never exceptions. An
/// <see cref="OperationCanceledException"/> always means that the final dot was not written.
/// </summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    // After the dot only the reply can tell, so a stopping program still waits for it, but less than the 30 s that a
    // .NET host gives its services to stop: the answer must still be recorded within them.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    // RSET and QUIT are courtesies; a relay that is slow at them is not waited for.
    static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(10);

    readonly SmtpWire wire;
    readonly SmtpExtensions offered;
    readonly TimeProvider time;
    bool leaving;
    int busy;
    (string Text, MailAddress? Address) lastSender = ("", null);

    SmtpConnection(SmtpWire wire, SmtpExtensions offered, TimeProvider time)
    {
        this.wire = wire;
        this.offered = offered;
        this.time = time;
    }

    /// <summary>Mails accepted over this connection.</summary>
    public int Sent { get; private set; }

    /// <summary>Whether another mail may be tried: no fault, no 421, and the far end has not closed.</summary>
    public bool IsUsable => !leaving && !wire.IsClosedByPeer;

    /// <summary>Connects, greets, protects and authenticates.</summary>
    public static async Task<SmtpConnect> OpenAsync(SmtpRelay relay, TimeProvider time, CancellationToken ct)
    {
        var opening = new SmtpOpening(relay, time);
        var (wire, failure) = await opening.RunAsync(ct);
        return wire is null ? new SmtpConnect(null, failure) : new SmtpConnect(new SmtpConnection(wire, opening.Offered, time), null);
    }

    /// <summary>
    /// Hands over one mail to one recipient. When only the final dot remains, <paramref name="beforeFinalDot"/> is awaited:
    /// if it throws, the connection is dropped without the dot and the exception goes on. Cancelling before the dot drops
    /// the connection; after it, the reply is still awaited for a while.
    /// </summary>
    /// <param name="sender">The envelope sender; empty is the null sender.</param>
    /// <param name="recipient">One, so that every reply is about one mail.</param>
    /// <param name="message">Final bytes: CRLF only, lines of at most 998.</param>
    /// <param name="envelopeId">What a report of its fate shall name it by, where the relay offers such reports (RFC 3461).</param>
    public async Task<SmtpResult> SendAsync(
        string sender, MailAddress recipient, ReadOnlyMemory<byte> message,
        Func<CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct, string? envelopeId = null)
    {
        var envelope = new SmtpEnvelope(From(sender), recipient, message, envelopeId);
        if (Interlocked.Exchange(ref busy, 1) == 1)
            throw new InvalidOperationException("One connection sends one mail at a time.");
        try
        {
            ct.ThrowIfCancellationRequested();
            var result = RefusalHere(envelope)
                ?? await UnaskedAsync(SmtpPhase.Mail, ct)
                ?? await StartAsync(envelope, ct)
                ?? await wire.WriteBodyAsync(message, ct)
                ?? await UnaskedAsync(SmtpPhase.Body, ct);
            if (result is not null)
                return result;

            await RecordAsync(beforeFinalDot, ct);
            // A close that arrived meanwhile is seen here, while it is still certain that the relay has nothing.
            result = await UnaskedAsync(SmtpPhase.Body, CancellationToken.None) ?? await FinishAsync(ct);
            if (result.Accepted)
                Sent++;
            return result;
        }
        finally
        {
            busy = 0;
        }
    }

    /// <summary>Asks whether a mail would be taken up to its text: MAIL and RCPT, taken back with RSET. Null when it would.</summary>
    public async Task<SmtpResult?> ProbeAsync(MailAddress sender, MailAddress recipient, CancellationToken ct)
    {
        var envelope = new SmtpEnvelope(sender, recipient, default, null);
        (SmtpPhase Phase, string Line)[] commands =
        [
            (SmtpPhase.Mail, SmtpCommands.Mail(offered, envelope)),
            (SmtpPhase.Rcpt, SmtpCommands.Rcpt(offered, envelope)),
        ];
        foreach (var (phase, line) in commands)
            if (await wire.AskAsync(phase, line, ct) is { IsPositive: false } refused)
                return refused.Unexpected;
        if (!await CourtesyAsync("RSET\r\n", ct))
            Leave();
        return null;
    }

    /// <summary>Whether a connection that was idle for a while still answers; one that does not is closed.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        if (IsUsable && !wire.HasUnread && await CourtesyAsync("NOOP\r\n", ct))
            return true;
        Leave();
        return false;
    }

    /// <summary>Says goodbye where that is still possible, and closes.</summary>
    public async Task QuitAsync(CancellationToken ct)
    {
        if (IsUsable)
            await CourtesyAsync("QUIT\r\n", ct);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        leaving = true;
        await wire.DisposeAsync();
    }

    /// <summary>Of many mails, all but the first come from the sender before.</summary>
    MailAddress? From(string sender)
    {
        if (sender != lastSender.Text)
            lastSender = sender.Length == 0 ? ("", null)
                : MailAddress.TryParse(sender, out var from, out var why) ? (sender, from)
                : throw HeaderText.Refused($"The envelope sender is no address: {why}.");
        return lastSender.Address;
    }

    SmtpResult? RefusalHere(in SmtpEnvelope envelope)
    {
        string? why = null;
        if (envelope.NeedsSmtpUtf8 && !offered.SmtpUtf8)
            why = "the address needs SMTPUTF8, which the relay does not offer";
        else if (!envelope.IsAscii && !offered.EightBitMime)
            why = "the message has 8-bit content, which the relay does not take";
        else if (offered.SizeLimit > 0 && envelope.Message.Length > offered.SizeLimit)
            why = $"the message has {envelope.Message.Length} bytes, the relay takes {offered.SizeLimit}";
        else
            why = SmtpBody.Fault(envelope.Message.Span);
        return why is null ? null : new SmtpResult(SmtpPhase.Mail, null, why) { RefusedHere = true };
    }

    /// <summary>What the relay said without being asked (it closes, times out, gives up): it must never be taken for the
    /// reply to what is sent next.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<SmtpResult?> UnaskedAsync(SmtpPhase phase, CancellationToken ct)
    {
        if (leaving)
            return SmtpResult.Broken(phase, "the connection is closed");
        if (wire.IsClosedByPeer)
            return wire.Broken(phase, "the relay closed the connection").Result;
        if (!wire.HasUnread)
            return null;
        var step = await wire.ReadAsync(phase, ct);
        leaving = true;
        wire.Cut();
        return step.Reply is { IsRefusal: false } odd
            ? SmtpResult.Broken(phase, $"an answer that nobody asked for: {odd}")
            : step.Result;
    }

    /// <summary>MAIL, RCPT, DATA, in one packet where PIPELINING is offered (RFC 2920), every reply checked. Null when the
    /// relay awaits the message.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<SmtpResult?> StartAsync(SmtpEnvelope envelope, CancellationToken ct)
    {
        string mail = SmtpCommands.Mail(offered, envelope), rcpt = SmtpCommands.Rcpt(offered, envelope);
        SmtpResult? refused = null;
        for (var phase = SmtpPhase.Mail; phase <= SmtpPhase.Data; phase++)
        {
            var step = offered.Pipelining && phase != SmtpPhase.Mail
                ? await wire.ReadAsync(phase, ct)
                : await wire.AskAsync(phase, phase switch
                {
                    SmtpPhase.Mail => offered.Pipelining ? string.Concat(mail, rcpt, SmtpCommands.Data) : mail,
                    SmtpPhase.Rcpt => rcpt,
                    _ => SmtpCommands.Data,
                }, ct);
            if (step.Reply is not { } reply)
                return refused ?? step.Result; // a refusal already heard stays true, whatever broke after it
            if (phase == SmtpPhase.Data ? reply.IsIntermediate : reply.IsPositive)
            {
                // 354 although the recipient was refused: a lone dot might be taken as an empty mail. Leave instead.
                if (phase == SmtpPhase.Data && refused is not null)
                    Leave();
                continue;
            }

            if (!reply.IsRefusal)
            {
                var odd = wire.Broken(phase, $"an answer that does not fit: {reply}");
                return refused ?? odd.Result;
            }

            refused ??= step.Result;
            if (reply.Code == 421)
                Leave();
            if (!offered.Pipelining || leaving)
                break;
        }

        if (refused is not null && !leaving && !await CourtesyAsync("RSET\r\n", ct))
            Leave();
        return refused;
    }

    async Task RecordAsync(Func<CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct)
    {
        try
        {
            await beforeFinalDot(ct);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<SmtpResult> FinishAsync(CancellationToken ct)
    {
        var step = await wire.DotAsync(Grace, ct);
        if (step.Reply is { IsPositive: false, IsRefusal: false } odd)
            return wire.Broken(SmtpPhase.FinalDot, $"an answer that does not fit: {odd}").Result;
        if (step.Reply is { Code: 421 })
            Leave();
        return step.Result;
    }

    async Task<bool> CourtesyAsync(string command, CancellationToken ct)
    {
        try
        {
            return (await wire.AskAsync(SmtpPhase.Mail, command, ct, Courtesy)).IsPositive;
        }
        catch (OperationCanceledException)
        {
            return false; // the wire is cut; what was known before stays known
        }
    }

    void Leave()
    {
        leaving = true;
        wire.Cut();
    }
}
