using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Digest.Storage;

namespace Digest.Watching;

/// <summary>What is posted to a webhook: one small document. Its "text" alone is what Slack, Mattermost and their like show.</summary>
internal static class WebhookBody
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="text">The mail's subject, and a line for each alarm.</param>
    public static byte[] Write(string service, string url, string text, IEnumerable<AlarmChange> changes, DateTimeOffset at) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        text = Escaped(text),
        service,
        url,
        at = Time(at),
        alarms = changes.Select(change => new
        {
            alarm = change.Row.Kind,
            change.Row.Subject,
            change.Row.Node,
            @event = change.Step switch { AlarmStep.Begin => "began", AlarmStep.Remind => "stands", _ => "over" },
            since = Time(change.Row.Seen),
            change.Row.Detail,
        }),
    }, Json);

    /// <summary>What others wrote, a relay's reply, is text to Slack, and neither a link nor a call to everybody.</summary>
    static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Header X-Digest-Signature: "sha256=" and the HMAC-SHA-256 of the body, in hexadecimal.</summary>
    public static string Signature(string secret, ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
