using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Digest.Mailing;
using Digest.Rendering;

namespace Digest.Delivering;

/// <summary>Mails to the people who run the service: from the same sender, signed with the same key, over the same relays as readers' mails,
/// and no mails of a list.</summary>
internal sealed class OperatorMail(MailHeaders headers, DkimSigning signing)
{
    /// <summary>What is wrong with a list of addresses, each naming its key.</summary>
    public static IEnumerable<string> Faults(string key, IEnumerable<string> addresses) =>
        addresses.Select((text, n) => Read(text, out _) is null ? $"{key}:{n} \"{text}\" is no address. Write ops@example.org or Ops <ops@example.org>." : null).OfType<string>();

    /// <summary>The bare address, as an envelope has it.</summary>
    public static string Address(string text) => Read(text, out _)?.ToString() ?? text;

    /// <summary>A name for a mail that nobody else's has.</summary>
    public string MessageId(string about, string secret) => $"{about.Replace(':', '.')}.{secret}@{headers.From.Domain}";

    /// <summary>Where an image of the mail is found by the html that shows it.</summary>
    public string ContentId(string name) => $"{name}@{headers.From.Domain}";

    /// <summary>The whole mail, signed.</summary>
    /// <param name="to">All of whom it names; each gets these same bytes.</param>
    /// <param name="images">By their content ids.</param>
    public byte[] Write(IReadOnlyList<string> to, Mail mail, string messageId, DateTimeOffset at, IReadOnlyList<(string Id, byte[] Png)> images,
        IReadOnlyList<(string Name, string Type, byte[] Content)> files)
    {
        var addresses = to.Select(text => Read(text, out var why) ?? throw new InvalidDataException($"{text} is no address: {why}")).ToList();
        var output = new ArrayBufferWriter<byte>();
        signing.Write(new MailMessage
        {
            From = headers.From,
            To = addresses[0],
            AlsoTo = addresses[1..],
            Subject = mail.Subject,
            Date = at,
            MessageId = messageId,
            // RFC 3834: nobody's vacation programme has to answer.
            Headers = [new("Auto-Submitted", "auto-generated")],
            Text = mail.Text,
            Html = mail.Html,
            Images = [.. images.Select(image => new MailFile($"{image.Id[..image.Id.IndexOf('@', StringComparison.Ordinal)]}.png", "image/png",
                image.Png) { ContentId = image.Id })],
            Files = [.. files.Select(file => new MailFile(file.Name, file.Type, file.Content))],
            Boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId))[..15]),
        }, at, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reports about these mails go to From: a person looks there, and no reader is meant.</summary>
    public MailEnvelope Envelope(string address, string messageId, string? relay, bool isDoubted) =>
        new(headers.From.ToString(), address, messageId) { Relay = relay, Stays = isDoubted };

    // "ops@example.org", "The Operators <ops@example.org>", "\"Operators, The\" <ops@example.org>"
    static MailAddress? Read(string text, out string why)
    {
        var (name, address) = ("", text.Trim());
        if (address.EndsWith('>') && address.LastIndexOf('<') is >= 0 and var at)
            (name, address) = (address[..at].Trim().Trim('"').Trim(), address[(at + 1)..^1].Trim());
        if (!MailAddress.TryParse(address, out var read, out var fault) || !SiteOptions.IsOneLine(name))
        {
            why = fault?.ToString() ?? "its name is more than one line";
            return null;
        }
        why = "";
        return name.Length > 0 ? read! with { DisplayName = name } : read;
    }
}
