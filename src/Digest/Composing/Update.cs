using Digest.Papers;

namespace Digest.Composing;

/// <summary>News about a paper that a reader was sent, as one line.</summary>
/// <param name="News">Its number in the catalogue: nobody is told it twice.</param>
/// <param name="Title">The paper's, when the issue was planned.</param>
/// <param name="Page">Where the paper can be read; null when no source says.</param>
internal sealed record Update(long News, long Paper, string Title, string? Page, PaperUpdate What, DateTimeOffset At)
{
    /// <summary>What is worth telling, first what matters most: of a withdrawn paper nothing else, of versions the newest.</summary>
    public static IReadOnlyList<Update> Worth(IEnumerable<Update> updates, int most) =>
    [
        .. (from paper in updates.GroupBy(u => u.Paper)
           let withdrawn = paper.Any(u => u.What.Kind == PaperUpdateKind.Withdrawn)
           from kind in paper.GroupBy(u => u.What.Kind)
           where !withdrawn || kind.Key == PaperUpdateKind.Withdrawn
           let newest = kind.MaxBy(u => (u.At, u.News))
           orderby kind.Key, newest.At descending, newest.News
           select newest).Take(most),
    ];
}
