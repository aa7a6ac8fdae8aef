using Digest.Papers;

namespace Digest.Ranking;

/// <summary>What one source counted of a paper.</summary>
/// <param name="Listed">When it first listed the paper, which is when its counts began; where it never did, when anybody
/// did.</param>
internal sealed record Attention(string Source, DateTimeOffset Listed, Course? Upvotes, Course? Comments, Course? Stars)
{
    public static IReadOnlyList<Attention> Of(Candidate candidate) =>
    [
        .. candidate.Signals
            .GroupBy(s => s.Source, StringComparer.Ordinal)
            .OrderBy(source => source.Key, StringComparer.Ordinal)
            .Select(source => Of(source.Key, Began(candidate, source.Key), [.. source.Select(s => s.Signal).OrderBy(s => s.TakenAt)]))
            .Where(a => (a.Upvotes ?? a.Comments ?? a.Stars) is not null),
    ];

    /// <summary>The first snapshot that knew stars, where an earlier one did not: code came to the paper meanwhile.</summary>
    public DateTimeOffset? CodeSince { get; init; }

    /// <summary>The newest counts of all sources. Upvotes and comments of different sources are different people and add up;
    /// stars are those of one repository whoever reports them, so the highest count is it.</summary>
    public static Signal? Total(IReadOnlyList<Attention> attention) => attention.Count == 0 ? null : new(
        attention.Max(a => new[] { a.Upvotes, a.Comments, a.Stars }.Max(c => c?.Until ?? DateTimeOffset.MinValue)),
        Sum(attention.Select(a => a.Upvotes?.Count)), Sum(attention.Select(a => a.Comments?.Count)),
        attention.Max(a => a.Stars?.Count));

    static Attention Of(string source, DateTimeOffset listed, IReadOnlyList<Signal> signals) => new(
        source, listed,
        Course.Of(listed, Counts(signals, s => s.Upvotes)),
        Course.Of(listed, Counts(signals, s => s.Comments)),
        Course.Of(null, Counts(signals, s => s.Stars)))
    {
        CodeSince = CodeFrom(signals),
    };

    static DateTimeOffset? CodeFrom(IReadOnlyList<Signal> signals)
    {
        // A snapshot that counts nothing at all says nothing of code either.
        var telling = signals.Where(s => (s.Upvotes ?? s.Comments ?? s.Stars) is not null).ToList();
        var without = telling.TakeWhile(s => s.Stars is null).Count();
        return without > 0 && without < telling.Count ? telling[without].TakenAt : null;
    }

    static DateTimeOffset Began(Candidate candidate, string source) => candidate.Listings.Where(l => l.Source == source)
        .Select(l => (DateTimeOffset?)l.ListedAt).Min()
        ?? candidate.Paper.FirstListedAt;

    static IReadOnlyList<(DateTimeOffset, int)> Counts(IReadOnlyList<Signal> signals, Func<Signal, int?> count) =>
        [.. from s in signals where count(s) is not null select (s.TakenAt, count(s)!.Value)];

    static int? Sum(IEnumerable<int?> counts)
    {
        var known = counts.Where(c => c is not null).ToList();
        return known.Count == 0 ? null : (int)Math.Min(int.MaxValue, known.Sum(c => (long)c!.Value));
    }
}
