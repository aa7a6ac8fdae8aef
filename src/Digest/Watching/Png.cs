using System.Buffers.Binary;
using System.IO.Compression;

namespace Digest.Watching;

/// <summary>Writes pictures of a few colours as PNG (ISO 15948): every mail program shows them, which none can be told to do with SVG.</summary>
internal static class Png
{
    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <param name="pixels">A colour's number each, row by row from the top.</param>
    /// <param name="colours">Red, green, blue and how opaque, 0 to 255 each; at most 256.</param>
    public static byte[] Write(int width, int height, ReadOnlySpan<byte> pixels, IReadOnlyList<(byte R, byte G, byte B, byte A)> colours)
    {
        if (width < 1 || height < 1 || pixels.Length != width * height || colours.Count is 0 or > 256 || pixels.ContainsAnyExceptInRange((byte)0, (byte)(colours.Count - 1)))
            throw new ArgumentException("The pixels do not fit the picture, or name a colour that is not there.", nameof(pixels));
        using var output = new MemoryStream();
        output.Write(Signature);
        Span<byte> head = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], height);
        (head[8], head[9], head[10], head[11], head[12]) = (8, 3, 0, 0, 0); // eight bits a pixel, by palette
        Chunk(output, "IHDR"u8, head);
        Chunk(output, "PLTE"u8, [.. colours.SelectMany(c => new[] { c.R, c.G, c.B })]);
        Chunk(output, "tRNS"u8, [.. colours.Select(c => c.A)]);
        Chunk(output, "IDAT"u8, Compressed(width, pixels));
        Chunk(output, "IEND"u8, []);
        return output.ToArray();
    }

    /// <summary>Each row with its filter before it: none.</summary>
    static byte[] Compressed(int width, ReadOnlySpan<byte> pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
            for (var at = 0; at < pixels.Length; at += width)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(at, width));
            }
        return packed.ToArray();
    }

    static void Chunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        output.Write(number);
        output.Write(type);
        output.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        output.Write(number);
    }

    // The polynomial of Ethernet and zip, bit by bit: pictures here are of some hundred bytes.
    static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return crc;
    }
}
