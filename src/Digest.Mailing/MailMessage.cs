using System.Buffers;
using System.Globalization;

namespace Digest.Mailing;

/// <summary>
/// One mail: a text and an html form of the same content, images that the html shows, and files beside. Written once, to its final bytes: 7-bit, CRLF, lines of at
/// most 76 where they can be folded. Those very bytes are meant to be hashed, signed and sent; nothing later re-encodes
/// them. The same message is always the same bytes. The one exception to 7-bit is an address whose local part is not
/// ASCII: RFC 6532 has no other form for it, and such a mail needs a relay that offers SMTPUTF8.
/// </summary>
public sealed class MailMessage
{
    public required MailAddress From { get; init; }

    public required MailAddress To { get; init; }

    /// <summary>Further recipients named in To, after it.</summary>
    public IReadOnlyList<MailAddress> AlsoTo { get; init; } = [];

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

    /// <summary>Images that <see cref="Html"/> shows as "cid:" and their <see cref="MailFile.ContentId"/>.</summary>
    public IReadOnlyList<MailFile> Images
    {
        get;
        init => field = value.All(image => image.ContentId is { } id && IsMessageId(id)) &&
            value.DistinctBy(image => image.ContentId, StringComparer.Ordinal).Count() == value.Count
            ? [.. value]
            : throw HeaderText.Refused("An image has a content id of its own, which looks like left@right.");
    } = [];

    /// <summary>Files that come with the mail.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>What stands between the parts: 1 to 68 of RFC 2046's bchars that need no thought (letters, digits, and
    /// "'+_-./=").</summary>
    public required string Boundary
    {
        get;
        init => field = IsBoundary(value)
            ? value
            : throw HeaderText.Refused("A boundary is 1 to 68 letters, digits or '+_-./= characters.");
    }

    /// <summary>Writes the whole mail: headers and all parts.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var header = new HeaderWriter(output);
        header.Structured("Date", RfcDate(Date));
        header.Mailboxes("From", [From]);
        header.Mailboxes("To", [To, .. AlsoTo]);
        header.Unstructured("Subject", Subject);
        header.Structured("Message-ID", $"<{MessageId}>");
        foreach (var extra in Headers)
            header.Structured(extra.Name, extra.Value);
        header.Structured("MIME-Version", "1.0");
        if (Files.Count == 0)
        {
            // A mail of two forms has the boundary as it was given.
            WriteForms(output, Images.Count == 0 ? Boundary : Boundary + "-a");
            return;
        }

        var boundary = Boundary + "-m";
        PartWriter.Begin(output, "multipart/mixed", boundary);
        PartWriter.Next(output, boundary);
        WriteForms(output, Boundary + "-a");
        foreach (var file in Files)
            PartWriter.Write(output, file, boundary);
        PartWriter.Close(output, boundary);
    }

    // RFC 2046 section 5.1.2: no boundary is the beginning of another. They differ in their last letter and have one length.
    void WriteForms(IBufferWriter<byte> output, string boundary)
    {
        PartWriter.Begin(output, "multipart/alternative", boundary);
        PartWriter.Write(output, "text/plain", Text, boundary, Boundary);
        if (Images.Count == 0)
        {
            PartWriter.Write(output, "text/html", Html, boundary, Boundary);
        }
        else
        {
            var related = Boundary + "-r";
            PartWriter.Next(output, boundary);
            PartWriter.Begin(output, "multipart/related", related, "; type=\"text/html\"");
            PartWriter.Write(output, "text/html", Html, related, Boundary);
            foreach (var image in Images)
                PartWriter.Write(output, image, related);
            PartWriter.Close(output, related);
        }

        PartWriter.Close(output, boundary);
    }

    /// <summary>How many bytes a text takes as a part of a mail, encoded as <see cref="WriteTo"/> encodes it; the part's own headers
    /// are not counted, nor the case that it holds the mail's boundary.</summary>
    public static int EncodedLength(string text) => PartWriter.EncodedLength(text);

    static bool IsMessageId(string? id) =>
        id is { Length: > 2 and <= 250 } && !id.AsSpan().ContainsAnyExceptInRange('!', '~') &&
        !id.AsSpan().ContainsAny("<>()[]\\,;:\"") &&
        id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < id.Length - 1 && id.LastIndexOf('@') == at;

    static bool IsBoundary(string? boundary) =>
        boundary is { Length: > 0 and <= 68 } &&
        boundary.All(c => char.IsAsciiLetterOrDigit(c) || "'+_-./=".Contains(c, StringComparison.Ordinal));

    // RFC 5322 section 3.3.
    static string RfcDate(DateTimeOffset date) =>
        date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) +
        (date.Offset < TimeSpan.Zero ? "-" : "+") + date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
