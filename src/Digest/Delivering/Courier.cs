using System.Buffers;
using System.Security.Cryptography;
using Digest.Mailing;
using Digest.Rendering;
using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest.Delivering;

/// <summary>Takes one claimed mail to the relay and writes down what became of it. The bytes that are hashed and recorded are
/// the bytes that go out.</summary>
internal sealed partial class Courier(
    IMailTransport transport, DeliveryLedger ledger, DomainPaces paces, PaceStore keptPaces, MailHeaders headers, ReturnPath returnPath, DkimSigning signing,
    DeliveringOptions options, TimeProvider time,
    ILogger<Courier> log)
{
    /// <summary>Learns which domains asked for fewer mails before this process began, or while it slept.</summary>
    public async Task LearnAsync(CancellationToken ct)
    {
        if (paces.Learn(await keptPaces.ReadAsync(ct)) is { Count: > 0 } over)
            await keptPaces.ForgetAsync(over, ct);
    }

    /// <summary>Makes the mail, sends it and records the attempt; or puts it back where its domain takes no more for now.</summary>
    /// <returns>The state the delivery is in now, and whether the relay could be used at all.</returns>
    public async Task<Carried> CarryAsync(Delivery delivery, Func<CancellationToken, Task<Mail>> make, CancellationToken ct)
    {
        if (paces.HeldUntil(DomainPaces.DomainOf(delivery.Address), delivery.IsUrgent) is { } held)
            return await PutBackAsync(delivery, held);
        var started = time.GetUtcNow();
        var mail = await make(ct);
        var buffer = MailBuffers.Rent(); // not given back after a fault: who knows who still reads it
        Write(delivery, mail, buffer);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
        if (delivery.IsDoubted && delivery.Sha256 != sha256)
            return await RecordAsync(delivery, started, new(OutcomeKind.InDoubt, "render",
                "held: it cannot be made again byte for byte (settings or address changed since)"), ct);

        DeliveryOutcome outcome;
        try
        {
            outcome = await transport.SendAsync(
                new(returnPath.For(delivery), delivery.Address, delivery.MessageId) { Relay = delivery.Relay, Stays = delivery.IsDoubted },
                buffer.WrittenMemory, (relay, c) => HandOverAsync(delivery with { Relay = relay }, sha256, c), ct);
        }
        catch (ClaimLostException)
        {
            LogClaimLost(delivery.Id);
            return new(null, RelayIsDown: false);
        }
        MailBuffers.Return(buffer);
        return outcome.Kind == OutcomeKind.NotTried
            ? await PutBackAsync(delivery, outcome.NotBefore ?? time.GetUtcNow())
            : await RecordAsync(delivery, started, outcome.Without(delivery.Address), ct);
    }

    /// <summary>Back into the queue as it was, until a time; nothing was tried.</summary>
    async Task<Carried> PutBackAsync(Delivery delivery, DateTimeOffset until)
    {
        await ledger.ReleaseAsync([delivery], until, CancellationToken.None);
        return new(null, transport.Readiness.IsDown);
    }

    /// <summary>The whole message, as it goes out.</summary>
    public void Write(Delivery delivery, Mail mail, IBufferWriter<byte> output)
    {
        // The claim read the address from our own rows, which only hold checked ones.
        if (!MailAddress.TryParse(delivery.Address, out var to, out var why))
            throw new InvalidDataException($"Delivery {delivery.Id} goes to no address: {why}");
        signing.Write(new MailMessage
        {
            From = headers.From,
            To = to!,
            Subject = mail.Subject,
            Date = delivery.PlannedAt,
            MessageId = delivery.MessageId,
            Headers = headers.For(delivery),
            Text = mail.Text,
            Html = mail.Html,
            Boundary = MailHeaders.Boundary(delivery),
        }, delivery.PlannedAt, output);
    }

    async ValueTask HandOverAsync(Delivery delivery, string sha256, CancellationToken ct)
    {
        if (!await ledger.HandOverAsync(delivery, sha256, time.GetUtcNow(), options.Lease, ct))
            throw new ClaimLostException();
    }

    async Task<Carried> RecordAsync(Delivery delivery, DateTimeOffset started, DeliveryOutcome outcome, CancellationToken ct)
    {
        if (outcome.AsksForFewer && paces.Slow(DomainPaces.DomainOf(delivery.Address)) is { } pace)
        {
            LogSlower(pace.Domain, pace.PerMinute, outcome.Reply);
            await keptPaces.SaveAsync(pace, CancellationToken.None);
        }
        var now = time.GetUtcNow();
        var (state, next) = Follow(delivery, outcome, now);
        // What happened must be written down even while the process is stopping.
        var isMine = await ledger.FinishAsync(delivery, outcome, state, next, started, now, CancellationToken.None);
        if (!isMine)
            LogClaimLost(delivery.Id);
        else if (state is DeliveryState.Sent)
            LogSent(delivery.Id, delivery.About, delivery.Subscriber);
        else if (outcome.Kind == OutcomeKind.RelayDown)
            LogRelayDown(delivery.Id, delivery.About, delivery.Subscriber, outcome.Reply);
        else
            LogNotSent(delivery.Id, delivery.About, delivery.Subscriber, outcome.Phase, outcome.Reply, state);
        return new(isMine ? state : null, outcome.Kind == OutcomeKind.RelayDown || transport.Readiness.IsDown);
    }

    /// <summary>What follows from an outcome; the table of the delivery's life.</summary>
    (DeliveryState State, DateTimeOffset? NextAttemptAt) Follow(Delivery delivery, DeliveryOutcome outcome, DateTimeOffset now) =>
        outcome.Kind switch
        {
            OutcomeKind.Accepted => (DeliveryState.Sent, null),
            OutcomeKind.RecipientRefused or OutcomeKind.MailRefused => (DeliveryState.Failed, null),
            OutcomeKind.InDoubt when options.InDoubt == DoubtPolicy.Retry && !delivery.IsDoubted =>
                (DeliveryState.InDoubt, now + options.InDoubtWait),
            OutcomeKind.InDoubt => (DeliveryState.InDoubt, null),
            OutcomeKind.RelayDown => (DeliveryState.Queued, now + RetrySchedule.WaitForRelay(delivery.Attempts, delivery.Id)),
            _ => (DeliveryState.Queued, now + RetrySchedule.WaitAfter(delivery.Attempts, delivery.Id)),
        };

    /// <param name="State">Null: another process holds the mail now, or nothing was tried.</param>
    internal sealed record Carried(DeliveryState? State, bool RelayIsDown);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Mail {Delivery} ({About}) of subscriber {Subscriber} was accepted")]
    partial void LogSent(long delivery, string about, long subscriber);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Mail {Delivery} ({About}) of subscriber {Subscriber} was not accepted in phase {Phase}: {Reply}; it is {State} now")]
    partial void LogNotSent(long delivery, string about, long subscriber, string phase, string reply, DeliveryState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Domain} wants fewer mails ({Reply}): it gets {PerMinute:0.#} a minute from now on, a tenth more with each minute")]
    partial void LogSlower(string domain, double perMinute, string reply);

    // That the relay is down is said once, by the relay.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Mail {Delivery} ({About}) of subscriber {Subscriber} waits for a relay: {Reply}")]
    partial void LogRelayDown(long delivery, string about, long subscriber, string reply);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Delivery} was claimed by another process meanwhile; left to it")]
    partial void LogClaimLost(long delivery);

    sealed class ClaimLostException : Exception;
}
