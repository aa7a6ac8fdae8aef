using Digest.Papers;

namespace Digest.Commands;

/// <summary>Reasons in words, for the terminal; mails and pages have theirs in templates.</summary>
internal static class Words
{
    public static string Why(RankedPaper ranked) => ranked.Reason switch
    {
        { Kind: RankReasonKind.Upvotes, Count: var n } => $"{n} upvote{S(n)}",
        { Kind: RankReasonKind.Comments, Count: var n } => $"{n} comment{S(n)}",
        { Kind: RankReasonKind.Stars, Count: var n } => $"{n} star{S(n)} on its code",
        { Kind: RankReasonKind.Place, Count: var n } => $"listed in place {n}",
        _ => "new",
    };

    public static string Of(SourceAnswer answer) => answer.State switch
    {
        SourceState.Ok => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"listed {answer.Papers} paper{S(answer.Papers)} that day"),
        SourceState.Missing => "announced nothing that day",
        SourceState.Late => $"late, {answer.Reason}",
        _ => $"did not answer: {answer.Reason}",
    };

    static string S(int n) => n == 1 ? "" : "s";
}
