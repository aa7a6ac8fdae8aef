using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Digest.Mailing;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Digest.Delivering.Transports;

/// <summary>The client, told what is sent and telling how far it came.</summary>
internal sealed class MailKitClient : SmtpClient
{
    RecordedText? _text;
    string? _id;

    public SmtpPhase Phase { get; private set; }

    /// <param name="id">Null: nobody wants reports.</param>
    public void Begin(RecordedText text, string? id) => (_text, _id, Phase) = (text, id, SmtpPhase.Mail);

    public void Trust(string? file)
    {
        if (file is null)
            return;
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
internal sealed class RecordedText(ReadOnlyMemory<byte> mail, Func<Task> record) : MemoryStream(mail.ToArray(), writable: false)
{
    public bool IsAwaited { get; set; }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (IsAwaited)
        {
            IsAwaited = false;
            await record();
        }
        return base.Read(buffer, offset, count);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        IsAwaited ? throw new InvalidOperationException("A mail was read for sending before its hand-over was recorded.") : base.Read(buffer, offset, count);
}
