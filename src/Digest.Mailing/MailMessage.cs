using System.Buffers;
using System.Globalization;

namespace Digest.Mailing;

/// <summary>
/// One mail: a text and an html form of the same content. Written once, to its final bytes: 7-bit, CRLF, lines of at
/// most 76 where they can be folded. Those very bytes are meant to be hashed, signed and sent; nothing later re-encodes
/// them. The same message is always the same bytes. The one exception to 7-bit is an address whose local part is not
/// ASCII: RFC 6532 has no other form for it, and such a mail needs a relay that offers SMTPUTF8.
/// </summary>
public sealed class MailMessage
{
    public required MailAddress From { get; init; }

    public required MailAddress To { get; init; }

    /// <summary>One line; control characters are refused.</summary>
    public required string Subject
    {
        get;
        init => field = HeaderText.OneLine(value, nameof(Subject));
    }

    public required DateTimeOffset Date { get; init; }

    /// <summary>Without angle brackets: left@right, printable ASCII (RFC 5322 section 3.6.4).</summary>
    public required string MessageId
    {
        get;
        init => field = IsMessageId(value)
            ? value
            : throw HeaderText.Refused("A message id looks like left@right, without brackets, blanks or controls.");
    }

    /// <summary>Further structured headers, written in this order, each name once.</summary>
    public IReadOnlyList<MailHeader> Headers
    {
        get;
        init
        {
            foreach (var header in value)
                header.DemandWritable();
            if (value.DistinctBy(header => header.Name, StringComparer.OrdinalIgnoreCase).Count() != value.Count)
                throw HeaderText.Refused("A header may be given once.");
            field = [.. value];
        }
    } = [];

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>What stands between the parts: 1 to 70 of RFC 2046's bchars that need no thought (letters, digits, and
    /// "'+_-./=").</summary>
    public required string Boundary
    {
        get;
        init => field = IsBoundary(value)
            ? value
            : throw HeaderText.Refused("A boundary is 1 to 70 letters, digits or '+_-./= characters.");
    }

    /// <summary>Writes the whole mail, headers and both parts.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var header = new HeaderWriter(output);
        header.Structured("Date", RfcDate(Date));
        header.Mailbox("From", From);
        header.Mailbox("To", To);
        header.Unstructured("Subject", Subject);
        header.Structured("Message-ID", $"<{MessageId}>");
        foreach (var extra in Headers)
            header.Structured(extra.Name, extra.Value);
        header.Structured("MIME-Version", "1.0");
        header.Structured("Content-Type", $"multipart/alternative; boundary=\"{Boundary}\"");
        output.Write("\r\n"u8);

        PartWriter.Write(output, "text/plain", Text, Boundary);
        PartWriter.Write(output, "text/html", Html, Boundary);
        PartWriter.Close(output, Boundary);
    }

    /// <summary>How many bytes a text takes as a part of a mail, encoded as <see cref="WriteTo"/> encodes it; the part's own headers
    /// are not counted, nor the case that it holds the mail's boundary.</summary>
    public static int EncodedLength(string text) => PartWriter.EncodedLength(text);

    static bool IsMessageId(string? id) =>
        id is { Length: > 2 and <= 250 } && !id.AsSpan().ContainsAnyExceptInRange('!', '~') &&
        !id.AsSpan().ContainsAny("<>()[]\\,;:\"") &&
        id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < id.Length - 1 && id.LastIndexOf('@') == at;

    static bool IsBoundary(string? boundary) =>
        boundary is { Length: > 0 and <= 70 } &&
        boundary.All(c => char.IsAsciiLetterOrDigit(c) || "'+_-./=".Contains(c, StringComparison.Ordinal));

    // RFC 5322 section 3.3.
    static string RfcDate(DateTimeOffset date) =>
        date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) +
        (date.Offset < TimeSpan.Zero ? "-" : "+") + date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
