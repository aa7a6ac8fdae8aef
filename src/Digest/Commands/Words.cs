using System.Globalization;
using Digest.Composing;
using Digest.Papers;

namespace Digest.Commands;

/// <summary>Reasons in words, for the terminal; mails and pages have theirs in templates.</summary>
internal static class Words
{
    /// <summary>What a section of no interest is.</summary>
    public static string Of(SectionKind kind) => kind == SectionKind.Discovery ? "outside what they follow" : "trending";

    public static string Why(RankedPaper ranked) =>
        ranked.Also is { } also ? $"{Why(ranked.Reason)}; {Why(also)}" : Why(ranked.Reason);

    static string Why(RankReason reason)
    {
        var n = reason.Count;
        return reason.Kind switch
        {
            RankReasonKind.Upvotes => $"{n} upvote{S(n)}",
            RankReasonKind.Comments => $"{n} comment{S(n)}",
            RankReasonKind.Stars => $"{n} star{S(n)} on its code",
            RankReasonKind.Gained => $"+{n} upvote{S(n)} in a day{Times(reason.Factor)}",
            RankReasonKind.Rising => $"rising: +{n} upvote{S(n)} in a day{Times(reason.Factor)}",
            RankReasonKind.StarsGained => $"+{n} star{S(n)} on its code in a day",
            RankReasonKind.NewCode => $"new code, {n} star{S(n)}",
            RankReasonKind.Place => $"{Ordinal(n)} on the list{(reason.Day is { } day ? $" of {day.DayOfWeek}" : "")}",
            _ => "new",
        };
    }

    public static string Of(SourceAnswer answer) => answer.State switch
    {
        SourceState.Ok => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"listed {answer.Papers} paper{S(answer.Papers)} that day"),
        SourceState.Missing => "announced nothing that day",
        SourceState.Late => $"late, {answer.Reason}",
        _ => $"did not answer: {answer.Reason}",
    };

    /// <summary>The ending of what there are n of.</summary>
    public static string S(int n) => n == 1 ? "" : "s";

    static string Times(double? factor) => factor switch
    {
        null => "",
        < 1.75 => ", more than usual",
        < 2.5 => ", twice the usual",
        _ => string.Create(CultureInfo.InvariantCulture, $", {factor:0} times the usual"),
    };

    static string Ordinal(int n) => string.Create(CultureInfo.InvariantCulture, $"{n}{(n % 100) switch
    {
        >= 11 and <= 13 => "th",
        _ => (n % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" },
    }}");
}
