using Digest.Papers;

namespace Digest.Ranking;

/// <summary>Why a paper stands where it does: up to two reasons, each a number that can be told because it was counted.</summary>
internal sealed class Reasons(TrendingFormula formula, Expectations expectations, DateTimeOffset at, RankingOptions options)
{
    /// <summary>"In a day" is said of a snapshot that was taken a day before, or so many hours off.</summary>
    static readonly TimeSpan Day = TrendingFormula.Day, Off = TrendingFormula.Off;

    /// <summary>Less than this many times the usual is not worth a word.</summary>
    const double Remarkable = 1.5;

    /// <summary>Fewer than these are not told of code, or of a place.</summary>
    const int LeastStars = 20, LastPlace = 3;

    public (RankReason Reason, RankReason? Also) Of(
        IReadOnlyList<Attention> attention, Signal? total, bool isDaily, bool isRising, Listing? listing)
    {
        var place = listing is null ? null
            : new RankReason(RankReasonKind.Place, listing.Place, Day: DateOnly.FromDateTime(listing.ListedAt.UtcDateTime));
        var first = (isDaily ? Grown(attention, isRising) : null) ?? Most(total) ?? place ?? new(RankReasonKind.New, 0);
        var also = (isDaily ? Code(attention) : null) ?? (place?.Count <= LastPlace ? place : null);
        return (first, also?.Kind == first.Kind ? null : also);
    }

    /// <summary>Upvotes of a day, where they are more than usual; a paper of today started from nothing.</summary>
    RankReason? Grown(IReadOnlyList<Attention> attention, bool isRising)
    {
        var (gained, usual, isKnown) = (0, 0.0, true);
        foreach (var a in attention)
        {
            if (a.Upvotes is not { } upvotes || at - a.Listed < Day || upvotes.Until < at - Off
                || upvotes.SnapshotNear(at - Day, Off) is not { } yesterday)
                continue;
            gained += upvotes.GainedSince(yesterday);
            isKnown &= expectations.UsualAt(a.Source) is not null;
            var share = formula.Remaining(a.Listed, yesterday) - formula.Remaining(a.Listed, upvotes.Until);
            usual += (expectations.UsualAt(a.Source) ?? 0) * share / Math.Max(share, formula.Remaining(a.Listed, a.Listed));
        }
        // Times the usual, and the usual never less than one: ten times nothing is no news.
        var factor = isKnown ? gained / Math.Max(1, usual) : (double?)null;
        return gained > 0 && (isRising || factor >= Remarkable)
            ? new(isRising ? RankReasonKind.Rising : RankReasonKind.Gained, gained, factor >= Remarkable ? Math.Round(factor.Value, 1) : null)
            : null;
    }

    /// <summary>What weighs most of the counts in all.</summary>
    RankReason? Most(Signal? total)
    {
        var (upvotes, comments, stars) = (total?.Upvotes ?? 0, total?.Comments ?? 0, total?.Stars ?? 0);
        // Stars belong to a repository that may be much older than the paper.
        var fame = options.StarWeight * Math.Log(1 + Math.Max(0, stars));
        return upvotes > 0 && upvotes >= comments && upvotes >= fame ? new(RankReasonKind.Upvotes, upvotes)
            : comments > 0 && comments >= fame ? new(RankReasonKind.Comments, comments)
            : stars > 0 ? new(RankReasonKind.Stars, stars)
            : null;
    }

    RankReason? Code(IReadOnlyList<Attention> attention)
    {
        foreach (var a in attention.Where(a => a.Stars is not null).OrderByDescending(a => a.Stars!.Count))
        {
            var stars = a.Stars!;
            if (stars.Count < LeastStars || stars.Until < at - Off)
                continue;
            if (a.CodeSince > at - Day)
                return new(RankReasonKind.NewCode, stars.Count);
            if (stars.SnapshotNear(at - Day, Off) is { } yesterday && stars.GainedSince(yesterday) is >= LeastStars and var gained)
                return new(RankReasonKind.StarsGained, gained);
        }
        return null;
    }
}
