using System.Globalization;

namespace Digest;

/// <summary>Instants as operators read them: in UTC, and saying so.</summary>
internal static class UtcText
{
    /// <summary>2026-07-17 08:00Z</summary>
    public static string ToMinute(this DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>2026-07-17 08:00:15Z</summary>
    public static string ToSecond(this DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
