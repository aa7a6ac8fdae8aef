using System.Text;

namespace Digest.Mailing;

/// <summary>
/// A mail or a part of one, as the tree it is: what people never see but programs are told. Bounded like
/// <see cref="MailReader"/>: ten levels, 200 parts, one pass a level; nothing is decoded before it is asked for.
/// </summary>
public sealed class MailPart
{
    const int DeepestNesting = 10, MostParts = 200, MostGroups = 500;

    readonly ReadOnlyMemory<byte> _body;
    readonly Parameterised _type;

    MailPart(List<MailHeader> headers, ReadOnlyMemory<byte> body, int depth, ref int parts)
    {
        (Headers, _body) = (headers, body);
        _type = Parameterised.Read(Header("Content-Type") ?? "text/plain");
        if (Type.StartsWith("multipart/", StringComparison.Ordinal) && _type["boundary"] is { Length: > 0 } boundary && depth < DeepestNesting)
            (Parts, IsDivided) = (Split(body, boundary, depth + 1, ref parts), true);
    }

    /// <summary>In their order, decoded and unfolded.</summary>
    public IReadOnlyList<MailHeader> Headers { get; }

    /// <summary>The content's type in lower case, without parameters: "text/plain" where none is given.</summary>
    public string Type => _type.Value;

    /// <summary>Its parts in their order; empty for what is none of several. What is inside a mail that is itself a part is asked
    /// for by <see cref="Message"/>.</summary>
    public IReadOnlyList<MailPart> Parts { get; } = [];

    /// <summary>Whether it was read as several, which may have come out empty.</summary>
    internal bool IsDivided { get; }

    internal bool IsAttached => Disposition.Value == "attachment";

    /// <summary>What it is called as something attached; null for nothing.</summary>
    internal string? Name => Disposition["filename"] ?? _type["name"];

    /// <summary>Reads a mail of any bytes. Never throws.</summary>
    public static MailPart Read(ReadOnlyMemory<byte> source)
    {
        var parts = 0;
        var headers = HeaderReader.Read(source.Span, out var bodyStart);
        return new(headers, source[bodyStart..], 0, ref parts);
    }

    /// <summary>The first header of that name; null when there is none.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>Its content as text: transfer encoding and charset taken off.</summary>
    public string Text() => Charsets.Decode(Decoded().Span, _type["charset"]);

    /// <summary>Its content as it was before it was encoded for the way.</summary>
    internal ReadOnlyMemory<byte> Content() => Decoded();

    /// <summary>The mail, or the headers of one, that this part is (message/rfc822, text/rfc822-headers).</summary>
    public MailPart Message() => Read(Decoded());

    /// <summary>Its content as groups of fields with blank lines between them, as reports are written (RFC 3464 section 2.1).</summary>
    public IReadOnlyList<IReadOnlyList<MailHeader>> Groups()
    {
        var groups = new List<IReadOnlyList<MailHeader>>();
        var rest = Decoded();
        while (!rest.IsEmpty && groups.Count < MostGroups)
        {
            var group = HeaderReader.Read(rest.Span, out var next);
            if (group.Count > 0)
                groups.Add(group);
            else if (next == 0)
                next = LineEnd(rest.Span); // a line that is no field
            rest = rest[next..];
        }

        return groups;
    }

    /// <summary>RFC 2046 section 5.1.1: a line that starts with two hyphens and the boundary; its line break belongs
    /// to it. A missing end is the end of the bytes.</summary>
    static List<MailPart> Split(ReadOnlyMemory<byte> body, string boundary, int depth, ref int parts)
    {
        var found = new List<MailPart>();
        var line = Encoding.UTF8.GetBytes("--" + boundary);
        int partStart = -1, at = 0;
        while (at < body.Length && parts < MostParts)
        {
            var next = body.Span[at..].IndexOf(line);
            if (next < 0)
                break;
            next += at;
            at = next + line.Length;
            if (next > 0 && body.Span[next - 1] != '\n')
                continue;
            var rest = body.Span[at..];
            var isEnd = rest.StartsWith("--"u8);
            var lineEnd = rest.IndexOf((byte)'\n');
            // "--boundaryX" is another boundary.
            if (!isEnd && !rest[..(lineEnd < 0 ? rest.Length : lineEnd)].Trim(" \t\r"u8).IsEmpty)
                continue;
            if (partStart >= 0)
                found.Add(Nested(body[partStart..BeforeBreak(body.Span, partStart, next)], depth, ref parts));
            partStart = isEnd || lineEnd < 0 ? -1 : at + lineEnd + 1;
            if (partStart < 0)
                return found;
            at = partStart;
        }

        if (partStart >= 0 && parts < MostParts)
            found.Add(Nested(body[partStart..], depth, ref parts));
        return found;
    }

    static MailPart Nested(ReadOnlyMemory<byte> part, int depth, ref int parts)
    {
        parts++;
        var headers = HeaderReader.Read(part.Span, out var bodyStart);
        return new(headers, part[bodyStart..], depth, ref parts);
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

    static int LineEnd(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : bytes.Length;

    Parameterised Disposition => Parameterised.Read(Header("Content-Disposition") ?? "");

    ReadOnlyMemory<byte> Decoded() => Header("Content-Transfer-Encoding")?.Trim().ToLowerInvariant() switch
    {
        "quoted-printable" => QuotedPrintable.Decode(_body.Span),
        "base64" => LooseBase64.Decode(_body.Span),
        _ => _body,
    };
}
