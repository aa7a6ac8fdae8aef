using System.Buffers.Binary;
using System.IO.Compression;
using Digest.Watching;
using Xunit;

namespace Digest.Tests.Watching;

/// <summary>Bars of days, and the file they are in; read back chunk by chunk.</summary>
public class PlotTests
{
    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(10, 10, 94)]
    [InlineData(5, 10, 47)]
    [InlineData(1, 10, 9)]
    [InlineData(1, 1_000_000, 3)]
    [InlineData(1, 1, 94)]
    [InlineData(long.MaxValue, long.MaxValue, 94)]
    public void A_bar_is_as_high_as_its_share_and_the_least_can_be_seen(long value, long most, int height) => Assert.Equal(height, Plot.HeightOf(value, most));

    [Fact]
    public void Each_day_has_its_bar_the_last_one_marked_over_a_line_on_nothing()
    {
        var (width, height, pixels, colours) = Read(Plot.Draw([4, 0, 2]));
        Assert.Equal((Plot.Width(3), Plot.Height), (width, height));
        Assert.Equal([94, 0, 47], Enumerable.Range(0, 3).Select(day => Enumerable.Range(0, height - 2).Count(y => pixels[y][day * Plot.BarWidth] != 0)));
        Assert.Equal((1, 2), (pixels[height - 3][0], pixels[height - 3][2 * Plot.BarWidth]));
        Assert.All(Enumerable.Range(0, width), x => Assert.Equal(3, pixels[height - 1][x]));
        Assert.All(Enumerable.Range(0, height - 2), y => Assert.Equal(0, pixels[y][Plot.BarWidth - 1])); // a gap
        Assert.Equal([0, 255, 255, 255], colours.Select(colour => (int)colour.A));
    }

    [Fact]
    public void Days_without_anything_are_a_line()
    {
        var (_, height, pixels, _) = Read(Plot.Draw(new long[30]));
        Assert.All(pixels[..(height - 2)], row => Assert.All(row, pixel => Assert.Equal(0, pixel)));
    }

    [Theory]
    [InlineData(2, 2, 3)]
    [InlineData(0, 1, 0)]
    public void Pixels_that_do_not_fit_are_refused(int width, int height, int pixels) =>
        Assert.Throws<ArgumentException>(() => Png.Write(width, height, new byte[pixels], [(0, 0, 0, 0)]));

    [Fact]
    public void A_colour_that_is_not_there_is_refused() => Assert.Throws<ArgumentException>(() => Png.Write(1, 1, [1], [(0, 0, 0, 0)]));

    /// <summary>As ISO 15948 says it lies there; a chunk that is not whole fails.</summary>
    internal static (int Width, int Height, byte[][] Pixels, (byte R, byte G, byte B, byte A)[] Colours) Read(ReadOnlySpan<byte> png)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(png[..8]));
        var chunks = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var rest = png[8..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            Assert.Equal(Crc(rest[4..(8 + length)]), BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]));
            chunks.Add(System.Text.Encoding.ASCII.GetString(rest[4..8]), rest[8..(8 + length)].ToArray());
            rest = rest[(12 + length)..];
        }
        Assert.Equal(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"], chunks.Keys);
        var head = chunks["IHDR"];
        Assert.Equal([8, 3, 0, 0, 0], head[8..]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)));
        using var zlib = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        var rows = raw.ToArray().Chunk(width + 1).ToArray();
        Assert.Equal(height, rows.Length);
        Assert.All(rows, row => Assert.Equal(0, row[0]));
        return (width, height, [.. rows.Select(row => row[1..])], [.. chunks["PLTE"].Chunk(3).Zip(chunks["tRNS"], (c, a) => (c[0], c[1], c[2], a))]);
    }

    /// <summary>By a table, as most write it.</summary>
    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var table = Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1)).ToArray();
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }
}
