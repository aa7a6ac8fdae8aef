using System.Text;

namespace Digest.Mailing;

/// <summary>
/// Reads a mail of any bytes: headers unfolded and decoded, the first text and html parts, the names of the rest. Never
/// throws; what is broken is read as far as it makes sense. Bounded: every level of nesting costs one pass.
/// </summary>
public static class MailReader
{
    const int DeepestNesting = 10, MostParts = 200;

    public static ReadMail Read(ReadOnlyMemory<byte> source)
    {
        var mail = new Reading();
        var headers = HeaderReader.Read(source.Span, out var bodyStart);
        mail.Part(headers, source[bodyStart..], 0);
        return new ReadMail(headers, mail.Text, mail.Html) { Attachments = mail.Attachments };
    }

    sealed class Reading
    {
        int parts;

        public string? Text { get; private set; }

        public string? Html { get; private set; }

        public List<string> Attachments { get; } = [];

        public void Part(IReadOnlyList<MailHeader> headers, ReadOnlyMemory<byte> body, int depth)
        {
            var type = Parameterised.Read(Value(headers, "Content-Type") ?? "text/plain");
            var disposition = Parameterised.Read(Value(headers, "Content-Disposition") ?? "");
            if (type.Value.StartsWith("multipart/", StringComparison.Ordinal) && type["boundary"] is { Length: > 0 } boundary && depth < DeepestNesting)
            {
                Parts(body, boundary, depth + 1);
                return;
            }

            var name = disposition["filename"] ?? type["name"];
            var attached = name is not null || disposition.Value == "attachment";
            if (!attached && type.Value == "text/plain" && Text is null)
                Text = Decoded();
            else if (!attached && type.Value == "text/html" && Html is null)
                Html = Decoded();
            else
                Attachments.Add(EncodedWordReader.Decode(name ?? type.Value));

            string Decoded() => Charsets.Decode(TransferDecoded(body.Span, Value(headers, "Content-Transfer-Encoding")), type["charset"]);
        }

        /// <summary>RFC 2046 section 5.1.1: a line that starts with two hyphens and the boundary; its line break belongs
        /// to it. A missing end is the end of the bytes.</summary>
        void Parts(ReadOnlyMemory<byte> body, string boundary, int depth)
        {
            var line = Encoding.UTF8.GetBytes("--" + boundary);
            int partStart = -1, at = 0;
            while (at < body.Length && parts < MostParts)
            {
                var found = body.Span[at..].IndexOf(line);
                if (found < 0)
                    break;
                found += at;
                at = found + line.Length;
                if (found > 0 && body.Span[found - 1] != '\n')
                    continue;
                var rest = body.Span[at..];
                var isEnd = rest.StartsWith("--"u8);
                var lineEnd = rest.IndexOf((byte)'\n');
                // "--boundaryX" is another boundary.
                if (!isEnd && !rest[..(lineEnd < 0 ? rest.Length : lineEnd)].Trim(" \t\r"u8).IsEmpty)
                    continue;
                if (partStart >= 0)
                    Nested(body[partStart..BeforeBreak(body.Span, partStart, found)], depth);
                partStart = isEnd || lineEnd < 0 ? -1 : at + lineEnd + 1;
                if (partStart < 0)
                    return;
                at = partStart;
            }

            if (partStart >= 0 && parts < MostParts)
                Nested(body[partStart..], depth);
        }

        void Nested(ReadOnlyMemory<byte> part, int depth)
        {
            parts++;
            Part(HeaderReader.Read(part.Span, out var bodyStart), part[bodyStart..], depth);
        }

        static int BeforeBreak(ReadOnlySpan<byte> body, int from, int boundary)
        {
            var end = boundary;
            if (end > from && body[end - 1] == '\n')
                end--;
            if (end > from && body[end - 1] == '\r')
                end--;
            return end;
        }

        static byte[] TransferDecoded(ReadOnlySpan<byte> body, string? encoding) => encoding?.Trim().ToLowerInvariant() switch
        {
            "quoted-printable" => QuotedPrintable.Decode(body),
            "base64" => LooseBase64.Decode(body),
            _ => body.ToArray(),
        };

        static string? Value(IReadOnlyList<MailHeader> headers, string name) =>
            headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}

/// <summary>A mail as a person would see it.</summary>
public sealed record ReadMail(IReadOnlyList<MailHeader> Headers, string? Text, string? Html)
{
    /// <summary>Names of what is attached.</summary>
    internal IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>The first header of that name, decoded; null when there is none.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
}
