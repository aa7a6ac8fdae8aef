namespace Digest.Delivering;

/// <summary>How long to wait before the next attempt. RFC 5321 part 4.5.4.1 asks for 30 minutes between tries in the long
/// run; the first ones are shorter because greylisting lets a mail through after five.</summary>
internal static class RetrySchedule
{
    static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
    ];

    /// <summary>A mail that found no relay is none the worse for it: once there is one, it need not wait for hours.</summary>
    static readonly TimeSpan LongestForRelay = TimeSpan.FromMinutes(15);

    /// <summary>After an attempt that no relay could be used for.</summary>
    public static TimeSpan WaitForRelay(int attempts, long delivery) =>
        WaitAfter(attempts, delivery) is var wait && wait < LongestForRelay ? wait : LongestForRelay;

    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="delivery">Spreads the mails of one failure over a fifth of the wait, always the same for one mail.</param>
    public static TimeSpan WaitAfter(int attempts, long delivery)
    {
        var wait = Waits[Math.Min(attempts, Waits.Length) - 1];
        var spread = delivery * 2654435761 % 1000 / 1000d; // Knuth's multiplicative hash: neighbours land far apart
        return wait * (1 + (0.2 * Math.Abs(spread)));
    }
}
