using Digest.Mailing;

namespace Digest.Delivering.Transports;

/// <summary>Hands mails to SMTP relays: each to the one that its recipient falls to, or to the next when that cannot be used
/// and certainly does not have the mail.</summary>
internal sealed class SmtpTransport(IReadOnlyList<Relay> relays, TimeProvider time) : IMailTransport
{
    public int Dialogues => relays.Sum(r => r.Connections);

    public IReadOnlyList<RelayStanding> Standings => [.. relays.Select(r => r.Standing)];

    public Readiness Readiness
    {
        get
        {
            var all = relays.Select(r => r.Readiness).ToList();
            var up = all.FindAll(r => !r.IsDown);
            return new(
                up.Exists(r => r.Room == int.MaxValue) ? int.MaxValue : up.Sum(r => r.Room),
                (up.Count > 0 ? up : all).Min(r => r.At), IsDown: up.Count == 0);
        }
    }

    public async Task<DeliveryOutcome> SendAsync(
        MailEnvelope envelope, ReadOnlyMemory<byte> message, Func<string?, CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct)
    {
        if (!MailAddress.TryParse(envelope.Recipient, out var recipient, out var why))
            return new(OutcomeKind.RecipientRefused, "address", $"not an address: {why}");

        var open = Candidates(envelope);
        DeliveryOutcome? down = null;
        var handedOver = false;
        while (await EnterAsync(open, envelope.Relay, wait: down is null, ct) is { } entered)
        {
            var outcome = await entered.Relay.SendAsync(entered.Pass, envelope, recipient!, message, (relay, c) =>
            {
                handedOver = true;
                return beforeFinalDot(relay, c);
            }, ct);
            // A refusal of the dot is as certain as one before it, but the hand-over to this relay is on record.
            if (outcome.Kind != OutcomeKind.RelayDown || handedOver)
                return Judged(outcome);
            down = down is null ? outcome : outcome with { Reply = $"{down.Relay}: {down.Reply}; {outcome.Relay}: {outcome.Reply}" };
            open.Remove(entered.Relay);
        }
        return down is not null ? Judged(down)
            : new(OutcomeKind.NotTried, "relay", "no relay that may take it can be used") { NotBefore = open.Min(r => r.Readiness.At) };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in relays)
            await relay.DisposeAsync();
    }

    /// <summary>Those that may take the mail, in the order in which they are asked.</summary>
    List<Relay> Candidates(MailEnvelope envelope)
    {
        var known = relays.FirstOrDefault(r => r.Name.Equals(envelope.Relay, StringComparison.OrdinalIgnoreCase));
        // A relay that is no more in the settings will not take its mail in doubt; any other is then as good.
        if (envelope.Stays && known is not null)
            return [known];
        var order = RelayChoice.Order(envelope.Recipient, relays, r => r.Name, r => r.Weight);
        return known is null ? [.. order] : [known, .. order.Where(r => r != known)];
    }

    /// <summary>The first that lets the mail in. Where all that work are busy, their first is waited for; where only trials
    /// are under way, they are.</summary>
    /// <param name="known">The relay that the receiver knows this mail from: if it works, its turn is waited for.</param>
    /// <param name="wait">False: whoever cannot take it at once is no help.</param>
    /// <returns>Null when none can be used.</returns>
    async Task<Entered?> EnterAsync(List<Relay> order, string? known, bool wait, CancellationToken ct)
    {
        while (true)
        {
            Relay? full = null;
            DateTimeOffset? roomAt = null;
            foreach (var relay in order)
            {
                var entrance = relay.TryEnter(out var pass);
                if (entrance == Entrance.Open)
                    return new(relay, pass);
                if (entrance == Entrance.Full)
                    full ??= relay;
                else if (entrance == Entrance.Capped)
                    roomAt = Earlier(roomAt, relay.Readiness.At ?? time.GetUtcNow());
                if (entrance != Entrance.Closed && relay.Name.Equals(known, StringComparison.OrdinalIgnoreCase))
                    break;
            }
            if (full is not null)
            {
                var (entrance, pass) = await full.EnterAsync(ct);
                if (entrance == Entrance.Open)
                    return new(full, pass);
            }
            else if (roomAt is { } at)
                await Task.Delay(Positive(at - time.GetUtcNow()), time, ct);
            else if (wait && order.Select(r => r.Trial).OfType<Task>().ToList() is { Count: > 0 } trials)
                await Task.WhenAny(trials).WaitAsync(ct);
            else if (!order.Exists(r => !r.Readiness.IsDown && r.Trial is null))
                return null;
        }
    }

    /// <summary>A relay that cannot be used ends the run only when there is no other.</summary>
    DeliveryOutcome Judged(DeliveryOutcome outcome) => outcome.Kind == OutcomeKind.RelayDown && !Readiness.IsDown
        ? outcome with { Kind = OutcomeKind.TryLater } : outcome;

    static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);

    sealed record Entered(Relay Relay, Pass Pass);
}
