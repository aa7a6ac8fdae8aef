using Digest.Papers;
using Digest.Ranking.Signals;

namespace Digest.Ranking;

/// <summary>
/// Which papers matter to everyone. A paper's score is
///
///     standing × 2^(−age / half-life) + growth weight × growth
///
/// standing   the percentile of ln(1 + upvotes + 2 comments + ½ ln(1 + stars)) among papers first listed on the same day;
///            where nobody counts, the place in the list; where there is no order either, a fixed low value
/// age        since it was first listed (the decay of Hacker News and Reddit in its plainest form)
/// growth     the percentile, in the whole edition, of the upvotes gained in the last 24 hours; 0 if none were
///
/// The same candidates give the same edition, whatever order they come in.
/// </summary>
internal sealed class Ranker(RankingOptions options)
{
    /// <param name="date">The edition's day, UTC.</param>
    /// <param name="at">The instant it is made: later signals do not count, ages are measured from it.</param>
    public Edition Rank(
        DateOnly date, DateTimeOffset at, IReadOnlyList<Candidate> candidates, IReadOnlyList<SourceAnswer> sources)
    {
        var live = candidates.Where(c => IsLive(c.Paper, date, at)).ToList();
        var totals = live.ConvertAll(c => Attention.Total(c.Signals, at));
        var places = new Place(live);
        var gains = live.ConvertAll(c => Growth.Gained(c, at));
        var growth = new Percentile(gains.Where(g => g > 0));
        var days = live.Zip(totals).Where(p => p.Second is not null)
            .GroupBy(p => Day(p.First.Paper), p => Attention.Heat(p.Second!, options))
            .ToDictionary(g => g.Key, g => new Percentile(g));

        var scored = live.Select((candidate, i) =>
        {
            var (standing, reason) = Standing(candidate, totals[i], days, places);
            var score = standing * Decay(at - candidate.Paper.FirstListedAt)
                + (gains[i] > 0 ? options.GrowthWeight * growth.Of(gains[i]) : 0);
            return new RankedPaper(candidate.Paper, 0, score, reason, totals[i]);
        });
        var papers = scored
            .OrderByDescending(p => p.Score)
            .ThenByDescending(p => p.Paper.FirstListedAt)
            .ThenBy(p => Key(p.Paper), StringComparer.Ordinal)
            .ThenBy(p => p.Paper.Id)
            .Select((p, i) => p with { Rank = i + 1 });
        return new Edition(0, date, at, [.. papers], sources);
    }

    bool IsLive(Paper paper, DateOnly date, DateTimeOffset at) =>
        paper.WithdrawnAt is null
        && paper.FirstListedAt <= at
        && Day(paper) <= date && Day(paper) > date.AddDays(-options.WindowDays);

    (double Standing, RankReason Reason) Standing(
        Candidate candidate, Signal? total, Dictionary<DateOnly, Percentile> days, Place places)
    {
        var place = places.Of(candidate);
        if (total is not null)
        {
            var reason = Attention.Reason(total, options);
            if (reason.Kind == RankReasonKind.New && place is not null)
                reason = new RankReason(RankReasonKind.Place, place.Value.At);
            return (days[Day(candidate.Paper)].Of(Attention.Heat(total, options)), reason);
        }
        return place is not null
            ? (place.Value.Standing, new RankReason(RankReasonKind.Place, place.Value.At))
            : (options.UnknownStanding, new RankReason(RankReasonKind.New, 0));
    }

    double Decay(TimeSpan age) => Math.Pow(2, -age / options.HalfLife);

    static DateOnly Day(Paper paper) => DateOnly.FromDateTime(paper.FirstListedAt.UtcDateTime);

    static string Key(Paper paper) => paper.Ids.Count > 0 ? paper.Ids[0].ToString() : paper.Title;
}
