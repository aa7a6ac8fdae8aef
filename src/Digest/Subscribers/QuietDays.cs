using System.Globalization;
using System.Text.RegularExpressions;

namespace Digest.Subscribers;

/// <summary>Days and spans on which no letter comes, whatever weekdays are chosen; by the reader's own calendar.</summary>
internal sealed partial class QuietDays : IEquatable<QuietDays>
{
    /// <summary>Lines that are kept, and how far ahead a day may be named.</summary>
    public const int MostLines = 20, MostDays = 366;

    readonly IReadOnlyList<(DateOnly First, DateOnly Last)> _spans;

    QuietDays(IEnumerable<(DateOnly First, DateOnly Last)> spans)
    {
        _spans = [.. spans.Distinct().Order()];
        Lines = [.. _spans.Select(s => s.First == s.Last ? Iso(s.First) : $"{Iso(s.First)}..{Iso(s.Last)}")];
        Text = string.Join('\n', Lines);
    }

    public static QuietDays None { get; } = new([]);

    /// <summary>A day or span each, in order: "2026-12-24..2026-12-26".</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>As it is kept, a line each.</summary>
    public string Text { get; }

    public bool Contains(DateOnly day) => _spans.Any(s => s.First <= day && day <= s.Last);

    /// <summary>Those that are not over.</summary>
    public QuietDays From(DateOnly today) => _spans.All(s => s.Last >= today) ? this : new(_spans.Where(s => s.Last >= today));

    /// <summary>What was kept.</summary>
    public static QuietDays Of(string text) => text.Length == 0 ? None
        : new(text.Split('\n').Select(line => Span(line) ?? throw new InvalidDataException($"A row holds \"{line}\", which is no span of days.")));

    /// <summary>What somebody typed, a day or a span a line: 2026-12-24, 2026-12-24 to 2026-12-26 (or a word of another language
    /// between), 2026-12-24..2026-12-26.</summary>
    /// <returns>Null with the faults, where there are any.</returns>
    public static (QuietDays? Days, IReadOnlyList<QuietFault> Faults) Read(string typed, DateOnly today)
    {
        var (spans, faults) = (new List<(DateOnly, DateOnly)>(), new List<QuietFault>());
        foreach (var (at, line) in typed.ReplaceLineEndings("\n").Split('\n').Index())
            if (line.Trim() is { Length: > 0 } said)
                if (Span(said) is not { } span)
                    faults.Add(new(at + 1, "no_day"));
                else if (Fault(span, today) is { } fault)
                    faults.Add(new(at + 1, fault));
                else if (spans.Count == MostLines)
                    return (null, [.. faults, new(at + 1, "too_many")]);
                else
                    spans.Add(span);
        return faults.Count > 0 ? (null, faults) : (new(spans), []);
    }

    public bool Equals(QuietDays? other) => other?.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as QuietDays);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join(", ", Lines);

    static string? Fault((DateOnly First, DateOnly Last) span, DateOnly today) =>
        span.Last < span.First ? "backwards" : span.Last < today ? "past" : span.Last > today.AddDays(MostDays) ? "far" : null;

    static (DateOnly First, DateOnly Last)? Span(string line)
    {
        if (Form().Match(line) is not { Success: true } match || Day(match.Groups["first"].Value) is not { } first)
            return null;
        return !match.Groups["last"].Success ? (first, first) : Day(match.Groups["last"].Value) is { } last ? (first, last) : null;
    }

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<first>[0-9-]{10})(\s*(\.\.|…|–|—|\s\p{L}{1,12}\s|\s-\s)\s*(?<last>[0-9-]{10}))?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}

/// <param name="Line">From 1.</param>
/// <param name="Kind">"no_day", "backwards" (it ends before it begins), "past", "far" or "too_many".</param>
internal sealed record QuietFault(int Line, string Kind);
