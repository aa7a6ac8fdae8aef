namespace Digest.Delivering;

/// <summary>Mails that are due at the same hour do not all leave in its first second: receivers take a sender who comes with
/// everything on the stroke of the hour for a flood. Each reader has a moment of their own within the window, the same every day.</summary>
internal static class Spread
{
    public static TimeSpan Of(long subscriber, TimeSpan window) =>
        window * ((subscriber * 2654435761L & 0xFFFF_FFFF) / (double)(1L << 32)); // Knuth's multiplicative hash: neighbours land far apart
}
