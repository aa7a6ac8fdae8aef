using System.Buffers;
using System.Runtime.CompilerServices;

namespace Digest.Mailing;

/// <summary>The message as DATA carries it: checked, its leading dots doubled (RFC 5321 section 4.5.2).</summary>
static class SmtpBody
{
    const int LongestLine = 998, Chunk = 64 * 1024;

    static readonly SearchValues<byte> Breaks = SearchValues.Create("\r\n\0"u8);

    /// <summary>Why the bytes must not be sent, or null. A bare CR or LF is how one message smuggles another past a
    /// server that reads line ends differently.</summary>
    public static string? Fault(ReadOnlySpan<byte> message)
    {
        var line = 1;
        for (var rest = message; rest.Length > 0; line++)
        {
            var at = rest.IndexOfAny(Breaks);
            if ((at < 0 ? rest.Length : at) > LongestLine)
                return $"line {line} of the message is longer than {LongestLine} bytes";
            if (at < 0)
                return null;
            if (rest[at] != '\r' || at + 1 == rest.Length || rest[at + 1] != '\n')
                return $"line {line} of the message holds a {(rest[at] == 0 ? "NUL" : "bare CR or LF")}";
            rest = rest[(at + 2)..];
        }

        return null;
    }

    /// <summary>Everything but the final dot, ending in CRLF.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        var closed = message.Span.EndsWith("\r\n"u8) || message.IsEmpty;
        if (closed && !message.Span.StartsWith("."u8) && message.Span.IndexOf("\n."u8) < 0)
        {
            await stream.WriteAsync(message, ct);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var filled = 0;
            var atLineStart = true;
            for (var rest = message; rest.Length > 0;)
            {
                // Room for a dot, a piece of the line, and the CRLF that may close the message.
                if (filled + 4 > buffer.Length)
                {
                    await stream.WriteAsync(buffer.AsMemory(0, filled), ct);
                    filled = 0;
                }

                if (atLineStart && rest.Span[0] == '.')
                    buffer[filled++] = (byte)'.';
                var length = Math.Min(Next(rest.Span), buffer.Length - filled - 2);
                rest.Span[..length].CopyTo(buffer.AsSpan(filled));
                filled += length;
                atLineStart = rest.Span[length - 1] == '\n';
                rest = rest[length..];
            }

            if (!closed)
            {
                "\r\n"u8.CopyTo(buffer.AsSpan(filled));
                filled += 2;
            }

            await stream.WriteAsync(buffer.AsMemory(0, filled), ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Up to the next line that starts with a dot.</summary>
    static int Next(ReadOnlySpan<byte> rest) => rest.IndexOf("\n."u8) is >= 0 and var at ? at + 1 : rest.Length;
}
