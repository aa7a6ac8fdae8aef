namespace Digest.Bounces;

/// <summary>
/// When many mailboxes of one domain are suddenly said to be gone to which letters had come before, the domain is broken (a move that went
/// wrong, most often) and its people are not gone: what is said of them that day counts as little as an unreachable server does. Who is
/// said to be gone on another day again is.
/// </summary>
internal static class DomainBrake
{
    /// <summary>Fewer say nothing of their domain.</summary>
    public const int Least = 5;

    /// <summary>Of a domain's readers, more than that.</summary>
    public const double Share = 0.2;

    /// <summary>What a report counts while its domain is taken for broken.</summary>
    public const double Weight = 0.25;

    /// <param name="gone">Mailboxes of the domain said to be gone that day, letters having come there before.</param>
    /// <param name="readers">All readers of the domain; so many of them as <see cref="Enough"/> do.</param>
    public static bool IsDomainsFault(int gone, int readers) => gone >= Least && gone > Share * readers;

    /// <summary>How many readers have to be counted to decide.</summary>
    public static int Enough(int gone) => (int)Math.Ceiling(gone / Share);

    /// <summary>Counting readers takes time: it is done for each report at first, then for each tenth, hundredth and so on.</summary>
    public static bool IsWorthCounting(int gone)
    {
        if (gone < Least)
            return false;
        for (; gone >= 100; gone /= 10)
            if (gone % 10 != 0)
                return false;
        return true;
    }
}
