namespace Digest.Watching;

/// <summary>A bar for each of some days, the last one marked, on a ground that lets light and dark sheets through. Figures stand beside
/// the picture, in words.</summary>
internal static class Plot
{
    /// <summary>Pixels for a bar with the gap after it, and of the whole height; mails show it at half the size, so that it is sharp.</summary>
    public const int BarWidth = 35, Gap = 9, Height = 96;

    const int Ground = 0, Bar = 1, Last = 2, Base = 3, Line = 2;

    /// <summary>Seen on white as well as on black.</summary>
    static readonly (byte, byte, byte, byte)[] Colours = [(255, 255, 255, 0), (176, 138, 110, 255), (192, 82, 58, 255), (140, 127, 110, 255)];

    public static int Width(int days) => (days * BarWidth) - Gap;

    /// <param name="values">One a day, the oldest first; none is less than 0.</param>
    public static byte[] Draw(IReadOnlyList<long> values)
    {
        var width = Width(values.Count);
        var pixels = new byte[width * Height];
        var most = Math.Max(1, values.Max());
        for (var day = 0; day < values.Count; day++)
        {
            var height = HeightOf(values[day], most);
            for (var y = Height - Line - height; y < Height - Line; y++)
                pixels.AsSpan((y * width) + (day * BarWidth), BarWidth - Gap).Fill((byte)(day == values.Count - 1 ? Last : Bar));
        }
        pixels.AsSpan((Height - Line) * width).Fill(Base);
        return Png.Write(width, Height, pixels, Colours);
    }

    /// <summary>In proportion; the least there is can be seen.</summary>
    internal static int HeightOf(long value, long most) => value <= 0 ? 0 : (int)Math.Max(3, Math.Round((Height - Line) * (double)value / most));
}
