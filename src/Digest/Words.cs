using System.Globalization;
using Digest.Composing;
using Digest.Papers;
using Digest.Storage;

namespace Digest;

/// <summary>Reasons and stories in words, for who runs the service, at the terminal and on their pages; what readers see has its words
/// in templates.</summary>
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

    /// <summary>What happened to a mail, in order; without an instant what is no event of it.</summary>
    public static IEnumerable<(DateTimeOffset? At, string Says)> Story(DeliveryStory.Told mail)
    {
        yield return (mail.PlannedAt, $"planned{(mail.Attempts.Count == 0 && mail.EndedAt is not null ? "" : $", worth sending until {mail.ExpiresAt.ToSecond()}")}");
        foreach (var source in mail.Sources)
            yield return (null, $"{source.Source}: {Of(source)}");
        foreach (var update in mail.News)
            yield return (null, $"news of a paper received: {update.What.Kind.ToString().ToLowerInvariant()} {update.What.Detail} ({update.Title}), known since {update.At.ToSecond()}");
        foreach (var attempt in mail.Attempts)
            yield return (attempt.EndedAt, string.Create(CultureInfo.InvariantCulture,
                $"attempt {attempt.N}: {attempt.Outcome} in {attempt.Phase}{(attempt.Relay is null ? "" : $" at {attempt.Relay}")} ({attempt.Reply})"));
        if (mail.HandedOffAt is { } handed)
            yield return (handed, $"last handed over{(mail.WasDoubted ? ", the second time after a doubt" : "")}, sha256 {mail.Sha256}");
        if (mail.EndedAt is { } ended)
            yield return (ended, $"ended as {mail.State}");
        else if (mail.NextAttemptAt is { } next)
            yield return (next, "is tried then");
    }

    /// <summary>Something that came back.</summary>
    public static string Of(BounceTold bounce) => string.Create(CultureInfo.InvariantCulture,
        $"{bounce.Kind} {bounce.Status} {bounce.Cause} by {bounce.Shape}{(bounce.About.Length > 0 ? $" of {bounce.About}" : "")}, shown by {bounce.Proof}, counts {bounce.Weight:0.##}{(bounce.ForgivenAt is { } at ? $", forgiven {at:yyyy-MM-dd}" : "")} ({bounce.Excerpt})")
        .Replace("  ", " ", StringComparison.Ordinal);

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
