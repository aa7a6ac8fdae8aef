using System.Buffers;
using System.Security.Cryptography;

namespace Digest.Mailing;

/// <summary>The relaxed forms of RFC 6376 section 3.4: what a signature covers, indifferent to what relays do to blanks, folds and
/// the case of header names.</summary>
static class DkimCanonical
{
    /// <summary>The hash of the relaxed body.</summary>
    /// <param name="body">All after the empty line that ends the headers; CRLF lines.</param>
    public static byte[] BodyHash(ReadOnlySpan<byte> body)
    {
        // Relaxing makes nothing longer but for the line end that may be missing.
        var buffer = ArrayPool<byte>.Shared.Rent(body.Length + 2);
        try
        {
            return SHA256.HashData(buffer.AsSpan(0, Body(body, buffer)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes one header field in relaxed form, its CRLF included.</summary>
    /// <param name="field">The field as it stands in the message, folded or not.</param>
    public static void Header(ReadOnlySpan<byte> field, IBufferWriter<byte> output)
    {
        var colon = field.IndexOf((byte)':');
        var span = output.GetSpan(field.Length + 2);
        var length = 0;
        foreach (var b in field[..colon].TrimEnd(" \t"u8))
            span[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        span[length++] = (byte)':';
        length += Relax(field[(colon + 1)..].Trim(" \t\r\n"u8), span[length..]);
        "\r\n"u8.CopyTo(span[length..]);
        output.Advance(length + 2);
    }

    static int Body(ReadOnlySpan<byte> body, Span<byte> relaxed)
    {
        int length = 0, empty = 0;
        while (body.Length > 0)
        {
            var end = body.IndexOf("\r\n"u8);
            var line = (end < 0 ? body : body[..end]).TrimEnd(" \t"u8);
            body = end < 0 ? [] : body[(end + 2)..];
            if (line.IsEmpty)
            {
                empty++; // counts only when something follows
                continue;
            }
            for (; empty > 0; empty--)
                length += Break(relaxed[length..]);
            length += Relax(line, relaxed[length..]);
            length += Break(relaxed[length..]);
        }

        return length;
    }

    /// <summary>Runs of blanks become one; line breaks within a header's value go, the blanks after them stay.</summary>
    static int Relax(ReadOnlySpan<byte> text, Span<byte> relaxed)
    {
        var length = 0;
        var isBlank = false;
        foreach (var b in text)
            if (b is (byte)' ' or (byte)'\t')
            {
                isBlank = true;
            }
            else if (b is not ((byte)'\r' or (byte)'\n'))
            {
                if (isBlank)
                    relaxed[length++] = (byte)' ';
                isBlank = false;
                relaxed[length++] = b;
            }

        return length;
    }

    static int Break(Span<byte> relaxed)
    {
        "\r\n"u8.CopyTo(relaxed);
        return 2;
    }
}
