using System.Net.Sockets;
using System.Security.Cryptography;
using Digest.Mailing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using static Digest.Delivering.Transports.MailKitAnswers;

namespace Digest.Delivering.Transports;

/// <summary>
/// A line to a relay by MailKit, in the place of <see cref="SmtpConnection"/> in builds that ask for it: pool, breaker, caps and the
/// sorting of answers stay. It cannot tell the dot, so the hand-over is recorded when the relay awaits the text (354), and
/// whatever breaks from then on is in doubt.
/// </summary>
/// <remarks>As documented at http://www.mimekit.net/docs/html/T_MailKit_Net_Smtp_SmtpClient.htm and in
/// github.com/jstedfast/MailKit, MailKit/Net/Smtp/AsyncSmtpClient.cs; run with 4.18.2.</remarks>
internal sealed class MailKitTransport : IAsyncDisposable
{
    static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(30), ToOpen = TimeSpan.FromMinutes(5), ToSend = TimeSpan.FromMinutes(15);

    // As SmtpConnection: how long a stopping program waits for the answer to a mail, and how long a courtesy may take.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(20), Courtesy = TimeSpan.FromSeconds(10);

    readonly MailKitClient _client = new() { CheckCertificateRevocation = false, DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly };

    // Without NoDelay each mail waits for the acknowledgement of its body.
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly TimeProvider _time;
    bool _isLeaving;

    MailKitTransport(TimeProvider time) => _time = time;

    public int Sent { get; private set; }

    // What a relay says between mails (it closes, it times out) would be taken for the answer to the next command.
    public bool IsUsable => !_isLeaving && _client.IsConnected && _client.Suits && !_socket.Poll(0, SelectMode.SelectRead);

    public static async Task<Opened> OpenAsync(SmtpRelay relay, TimeProvider time, CancellationToken ct)
    {
        var line = new MailKitTransport(time);
        try
        {
            if (await line.OpenAsync(relay, ct) is not { } failure)
                return new(line, null);
            await line.DisposeAsync();
            return new(null, failure);
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    public async Task<SmtpResult> SendAsync(
        string sender, MailAddress recipient, ReadOnlyMemory<byte> message, Func<CancellationToken, ValueTask> beforeFinalDot, CancellationToken ct, string? envelopeId = null)
    {
        ct.ThrowIfCancellationRequested();
        if (_client.Suit(recipient, message.Length) is { } unfit)
            return Broken(SmtpPhase.Mail, unfit) with { RefusedHere = true };
        if (!IsUsable)
            return Broken(SmtpPhase.Mail, "the connection is closed, or the relay spoke unasked");
        using var patience = new CancellationTokenSource(ToSend, _time);
        using var text = new RecordedText(message, () => beforeFinalDot(ct));
        await using var givingUp = ct.UnsafeRegister(_ => patience.CancelAfter(text.IsRecorded ? Grace : TimeSpan.Zero), null);
        _client.Begin(text, sender.Length == 0 ? null : envelopeId ?? "");
        try
        {
            // Persistent: what is between the headers is read from our bytes while it is sent, and not made again.
            using var mime = await MimeMessage.LoadAsync(ParserOptions.Default, text, persistent: true, ct);
            var said = await _client.SendAsync(FormatOptions.Default, mime, new MailboxAddress("", sender), [new MailboxAddress("", recipient.ToString())], patience.Token);
            Sent++;
            return Told(SmtpPhase.FinalDot, 250, said);
        }
        catch (Exception fault) when (text.Fault is null && (text.IsRecorded || !ct.IsCancellationRequested) && IsOfTheLine(fault))
        {
            _isLeaving |= fault is not SmtpCommandException { StatusCode: not SmtpStatusCode.ServiceNotAvailable };
            return Failure(text.IsRecorded ? SmtpPhase.FinalDot : _client.Phase, fault);
        }
        catch
        {
            _isLeaving = true;
            text.Fault?.Throw();
            throw;
        }
    }

    public async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Courtesy, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            if (IsUsable)
                await _client.NoOpAsync(either.Token);
            return IsUsable;
        }
        catch (Exception fault) when (IsOfTheLine(fault))
        {
            _isLeaving = true;
            return false;
        }
    }

    public async Task QuitAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Courtesy, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        if (IsUsable)
            await _client.DisconnectAsync(quit: true, either.Token);
        await DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _isLeaving = true;
        _client.Dispose();
        _socket.Dispose();
        return default;
    }

    async Task<SmtpResult?> OpenAsync(SmtpRelay relay, CancellationToken ct)
    {
        var (token, why) = ((string?)null, (string?)null);
        if (relay is { UserName: not null, AccessToken: { } ask } && ((token, why) = await ask(ct)) is (null, _))
            return Broken(SmtpPhase.Auth, why ?? "there is no token");
        using var limit = new CancellationTokenSource(ToConnect, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            await _socket.ConnectAsync(relay.Host, relay.Port, either.Token);
            limit.CancelAfter(ToOpen);
            return await _client.OpenAsync(_socket, relay, token, either.Token);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && (IsOfTheLine(fault) || fault is UnauthorizedAccessException or CryptographicException))
        {
            // A relay that refuses a login may repeat what it was told; the answer's code says enough.
            var failure = Failure(_client.Phase, fault);
            return failure is { Phase: SmtpPhase.Auth, Reply: { } reply } ? failure with { Reply = reply with { Text = "the login was refused" } } : failure;
        }
    }

    internal sealed record Opened(MailKitTransport? Connection, SmtpResult? Failure);
}
