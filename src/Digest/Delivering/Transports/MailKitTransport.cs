using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Digest.Mailing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

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
    bool _isLeaving, _takesUtf8;

    MailKitTransport(TimeProvider time) => _time = time;

    public int Sent { get; private set; }

    // What a relay says between mails (it closes, it times out) would be taken for the answer to the next command.
    public bool IsUsable => !_isLeaving && _client.IsConnected && !_socket.Poll(0, SelectMode.SelectRead);

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
        // With SMTPUTF8 it would write every domain in its own letters, so a line carries one kind of address or the other.
        if (Ascii.IsValid(recipient.Local))
            _client.Capabilities &= ~SmtpCapabilities.UTF8;
        else if (!_takesUtf8)
            return Broken(SmtpPhase.Mail, "the address needs SMTPUTF8, which the relay does not offer") with { RefusedHere = true };
        else if (!_client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            _isLeaving = true;
        if (_client.MaxSize > 0 && message.Length > _client.MaxSize)
            return Broken(SmtpPhase.Mail, $"the message has {message.Length} bytes, the relay takes {_client.MaxSize}") with { RefusedHere = true };
        if (!IsUsable)
            return Broken(SmtpPhase.Mail, "the connection is closed, or the relay spoke unasked");
        using var patience = new CancellationTokenSource(ToSend, _time);
        var (isRecorded, unrecorded) = (false, (ExceptionDispatchInfo?)null);
        await using var givingUp = ct.UnsafeRegister(_ => patience.CancelAfter(isRecorded ? Grace : TimeSpan.Zero), null);
        using var text = new RecordedText(message, async () =>
        {
            try
            {
                await beforeFinalDot(ct);
                isRecorded = true;
            }
            catch (Exception fault)
            {
                unrecorded = ExceptionDispatchInfo.Capture(fault);
                throw;
            }
        });
        _client.Begin(text, sender.Length == 0 ? null : envelopeId ?? "");
        try
        {
            // Persistent: what is between the headers is read from our bytes while it is sent, and not made again.
            using var mime = await MimeMessage.LoadAsync(ParserOptions.Default, text, persistent: true, ct);
            var said = await _client.SendAsync(FormatOptions.Default, mime, new MailboxAddress("", sender), [new MailboxAddress("", recipient.ToString())], patience.Token);
            Sent++;
            return Told(SmtpPhase.FinalDot, 250, said);
        }
        catch (Exception fault) when (unrecorded is null && (isRecorded || !ct.IsCancellationRequested) && IsOfTheLine(fault))
        {
            _isLeaving |= fault is not SmtpCommandException { StatusCode: not SmtpStatusCode.ServiceNotAvailable };
            return Failure(isRecorded ? SmtpPhase.FinalDot : _client.Phase, fault);
        }
        catch
        {
            _isLeaving = true;
            unrecorded?.Throw();
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
        var (phase, token, why) = (SmtpPhase.Connect, (string?)null, (string?)null);
        if (relay is { UserName: not null, AccessToken: { } ask } && ((token, why) = await ask(ct)) is (null, _))
            return Broken(SmtpPhase.Auth, why ?? "there is no token");
        using var limit = new CancellationTokenSource(ToConnect, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            _client.LocalDomain = relay.ClientName;
            _client.Trust(relay.TrustFile);
            await _socket.ConnectAsync(relay.Host, relay.Port, either.Token);
            limit.CancelAfter(ToOpen);
            phase = SmtpPhase.Greeting;
            await _client.ConnectAsync(_socket, relay.Host, relay.Port, relay.Tls switch
            {
                TlsMode.Implicit => SecureSocketOptions.SslOnConnect,
                TlsMode.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, either.Token);
            (phase, _takesUtf8) = (SmtpPhase.Auth, _client.Capabilities.HasFlag(SmtpCapabilities.UTF8));
            if (relay.UserName is not { } user)
                return null;
            if (!_client.IsSecure && !(_socket.RemoteEndPoint is IPEndPoint { Address: var far } && IPAddress.IsLoopback(far.IsIPv4MappedToIPv6 ? far.MapToIPv4() : far)))
                return Broken(phase, "a password or token is not sent over an unprotected connection");
            await (token is null ? _client.AuthenticateAsync(user, relay.Password ?? "", either.Token)
                : _client.AuthenticateAsync(new SaslMechanismOAuth2(user, token), either.Token));
            return null;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && (IsOfTheLine(fault) || fault is UnauthorizedAccessException or CryptographicException))
        {
            // A relay that refuses a login may repeat what it was told; the answer's code says enough.
            return phase == SmtpPhase.Auth && Failure(phase, fault) is { Reply: { } reply } ? new(phase, reply with { Text = "the login was refused" }, null) : Failure(phase, fault);
        }
    }

    static bool IsOfTheLine(Exception fault) => fault is CommandException or ProtocolException or IOException or SocketException or OperationCanceledException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or AuthenticationException or NotSupportedException;

    static SmtpResult Failure(SmtpPhase phase, Exception fault) => fault switch
    {
        AuthenticationException { InnerException: SmtpCommandException refusal } => Failure(phase, refusal),
        // What is neither yes nor no to the dot leaves the mail in doubt.
        SmtpCommandException { StatusCode: var code } when (int)code is < 300 or >= 400 => Told(phase, (int)code, fault.Message),
        ServiceNotAuthenticatedException => Told(phase, 530, fault.Message),
        SslHandshakeException or NotSupportedException => Broken(SmtpPhase.Tls, fault.Message),
        OperationCanceledException => Broken(phase, "no answer in time"),
        _ => Broken(phase, fault.Message),
    };

    static SmtpResult Broken(SmtpPhase phase, string fault) => new(phase, null, OneLine(fault));

    static SmtpResult Told(SmtpPhase phase, int code, string text)
    {
        var status = text.Split(' ', '\n')[0];
        var isStatus = status.Count(c => c == '.') == 2 && Version.TryParse(status, out var parts) && parts.Major == code / 100;
        return new(phase, new(code, isStatus ? status : null, OneLine(isStatus ? text.Replace(status, "", StringComparison.Ordinal) : text)), null);
    }

    static string OneLine(string text) => string.Join(' ', string.Concat(text.Take(500).Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    internal sealed record Opened(MailKitTransport? Connection, SmtpResult? Failure);
}
