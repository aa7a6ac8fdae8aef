using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Digest.Mailing;

/// <summary>Writes parts: a text as UTF-8 in quoted-printable or base64, whichever is shorter; a file in base64.</summary>
static class PartWriter
{
    const int BytesPerLine = 57; // 76 characters of base64

    /// <summary>The header of several parts, and the blank line after it.</summary>
    public static void Begin(IBufferWriter<byte> output, string type, string boundary, string more = "")
    {
        new HeaderWriter(output).Structured("Content-Type", $"{type}; boundary=\"{boundary}\"{more}");
        output.Write("\r\n"u8);
    }

    /// <summary>The line before a part that brings its own headers.</summary>
    public static void Next(IBufferWriter<byte> output, string boundary)
    {
        Separator(output, boundary);
        output.Write("\r\n"u8);
    }

    public static void Write(IBufferWriter<byte> output, MailFile file, string boundary)
    {
        Next(output, boundary);
        var header = new HeaderWriter(output);
        header.Structured("Content-Type", file.Type);
        header.Structured("Content-Transfer-Encoding", "base64");
        header.Parameterised("Content-Disposition", file.ContentId is null ? "attachment" : "inline", ("filename", file.Name));
        if (file.ContentId is not null)
            header.Structured("Content-ID", $"<{file.ContentId}>");
        output.Write("\r\n"u8);
        WriteBase64(output, file.Content.Span);
        output.Write("\r\n"u8);
    }

    /// <param name="stem">What all boundaries of the mail begin with.</param>
    public static void Write(IBufferWriter<byte> output, string type, string text, string boundary, string stem)
    {
        var pool = ArrayPool<byte>.Shared;
        var content = Canonical(pool, text, out var length);
        var quoted = pool.Rent(QuotedPrintable.LongestFor(length));
        try
        {
            var quotedLength = QuotedPrintable.Encode(content.AsSpan(0, length), quoted);
            // A part that holds the boundary as a line goes in base64, which has no '-'.
            var asBase64 = quotedLength > Base64Length(length) ||
                quoted.AsSpan(0, quotedLength).IndexOf(Encoding.ASCII.GetBytes("--" + stem)) >= 0;

            Next(output, boundary);
            var header = new HeaderWriter(output);
            header.Structured("Content-Type", $"{type}; charset=utf-8");
            header.Structured("Content-Transfer-Encoding", asBase64 ? "base64" : "quoted-printable");
            output.Write("\r\n"u8);
            if (asBase64)
                WriteBase64(output, content.AsSpan(0, length));
            else
                output.Write(quoted.AsSpan(0, quotedLength));
            output.Write("\r\n"u8);
        }
        finally
        {
            pool.Return(content);
            pool.Return(quoted);
        }
    }

    public static int EncodedLength(string text)
    {
        var pool = ArrayPool<byte>.Shared;
        var content = Canonical(pool, text, out var length);
        var quoted = pool.Rent(QuotedPrintable.LongestFor(length));
        try
        {
            return Math.Min(QuotedPrintable.Encode(content.AsSpan(0, length), quoted), Base64Length(length));
        }
        finally
        {
            pool.Return(content);
            pool.Return(quoted);
        }
    }

    public static void Close(IBufferWriter<byte> output, string boundary)
    {
        Separator(output, boundary);
        output.Write("--\r\n"u8);
    }

    static void Separator(IBufferWriter<byte> output, string boundary)
    {
        output.Write("--"u8);
        Encoding.ASCII.GetBytes(boundary, output);
    }

    /// <summary>UTF-8 with every line break as CRLF, however it was written.</summary>
    static byte[] Canonical(ArrayPool<byte> pool, string text, out int length)
    {
        var plain = pool.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var rest = plain.AsSpan(0, Encoding.UTF8.GetBytes(text, plain));
        var output = pool.Rent(rest.Length + rest.Count((byte)'\n') + rest.Count((byte)'\r'));
        length = 0;
        while (rest.Length > 0)
        {
            var at = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var line = at < 0 ? rest : rest[..at];
            line.CopyTo(output.AsSpan(length));
            length += line.Length;
            if (at < 0)
                break;
            output[length++] = (byte)'\r';
            output[length++] = (byte)'\n';
            rest = rest[(rest[at] == '\r' && at + 1 < rest.Length && rest[at + 1] == '\n' ? at + 2 : at + 1)..];
        }

        pool.Return(plain);
        return output;
    }

    static int Base64Length(int bytes) => Base64.GetMaxEncodedToUtf8Length(bytes) + (bytes / BytesPerLine * 2);

    static void WriteBase64(IBufferWriter<byte> output, ReadOnlySpan<byte> content)
    {
        for (var i = 0; i < content.Length; i += BytesPerLine)
        {
            if (i > 0)
                output.Write("\r\n"u8);
            var line = content.Slice(i, Math.Min(BytesPerLine, content.Length - i));
            Base64.EncodeToUtf8(line, output.GetSpan(80), out _, out var written);
            output.Advance(written);
        }
    }
}
