using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Digest.Mailing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Digest.Delivering.Transports;

/// <summary>The client, told what is sent and telling how far it came.</summary>
internal sealed class MailKitClient : SmtpClient
{
    RecordedText? _text;
    string? _id;
    bool _takesUtf8;

    public SmtpPhase Phase { get; private set; }

    /// <summary>Whether the address that was asked for last can go over this line; another line may take it.</summary>
    public bool Suits { get; private set; } = true;

    /// <param name="id">Null: nobody wants reports.</param>
    public void Begin(RecordedText text, string? id) => (_text, _id, Phase) = (text, id, SmtpPhase.Mail);

    /// <summary>Greeting, EHLO, TLS and login over a socket that is connected.</summary>
    /// <returns>Null, or what kept it from logging in.</returns>
    public async Task<SmtpResult?> OpenAsync(Socket socket, SmtpRelay relay, string? token, CancellationToken ct)
    {
        (Phase, LocalDomain) = (SmtpPhase.Greeting, relay.ClientName);
        if (relay.TrustFile is { } file)
            Trust(file);
        await ConnectAsync(socket, relay.Host, relay.Port, relay.Tls switch
        {
            TlsMode.Implicit => SecureSocketOptions.SslOnConnect,
            TlsMode.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, ct);
        (Phase, _takesUtf8) = (SmtpPhase.Auth, Capabilities.HasFlag(SmtpCapabilities.UTF8));
        if (relay.UserName is not { } user)
            return null;
        if (!IsSecure && !(socket.RemoteEndPoint is IPEndPoint { Address: var far } && IPAddress.IsLoopback(far.IsIPv4MappedToIPv6 ? far.MapToIPv4() : far)))
            return MailKitAnswers.Broken(Phase, "a password or token is not sent over an unprotected connection");
        await (token is null ? AuthenticateAsync(user, relay.Password ?? "", ct) : AuthenticateAsync(new SaslMechanismOAuth2(user, token), ct));
        return null;
    }

    /// <summary>With SMTPUTF8 MailKit writes every domain in its own letters, so a line carries one kind of address or the other.</summary>
    /// <returns>Null, or why the relay cannot take the mail.</returns>
    public string? Suit(MailAddress recipient, int length)
    {
        var isAscii = Ascii.IsValid(recipient.Local);
        if (!isAscii && !_takesUtf8)
            return "the address needs SMTPUTF8, which the relay does not offer";
        if (isAscii)
            Capabilities &= ~SmtpCapabilities.UTF8;
        Suits = isAscii || Capabilities.HasFlag(SmtpCapabilities.UTF8);
        return MaxSize > 0 && length > MaxSize ? $"the message has {length} bytes, the relay takes {MaxSize}" : null;
    }

    void Trust(string file)
    {
        X509Certificate2Collection trusted = [];
        trusted.ImportFromPemFile(file);
        ServerCertificateValidationCallback = (_, certificate, shown, errors) =>
        {
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
            chain.ChainPolicy.ExtraStore.AddRange(shown?.ChainPolicy.ExtraStore ?? []);
            return errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 one && chain.Build(one);
        };
    }

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => Phase = SmtpPhase.Rcpt;

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        (Phase, _text!.IsAwaited) = Phase == SmtpPhase.Rcpt ? (SmtpPhase.Data, true) : (Phase, false);

    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) => Task.FromResult(_text!.Length);

    protected override string? GetEnvelopeId(MimeMessage message) => _id is { Length: > 0 and <= 100 } ? _id : null;

    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) =>
        _id is null ? null : DeliveryStatusNotification.Failure | DeliveryStatusNotification.Delay;

    // A signed message MailKit leaves as it is; any other it would fit to the relay. Ours is 7-bit and folded already, signed or not.
    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }
}

/// <summary>The bytes of a mail, of which none is sent before <paramref name="record"/> completes.</summary>
internal sealed class RecordedText(ReadOnlyMemory<byte> mail, Func<ValueTask> record) : MemoryStream(mail.ToArray(), writable: false)
{
    public bool IsAwaited { get; set; }

    public bool IsRecorded { get; private set; }

    /// <summary>What kept the hand-over from being recorded.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (IsAwaited)
            await RecordAsync();
        return base.Read(buffer, offset, count);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        IsAwaited ? throw new InvalidOperationException("A mail was read for sending before its hand-over was recorded.") : base.Read(buffer, offset, count);

    async Task RecordAsync()
    {
        IsAwaited = false;
        try
        {
            await record();
            IsRecorded = true;
        }
        catch (Exception fault)
        {
            Fault = ExceptionDispatchInfo.Capture(fault);
            throw;
        }
    }
}
