using System.Text.RegularExpressions;

namespace Digest.Bounces;

/// <summary>Enhanced status codes (RFC 3463) in any text: 5.1.1, and not the middle of an internet address or a version.</summary>
internal static partial class StatusCode
{
    const int Most = 5;

    public static IEnumerable<string> AllIn(string text) => Code().Matches(text).Take(Most).Select(m => m.Groups["code"].Value);

    /// <summary>The first; empty where there is none.</summary>
    public static string In(string text) => AllIn(text).FirstOrDefault("");

    [GeneratedRegex(@"(^|[^.\d])(?<code>[245]\.[0-7]\.\d{1,3})($|[^.\d]|\.($|\D))", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
