using System.Collections.Concurrent;
using Digest.Mailing;

namespace Digest.Delivering.Transports;

/// <summary>Hands mails to an SMTP relay over connections that are used again while they are good.</summary>
internal sealed class SmtpTransport(SmtpRelay relay, int mailsPerConnection, TimeProvider time) : IMailTransport
{
    /// <summary>Relays drop a silent connection after a few minutes; one that was idle this long is not trusted.</summary>
    static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(60);

    /// <summary>Idle for longer than this, it is asked first.</summary>
    static readonly TimeSpan TrustedIdle = TimeSpan.FromSeconds(5);

    readonly ConcurrentBag<(SmtpConnection Connection, long Since)> _idle = [];

    public async Task<DeliveryOutcome> SendAsync(
        MailEnvelope envelope, ReadOnlyMemory<byte> message, Func<CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct)
    {
        if (!MailAddress.TryParse(envelope.Recipient, out var recipient, out var why))
            return new(OutcomeKind.RecipientRefused, "address", $"not an address: {why}");

        while (true)
        {
            var (connection, failure, isUsed) = await RentAsync(ct);
            if (connection is null)
                return SmtpReplies.Sort(failure!);
            SmtpResult result;
            try
            {
                result = await connection.SendAsync(envelope.Sender, recipient!, message, beforeFinalDot, ct, envelope.Id);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
            await ReturnAsync(connection);
            // A relay may have dropped the idle line unseen; nothing of this mail was taken, so a fresh line is no retry.
            if (isUsed && result is { Phase: SmtpPhase.Mail, Reply: null, RefusedHere: false })
                continue;
            return SmtpReplies.Sort(result);
        }
    }

    /// <summary>Ends the dialogues politely; those still sending end by themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var idle))
            await idle.Connection.QuitAsync(CancellationToken.None);
    }

    async Task<(SmtpConnection? Connection, SmtpResult? Failure, bool IsUsed)> RentAsync(CancellationToken ct)
    {
        while (_idle.TryTake(out var idle))
        {
            var since = time.GetElapsedTime(idle.Since);
            if (idle.Connection.IsUsable && since < LongestIdle && (since < TrustedIdle || await idle.Connection.IsAliveAsync(ct)))
                return (idle.Connection, null, true);
            await idle.Connection.QuitAsync(ct);
        }
        var opened = await SmtpConnection.OpenAsync(relay, time, ct);
        return (opened.Connection, opened.Failure, false);
    }

    async Task ReturnAsync(SmtpConnection connection)
    {
        if (connection.IsUsable && connection.Sent < mailsPerConnection)
            _idle.Add((connection, time.GetTimestamp()));
        else
            await connection.QuitAsync(CancellationToken.None);
    }
}
