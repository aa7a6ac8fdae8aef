namespace Digest.Delivering;

/// <summary>Hands a mail to whoever carries it on. Two ship: <see cref="Transports.SmtpTransport"/> to a relay and
/// <see cref="Transports.PickupTransport"/> into a folder.</summary>
internal interface IMailTransport : IAsyncDisposable
{
    /// <summary>Whether mails can go now, and how many.</summary>
    Readiness Readiness { get; }

    /// <summary>Dialogues that make sense at the same time.</summary>
    int Dialogues { get; }

    /// <summary>How each relay stands, for people who look after it.</summary>
    IReadOnlyList<RelayStanding> Standings { get; }

    /// <summary>Sends one mail to one recipient. Network faults and refusals are outcomes, never exceptions.</summary>
    /// <param name="message">The whole message, CRLF lines, 7-bit; these very bytes go out.</param>
    /// <param name="beforeFinalDot">Awaited, with the relay's name, when only the final dot remains; the mail is not taken over unless it completes.
    /// A transport that cannot tell that moment awaits it before it hands over anything. What it throws goes to the caller,
    /// and the mail is certainly not sent.</param>
    /// <param name="ct">Gives up where nothing was handed over yet; once the dot is out the answer is waited for.</param>
    Task<DeliveryOutcome> SendAsync(
        MailEnvelope envelope, ReadOnlyMemory<byte> message, Func<string?, CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct);
}

/// <param name="Sender">Where reports go (MAIL FROM).</param>
/// <param name="Recipient">One recipient a mail (RCPT TO).</param>
/// <param name="Id">What reports name the mail by (ENVID): its Message-ID.</param>
internal sealed record MailEnvelope(string Sender, string Recipient, string Id)
{
    /// <summary>The relay that was asked to take this mail before: it knows the sender and recipient already, and is asked
    /// again if it can be used.</summary>
    public string? Relay { get; init; }

    /// <summary>True for a mail that <see cref="Relay"/> may already have: no other gets it.</summary>
    public bool Stays { get; init; }
}

/// <param name="Room">How many mails may go at this moment; 0 while all relays rest or have had their share of the minute.</param>
/// <param name="At">With no room, when there is some.</param>
/// <param name="IsDown">No relay can be used.</param>
internal sealed record Readiness(int Room, DateTimeOffset? At, bool IsDown)
{
    public static Readiness Now { get; } = new(int.MaxValue, null, false);
}

/// <param name="Fault">What made it rest; null when it does not.</param>
/// <param name="RestsUntil">When it is tried again.</param>
internal sealed record RelayStanding(string Name, string? Fault, DateTimeOffset? RestsUntil);
