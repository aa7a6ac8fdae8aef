using System.Globalization;

namespace Digest.Checking;

/// <summary>Judges this machine's clock by what another said its time is.</summary>
internal static class ClockDrift
{
    /// <summary>A Date header is whole seconds, and was on its way.</summary>
    static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(2);

    /// <param name="drift">How far our clock is ahead.</param>
    /// <param name="by">Who says so.</param>
    public static Finding Judge(TimeSpan drift, string by)
    {
        var off = drift.Duration();
        if (off <= Tolerated)
            return Finding.Ok("clock", $"The clock agrees with {by}.");
        var minutes = (int)Math.Round(off.TotalMinutes);
        // Within a few minutes of whole hours, up to as many as there are zones.
        var hours = (int)Math.Round(off.TotalHours);
        var isZone = hours is >= 1 and <= 14 && (off - TimeSpan.FromHours(hours)).Duration() <= TimeSpan.FromMinutes(5);
        return Finding.Fault("clock", string.Create(CultureInfo.InvariantCulture,
                $"This machine's clock is {(isZone ? hours == 1 ? "an hour" : $"{hours} hours" : $"{minutes} minutes")} {(drift > TimeSpan.Zero ? "ahead of" : "behind")} {by}."),
            "Letters leave at the wrong time, and links and certificates run out too early or too late.",
            isZone ? "Its time zone or summer time was put into the clock itself: keep the system clock in UTC, set it by NTP (timedatectl set-ntp true), and leave zones to the zone setting."
                : "Set it by NTP: timedatectl set-ntp true.");
    }
}
