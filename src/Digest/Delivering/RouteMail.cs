using System.Buffers;
using System.Globalization;
using Digest.Mailing;
using Digest.Rendering;

namespace Digest.Delivering;

/// <summary>Sends the mail by which the way back to us is tested: out as letters go out, to an address of ours.</summary>
internal sealed class RouteMail(IMailTransport transport, MailHeaders headers, SiteOptions site, DkimSigning signing, TimeProvider time)
{
    public async Task<DeliveryOutcome> SendAsync(string address, string subject, CancellationToken ct)
    {
        if (!MailAddress.TryParse(address, out var to, out var why))
            throw new InvalidDataException($"{address} is no address: {why}");
        var now = time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"route.{now.ToUnixTimeMilliseconds()}@{headers.From.Domain}");
        var message = new ArrayBufferWriter<byte>();
        signing.Write(new MailMessage
        {
            From = headers.From,
            To = to!,
            Subject = subject,
            Date = now,
            MessageId = id,
            Headers = [new("Auto-Submitted", "auto-generated")],
            Text = $"A test of the way by which mails to {address} come in, asked for by \"digest bounces test-route\". Nothing needs to be done.\n\n{site.Service}, {site.PublicUrl}\n",
            Html = "<!doctype html><html lang=\"en\"><head><title>A test</title></head><body><p>A test of the way by which mails to this address come in. Nothing needs to be done.</p></body></html>",
            Boundary = "=_route" + now.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture),
        }, now, message);
        return await transport.SendAsync(new(headers.From.ToString(), to!.ToString(), id), message.WrittenMemory, (_, _) => default, ct);
    }
}
