using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Digest.Mailing;
using Digest.Rendering;

namespace Digest.Delivering;

/// <summary>The headers of every mail beside the usual ones, in one place for all kinds.</summary>
internal sealed class MailHeaders(DeliveringOptions delivering, SiteOptions site, Links links)
{
    /// <summary>From as it stands in every mail; validated at start.</summary>
    public MailAddress From { get; } = MailAddress.TryParse(delivering.From, out var from, out var why)
        ? from! with { DisplayName = delivering.FromName.Length > 0 ? delivering.FromName : site.Service }
        : throw new InvalidOperationException($"Delivering:From is no e-mail address: {why}");

    /// <summary>The same for every attempt and different for every mail, so that nobody can guess another's.</summary>
    /// <param name="subscriber">Stands in it, so that what comes back leads to its row without an index of all ids.</param>
    /// <param name="secret">Keyed hash of what the mail is.</param>
    public string MessageId(MailKind kind, string about, long subscriber, string secret) => string.Create(CultureInfo.InvariantCulture,
        $"{kind.Word()}.{about[(about.IndexOf(':', StringComparison.Ordinal) + 1)..]}.{subscriber}.{secret[..24]}@{From.Domain}");

    public IReadOnlyList<MailHeader> For(Delivery delivery)
    {
        var headers = new List<MailHeader>
        {
            // RFC 2919: names the list, not the host it runs on. The subscriber's programs sort by it.
            new("List-Id", $"{Phrase(site.Service)} <digest.{From.Domain}>".TrimStart()),
            // RFC 3834: nobody's vacation programme has to answer.
            new("Auto-Submitted", "auto-generated"),
        };
        if (site.Contact.Length > 0 && MailAddress.TryParse(site.Contact, out _, out _))
            headers.Add(new("List-Help", $"<mailto:{site.Contact}>"));
        // To who reads; the new end of a move does not yet, and has its own link for never.
        if (delivery.Kind is MailKind.Issue or MailKind.Welcome or MailKind.MoveAway or MailKind.MovedHere or MailKind.Paused or MailKind.Back)
        {
            // The first is what programs take that know both (RFC 8058).
            var link = links.Unsubscribe(delivery.Subscriber, delivery.TokenVersion, delivery.KeyId);
            headers.Add(new("List-Unsubscribe", delivery.LeaveBy is null ? $"<{link}>"
                : $"<{link}>, <mailto:{delivery.LeaveBy}?subject=unsubscribe%20{link[(link.LastIndexOf('/') + 1)..]}>"));
            // RFC 8058 asks for https; without it the button would not work, so it is not offered.
            if (site.IsHttps)
                headers.Add(new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        if (delivery.Kind == MailKind.Issue)
            headers.Add(new("Precedence", "bulk"));
        headers.Add(new("Feedback-ID", string.Create(CultureInfo.InvariantCulture,
            $"{delivery.About.Replace(':', '-')}:{delivery.Kind.Word()}:digest:{From.Domain}")));
        return headers;
    }

    /// <summary>A boundary that no line of the content can be, fixed by the mail's identity.</summary>
    public static string Boundary(Delivery delivery) =>
        "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(delivery.MessageId))[..15]);

    static string Phrase(string text)
    {
        var plain = new string([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '.')]).Trim();
        return plain.Length > 0 ? $"\"{plain}\"" : "";
    }
}
