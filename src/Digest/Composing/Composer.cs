using Digest.Matching;
using Digest.Subscribers;

namespace Digest.Composing;

/// <summary>
/// What goes into one subscriber's issue, in this order of rights:
///
/// 1. every interest gets its slots filled as long as it has papers, one each in turn, whoever has fewest to offer first;
/// 2. up to a third of the size is kept for what trends;
/// 3. what is left goes to the best matches of any interest, by score × the interest's weight;
/// 4. what trends takes places still free, up to its own slots;
/// 5. news about papers they received comes last, as lines of their own: they take no places and make no issue.
///
/// No paper stands twice, none that was shown before stands again, and what merely trends makes no issue for someone who
/// named interests, unless they want it. The same inputs give the same issue.
/// </summary>
internal sealed class Composer(ComposingOptions options)
{
    public Issue Compose(Reading reading)
    {
        var size = Math.Max(0, reading.Size);
        var taken = new HashSet<long>();
        var shelves = reading.Interests.Select(i => Shelf(i, reading)).ToList();

        var trends = Trending(reading, shelves, size);
        FillSlots(shelves, size, taken);
        FillRest(shelves, size - Math.Min(trends.Count, size / 3), taken);
        var trending = trends.Take(size - taken.Count).ToList();

        var sections = shelves.Where(s => s.Chosen.Count > 0)
            .Select(s => new Section(SectionKind.ForYou, s.Interest.Name, Entries(s, reading.Span))).ToList();
        var nothingForThem = sections.Count == 0 && reading.Interests.Count > 0 && !reading.WantsTrendingAlone;
        if (trending.Count > 0 && !nothingForThem)
            sections.Add(new Section(SectionKind.Trending, null, trending));
        if (sections.Count > 0 && Update.Worth(reading.Updates, options.UpdateSlots) is { Count: > 0 } updates)
            sections.Add(new Section(SectionKind.Updates, null, []) { Updates = updates });
        return new Issue(sections);
    }

    static InterestShelf Shelf(InterestMatches found, Reading reading) => new(found.Interest,
    [
        .. found.Matches
            .Where(m => !reading.Shown.Contains(m.Paper.Paper.Id) && reading.Span.Find(m.Paper.Paper.Id) is not null)
            .OrderByDescending(m => m.Score).ThenBy(m => m.Paper.Rank).ThenBy(m => m.Paper.Paper.Id)
            .DistinctBy(m => m.Paper.Paper.Id),
    ]);

    /// <summary>What may stand under "Trending". A paper that somebody follows belongs under its interest.</summary>
    List<Entry> Trending(Reading reading, List<InterestShelf> shelves, int size)
    {
        var followed = shelves.SelectMany(s => s.Matches).Select(m => m.Paper.Paper.Id).ToHashSet();
        return
        [
            .. reading.Trending
                .Where(s => s.Paper.Paper.Id is var id && !reading.Shown.Contains(id) && !followed.Contains(id))
                .Take(reading.Interests.Count == 0 ? size : options.TrendingSlots)
                .Select(s => new Entry(s.Paper, s.EditionId, s.Paper.Score, MatchReason.None)),
        ];
    }

    static void FillSlots(List<InterestShelf> shelves, int size, HashSet<long> taken)
    {
        for (var round = 0; taken.Count < size; round++)
        {
            var hungry = shelves.Where(s => s.Interest.Slots > round).ToList();
            if (hungry.Count == 0)
                return;
            // Whoever has few papers must choose before another takes the one they share.
            while (hungry.Count > 0 && taken.Count < size)
            {
                var next = hungry.MinBy(s => s.Left(taken))!;
                hungry.Remove(next);
                if (next.Best(taken) is { } match)
                    next.Choose(match, taken);
            }
        }
    }

    static void FillRest(List<InterestShelf> shelves, int places, HashSet<long> taken)
    {
        var rest = from shelf in shelves
                   from match in shelf.Matches
                   orderby match.Score * shelf.Interest.Weight descending, match.Paper.Rank, match.Paper.Paper.Id
                   select (shelf, match);
        foreach (var (shelf, match) in rest)
        {
            if (taken.Count >= places)
                return;
            if (!taken.Contains(match.Paper.Paper.Id))
                shelf.Choose(match, taken);
        }
    }

    static IReadOnlyList<Entry> Entries(InterestShelf shelf, EditionSpan span) =>
    [
        .. from match in shelf.Chosen
           orderby match.Score descending, match.Paper.Rank, match.Paper.Paper.Id
           let standing = span.Find(match.Paper.Paper.Id)!
           select new Entry(standing.Paper, standing.EditionId, match.Score, match.Reason) { Parts = match.Parts },
    ];

    /// <summary>One interest while its section is being filled.</summary>
    /// <param name="Matches">All that could stand in it, best first.</param>
    sealed record InterestShelf(Interest Interest, IReadOnlyList<Match> Matches)
    {
        public List<Match> Chosen { get; } = [];

        public int Left(HashSet<long> taken) => Matches.Count(m => !taken.Contains(m.Paper.Paper.Id));
        public Match? Best(HashSet<long> taken) => Matches.FirstOrDefault(m => !taken.Contains(m.Paper.Paper.Id));

        public void Choose(Match match, HashSet<long> taken)
        {
            Chosen.Add(match);
            taken.Add(match.Paper.Paper.Id);
        }
    }
}
