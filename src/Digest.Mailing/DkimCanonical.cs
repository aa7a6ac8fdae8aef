using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Digest.Mailing;

/// <summary>The relaxed forms of RFC 6376 section 3.4: what a signature covers, indifferent to what relays do to blanks, folds and
/// the case of header names.</summary>
static class DkimCanonical
{
    /// <summary>The hash of the relaxed body.</summary>
    /// <param name="body">All after the empty line that ends the headers; CRLF lines.</param>
    public static void BodyHash(ReadOnlySpan<byte> body, Span<byte> hash)
    {
        // Empty lines at the end do not count, and lines of blanks are empty.
        var text = body.TrimEnd(" \t\r\n"u8);
        if (!text.IsEmpty && NextRun(text) < 0 && body[text.Length..].StartsWith("\r\n"u8))
        {
            SHA256.HashData(body[..(text.Length + 2)], hash);
            return;
        }

        // Relaxing makes nothing longer but for the line end that may be missing.
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length + 2);
        try
        {
            var length = text.IsEmpty ? 0 : Relax(text, buffer);
            if (length > 0)
                "\r\n"u8.CopyTo(buffer.AsSpan(length));
            SHA256.HashData(buffer.AsSpan(0, length > 0 ? length + 2 : 0), hash);
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
        var isBlank = false;
        foreach (var b in field[(colon + 1)..].Trim(" \t\r\n"u8))
            if (b is (byte)' ' or (byte)'\t')
            {
                isBlank = true;
            }
            else if (b is not ((byte)'\r' or (byte)'\n'))
            {
                if (isBlank)
                    span[length++] = (byte)' ';
                isBlank = false;
                span[length++] = b;
            }

        "\r\n"u8.CopyTo(span[length..]);
        output.Advance(length + 2);
    }

    /// <summary>Runs of blanks become one, those that end a line go.</summary>
    /// <param name="text">Ends in what is no blank.</param>
    static int Relax(ReadOnlySpan<byte> text, Span<byte> relaxed)
    {
        var length = 0;
        while (true)
        {
            var run = NextRun(text);
            var same = run < 0 ? text : text[..run];
            same.CopyTo(relaxed[length..]);
            length += same.Length;
            if (run < 0)
                return length;
            text = text[run..].TrimStart(" \t"u8);
            if (text[0] != '\r')
                relaxed[length++] = (byte)' ';
        }
    }

    /// <summary>The first blanks that relaxing changes: a tab, or a space before another blank or a line's end. In most mails there are
    /// few, so they are looked for in long strides.</summary>
    static int NextRun(ReadOnlySpan<byte> text)
    {
        var at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<byte> space = Vector256.Create((byte)' '), tab = Vector256.Create((byte)'\t'), end = Vector256.Create((byte)'\r');
            ref var first = ref MemoryMarshal.GetReference(text);
            for (; at + Vector256<byte>.Count < text.Length; at += Vector256<byte>.Count)
            {
                var here = Vector256.LoadUnsafe(ref first, (nuint)at);
                var next = Vector256.LoadUnsafe(ref first, (nuint)at + 1);
                var found = Vector256.Equals(here, tab) |
                    (Vector256.Equals(here, space) & (Vector256.Equals(next, space) | Vector256.Equals(next, tab) | Vector256.Equals(next, end)));
                if (found != Vector256<byte>.Zero)
                    return at + BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits());
            }
        }

        for (; at < text.Length; at++)
            if (text[at] == '\t' || (text[at] == ' ' && at + 1 < text.Length && text[at + 1] is (byte)' ' or (byte)'\t' or (byte)'\r'))
                return at;
        return -1;
    }
}
