using System.Globalization;

namespace Digest.Mailing;

/// <summary>RFC 2045 section 6.7, for text whose line breaks are CRLF.</summary>
static class QuotedPrintable
{
    const int Width = 76;

    static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    /// <summary>Room that any content of this many bytes fits into: three for each, and soft breaks of three in lines of
    /// at least 60.</summary>
    public static int LongestFor(int bytes) => (3 * bytes) + (3 * ((3 * bytes / 60) + 2));

    /// <summary>Besides what must be: a dot that starts a line and "From " are encoded, because relays on the way are
    /// known to eat or mark them. The bytes of a character stay on one line.</summary>
    public static int Encode(ReadOnlySpan<byte> content, Span<byte> output)
    {
        int written = 0, column = 0;
        for (var i = 0; i < content.Length;)
        {
            var b = content[i];
            if (b == '\r')
            {
                output[written++] = (byte)'\r';
                output[written++] = (byte)'\n';
                column = 0;
                i += 2;
                continue;
            }

            var plain = b is > 32 and < 127 and not (byte)'=' || (b is 32 or 9 && !EndsLine(content, i + 1));
            if (column == 0 && (b == '.' || content[i..].StartsWith("From "u8)))
                plain = false;
            var unit = b < 0x80 ? 1 : CharacterLength(content[i..]);
            var width = plain ? 1 : 3 * unit;
            if (column + width > (EndsLine(content, i + unit) ? Width : Width - 1))
            {
                "=\r\n"u8.CopyTo(output[written..]);
                written += 3;
                column = 0;
                continue;
            }

            column += width;
            if (plain)
            {
                output[written++] = b;
                i++;
                continue;
            }

            for (var end = i + unit; i < end; i++)
            {
                output[written++] = (byte)'=';
                output[written++] = Hex[content[i] >> 4];
                output[written++] = Hex[content[i] & 15];
            }
        }

        return written;
    }

    /// <summary>Reads any bytes: what is no valid escape stands for itself.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> content)
    {
        var output = new byte[content.Length];
        var written = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '=')
                output[written++] = content[i];
            else if (SoftBreak(content[(i + 1)..]) is > 0 and var skipped)
                i += skipped;
            else if (i + 2 < content.Length && byte.TryParse(content.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
                (output[written++], i) = (escaped, i + 2);
            else
                output[written++] = content[i];
        }

        return output[..written];
    }

    static bool EndsLine(ReadOnlySpan<byte> content, int at) => at >= content.Length || content[at] == '\r';

    static int CharacterLength(ReadOnlySpan<byte> content)
    {
        var length = 1;
        while (length < 4 && length < content.Length && (content[length] & 0xC0) == 0x80) length++;
        return length;
    }

    static int SoftBreak(ReadOnlySpan<byte> rest)
    {
        var i = 0;
        while (i < rest.Length && i < 100 && rest[i] is (byte)' ' or (byte)'\t') i++;
        if (i == rest.Length || rest[i] == '\n')
            return i + 1;
        return rest[i] == '\r' && i + 1 < rest.Length && rest[i + 1] == '\n' ? i + 2 : 0;
    }
}
