using System.Text;
using Digest.Mailing;

namespace Digest.Rendering;

/// <summary>How large the html of a mail may be. Gmail cuts at 102 KB, the footer with it; other relays add to what we send.</summary>
internal static class MailSize
{
    /// <summary>Bytes of the html as it stands in the mail, encoded.</summary>
    public const int Most = 90_000;

    public static bool Fits(string html) =>
        AtMost(html) <= Most || MailMessage.EncodedLength(html) <= Most;

    /// <summary>Cheap, and enough for all but the largest: a part is never longer than in base64.</summary>
    static long AtMost(string html) =>
        (Encoding.UTF8.GetByteCount(html) + (long)html.AsSpan().Count('\n')) * 3 / 2;
}
