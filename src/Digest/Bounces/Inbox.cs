using System.Runtime.CompilerServices;

namespace Digest.Bounces;

/// <summary>Mails from a file, a folder or a pipe, one at a time and none of them whole beyond a mebibyte: what a report has to say
/// stands at its beginning, and what follows is our own letter.</summary>
internal static class Inbox
{
    /// <summary>What is read of a mail.</summary>
    public const int LongestMail = 1024 * 1024;

    const int Block = 64 * 1024;

    /// <summary>A mail, or an mbox where its first line says so ("From " with a date); lines of an mbox are left as they are quoted.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken ct)
    {
        var mail = new MemoryStream();
        bool isMbox = false, isFirst = true, wasBlank = true;
        await foreach (var (piece, isEnd) in LinesAsync(source, ct))
        {
            // A line longer than a block comes in pieces; none of them starts a mail.
            if (isFirst)
                isMbox = IsSeparator(piece.Span);
            if (isMbox && wasBlank && IsSeparator(piece.Span))
            {
                if (mail.Length > 0)
                    yield return Taken(mail);
            }
            else if (mail.Length < LongestMail)
                mail.Write(piece.Span[..(int)Math.Min(piece.Length, LongestMail - mail.Length)]);
            wasBlank = isEnd && piece.Span.TrimEnd("\r\n"u8).IsEmpty;
            isFirst = false;
        }
        if (mail.Length > 0)
            yield return Taken(mail);
    }

    static ReadOnlyMemory<byte> Taken(MemoryStream mail)
    {
        var bytes = mail.ToArray();
        mail.SetLength(0);
        return bytes;
    }

    /// <summary>"From sender Mon Jun  1 08:00:00 2026": sentences that begin so have no such date.</summary>
    static bool IsSeparator(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n "u8);
        if (!line.StartsWith("From "u8) || line.Length < 20)
            return false;
        var colon = line.IndexOf((byte)':');
        // Two digits, a colon, two digits, a colon; and four digits at the end, of the year or a zone.
        return colon > 2 && colon + 3 < line.Length && IsDigit(line[colon - 1]) && IsDigit(line[colon + 1]) && line[colon + 3] == ':'
            && !line[^4..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

        static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
    }

    static async IAsyncEnumerable<(ReadOnlyMemory<byte> Line, bool IsEnd)> LinesAsync(Stream source, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[2 * Block];
        var held = 0;
        while (true)
        {
            var read = await source.ReadAsync(buffer.AsMemory(held, Block), ct);
            if (read == 0)
                break;
            held += read;
            var start = 0;
            while (buffer.AsSpan(start, held - start).IndexOf((byte)'\n') is >= 0 and var end)
            {
                yield return (buffer.AsMemory(start, end + 1), true);
                start += end + 1;
            }
            if (held - start >= Block)
            {
                yield return (buffer.AsMemory(start, held - start), false);
                start = held;
            }
            buffer.AsSpan(start, held - start).CopyTo(buffer);
            held -= start;
        }
        if (held > 0)
            yield return (buffer.AsMemory(0, held), true);
    }
}
