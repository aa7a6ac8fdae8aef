using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Digest.Tests.Bounces;

/// <summary>Reports as mail systems write them, from the files in reports/, filled in with a letter of ours.</summary>
static partial class Reports
{
    static int _count;

    public const string Address = "ada.reader@reader.example";

    /// <summary>A token's length, and no token.</summary>
    public static readonly string NoToken = new('x', 58);

    /// <param name="shape">The file's name.</param>
    /// <param name="says">What the server said.</param>
    /// <param name="headers">Our letter's own, as it went out; null for one that nobody sent.</param>
    public static string Fill(string shape, string status = "5.1.1", string says = "550 5.1.1 User unknown", string action = "failed", string address = Address,
        string? headers = null, string id = "issue.2026-06-01.7.0123456789abcdef01234567@papers.example")
    {
        headers ??= $"""
            From: "Daily Papers" <digest@papers.example>
            To: <{address}>
            Subject: Papers of the day
            Message-ID: <{id}>
            List-Unsubscribe: <https://papers.example/unsubscribe/{NoToken}>
            """;
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["status"] = status, ["says"] = says.Replace("{address}", address, StringComparison.Ordinal), ["action"] = action, ["address"] = address,
            ["headers"] = headers, ["mail"] = headers + "\n\nThree papers for you.\n", ["id"] = id,
            ["unique"] = Interlocked.Increment(ref _count).ToString("00000", CultureInfo.InvariantCulture),
        };
        var text = File.ReadAllText(Path.Combine(Repository.Folder("tests/Digest.Tests/Bounces/reports"), shape + ".eml"));
        text = Place().Replace(text, place => values[place.Value[1..^1]]);
        text = Encoded().Replace(text, part => Convert.ToBase64String(Encoding.UTF8.GetBytes(part.Groups["text"].Value), Base64FormattingOptions.InsertLineBreaks));
        return text.ReplaceLineEndings("\r\n");
    }

    [GeneratedRegex(@"\{(status|says|action|address|headers|mail|id|unique)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex(@"\{base64:(?<text>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Encoded();
}
