using Digest.Papers;

namespace Digest.Ranking;

/// <summary>Which papers matter to everyone, by <see cref="TrendingFormula"/>, near-duplicates among the first set apart. The
/// same candidates give the same edition, whatever order they come in.</summary>
internal sealed class Ranker(RankingOptions options)
{
    /// <summary>A paper younger than this tells nothing yet of its source, submitter or authors.</summary>
    static readonly TimeSpan Settled = TimeSpan.FromHours(24);

    readonly TrendingFormula formula = new(options);
    readonly Variety variety = new(options);

    /// <summary>The edition of a day, from all that was first listed in the window that ends with it.</summary>
    /// <param name="date">The edition's day, UTC.</param>
    /// <param name="at">The instant it is made: later signals do not count, ages are measured from it.</param>
    public Edition Rank(
        DateOnly date, DateTimeOffset at, IReadOnlyList<Candidate> candidates, IReadOnlyList<SourceAnswer> sources) =>
        Rank(Period.Day, date, at, candidates, sources);

    /// <param name="date">A day of the period.</param>
    public Edition Rank(
        Period period, DateOnly date, DateTimeOffset at, IReadOnlyList<Candidate> candidates, IReadOnlyList<SourceAnswer> sources)
    {
        var live = Live(period, date, at, candidates);
        var expectations = new Expectations([.. Told(live, at)], options);
        var places = new Place(live.Select(p => p.Candidate));
        var reasons = new Reasons(formula, expectations, at, options);
        var isDaily = period == Period.Day;

        var scored = live.ConvertAll(paper =>
        {
            var (candidate, attention, evidence) = paper;
            var end = attention.Count > 0
                ? attention.Zip(evidence).Sum(a => formula.End(a.First, a.Second, expectations.At(a.First.Source, candidate)))
                : options.UnknownVotes * Math.Exp(expectations.Beyond(candidate)) * places.Lift(candidate);
            var surplus = isDaily ? attention.Sum(a => formula.Surplus(a, at)) : 0;
            var days = isDaily ? date.DayNumber - Day(candidate.Paper).DayNumber : 0;
            var total = Attention.Total(attention);
            var (reason, also) = reasons.Of(attention, total, isDaily, surplus > 0, places.Of(candidate));
            return new RankedPaper(candidate.Paper, 0, formula.Score(end, days, surplus), reason, total) { Also = also };
        });
        // A stable sort: what scores the same stays newest first, and by its name.
        var papers = variety.Apart([.. scored.OrderByDescending(p => p.Score)]);
        return new Edition(0, period.FirstDay(date), at, [.. papers.Select((p, i) => p with { Rank = i + 1 })], sources) { Period = period };
    }

    /// <summary>The first and the last day on which a paper must have been listed first to be in an edition.</summary>
    public (DateOnly First, DateOnly Last) Span(Period period, DateOnly date) => period == Period.Day
        ? (date.AddDays(1 - options.WindowDays), date)
        : (period.FirstDay(date), period.LastDay(date));

    /// <summary>The papers of the edition with what was known of them then, newest first. One order from the beginning: sums
    /// of floating numbers depend on it.</summary>
    List<Seen> Live(Period period, DateOnly date, DateTimeOffset at, IReadOnlyList<Candidate> candidates)
    {
        var (first, last) = Span(period, date);
        return [.. candidates
            .Where(c => c.Paper.WithdrawnAt is null && c.Paper.FirstListedAt <= at && Day(c.Paper) >= first && Day(c.Paper) <= last)
            .OrderByDescending(c => c.Paper.FirstListedAt).ThenBy(c => Key(c.Paper), StringComparer.Ordinal).ThenBy(c => c.Paper.Id)
            .Select(c => Known(c, at))
            .Select(c => (Candidate: c, Attention: Attention.Of(c)))
            .Select(p => new Seen(p.Candidate, p.Attention, [.. p.Attention.Select(a => formula.Seen(a, at))]))];
    }

    static Candidate Known(Candidate candidate, DateTimeOffset at) => candidate with
    {
        Signals = [.. candidate.Signals.Where(s => s.Signal.TakenAt <= at)],
        Listings = [.. candidate.Listings.Where(l => l.ListedAt <= at)],
    };

    IEnumerable<(Candidate, string, double)> Told(List<Seen> live, DateTimeOffset at) =>
        from paper in live
        from a in paper.Attention.Zip(paper.Evidence)
        where a.First.Upvotes is not null && at - a.First.Listed >= Settled
        select (paper.Candidate, a.First.Source, formula.End(a.First, a.Second, options.UsualVotes));

    static DateOnly Day(Paper paper) => DateOnly.FromDateTime(paper.FirstListedAt.UtcDateTime);

    static string Key(Paper paper) => paper.Ids.Count > 0 ? paper.Ids[0].ToString() : paper.Title;

    sealed record Seen(Candidate Candidate, IReadOnlyList<Attention> Attention, IReadOnlyList<Evidence> Evidence);
}
