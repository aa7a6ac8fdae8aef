namespace Digest.Delivering;

/// <summary>Hands a mail to whoever carries it on. Two ship: <see cref="Transports.SmtpTransport"/> to a relay and
/// <see cref="Transports.PickupTransport"/> into a folder.</summary>
internal interface IMailTransport : IAsyncDisposable
{
    /// <summary>Sends one mail to one recipient. Network faults and refusals are outcomes, never exceptions.</summary>
    /// <param name="message">The whole message, CRLF lines, 7-bit; these very bytes go out.</param>
    /// <param name="beforeFinalDot">Awaited when only the final dot remains; the mail is not taken over unless it completes.
    /// A transport that cannot tell that moment awaits it before it hands over anything. What it throws goes to the caller,
    /// and the mail is certainly not sent.</param>
    /// <param name="ct">Gives up where nothing was handed over yet; once the dot is out the answer is waited for.</param>
    Task<DeliveryOutcome> SendAsync(
        MailEnvelope envelope, ReadOnlyMemory<byte> message, Func<CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct);
}

/// <param name="Sender">Where reports go (MAIL FROM).</param>
/// <param name="Recipient">One recipient a mail (RCPT TO).</param>
/// <param name="Id">What reports name the mail by (ENVID): its Message-ID.</param>
internal sealed record MailEnvelope(string Sender, string Recipient, string Id);
