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
/// 5. a place still free then goes to a discovery: something that trends and is unlike all the rest;
/// 6. news about papers they received comes last, as lines of their own: they take no places and make no issue.
///
/// No paper stands twice, none that was shown before stands again, no more than a few are about the same thing unless a
/// slot would stay empty, and what merely trends makes no issue for someone who named interests, unless they want it. The
/// same inputs give the same issue.
/// </summary>
internal sealed class Composer(ComposingOptions options)
{
    /// <summary>A discovery is one of so many that trend most.</summary>
    const int Discoverable = 10;

    public Issue Compose(Reading reading)
    {
        var size = Math.Max(0, reading.Size);
        var picked = new Picked(reading.Near, options.Alike);
        var shelves = reading.Interests.Select(i => Shelf(i, reading)).ToList();

        var followed = shelves.SelectMany(s => s.Matches).Select(m => m.Paper.Paper.Id).ToHashSet();
        var trends = reading.Trending.Where(s => s.Paper.Paper.Id is var id && !reading.Shown.Contains(id) && !followed.Contains(id));
        var most = reading.Interests.Count == 0 ? size : options.TrendingSlots;
        FillSlots(shelves, size, picked);
        FillRest(shelves, size - Math.Min(trends.Take(most).Count(), size / 3), picked);

        var hasMatches = picked.Count > 0;
        var trending = hasMatches || reading.Interests.Count == 0 || reading.WantsTrendingAlone
            ? Trending(trends, Math.Min(most, size - picked.Count), picked) : [];
        FillRest(shelves, size, picked); // what trends may have left places: it is like what is picked

        var sections = shelves.Where(s => s.Chosen.Count > 0)
            .Select(s => new Section(SectionKind.ForYou, s.Interest.Name, Entries(s, reading.Span))).ToList();
        Add(SectionKind.Trending, trending);
        if (hasMatches && reading.Turn is { } turn && picked.Count < size && options.Discoveries > 0)
            Add(SectionKind.Discovery, Discovery(trends, turn, picked));
        if (sections.Count > 0 && Update.Worth(reading.Updates, options.UpdateSlots) is { Count: > 0 } updates)
            sections.Add(new Section(SectionKind.Updates, null, []) { Updates = updates });
        return new Issue(sections);

        void Add(SectionKind kind, IReadOnlyList<Entry> entries)
        {
            if (entries.Count > 0)
                sections.Add(new Section(kind, null, entries));
        }
    }

    static InterestShelf Shelf(InterestMatches found, Reading reading) => new(found.Interest,
    [
        .. found.Matches
            .Where(m => !reading.Shown.Contains(m.Paper.Paper.Id) && reading.Span.Find(m.Paper.Paper.Id) is not null)
            .OrderByDescending(m => m.Score).ThenBy(m => m.Paper.Rank).ThenBy(m => m.Paper.Paper.Id)
            .DistinctBy(m => m.Paper.Paper.Id),
    ]);

    /// <summary>The first that may stand under "Trending". A paper that somebody follows belongs under its interest.</summary>
    static List<Entry> Trending(IEnumerable<Standing> trends, int places, Picked picked)
    {
        var entries = new List<Entry>(places);
        foreach (var standing in trends)
        {
            if (entries.Count == places)
                break;
            if (!picked.Welcomes(standing.Paper.Paper.Id))
                continue;
            picked.Add(standing.Paper.Paper.Id);
            entries.Add(Merely(standing));
        }
        return entries;
    }

    /// <summary>One of what trends most outside all they get; which one is the reader's turn.</summary>
    static IReadOnlyList<Entry> Discovery(IEnumerable<Standing> trends, long turn, Picked picked)
    {
        var strange = trends.Where(s => !picked.Has(s.Paper.Paper.Id) && picked.IsUnlike(s.Paper.Paper.Id)).Take(Discoverable).ToList();
        return strange.Count == 0 ? [] : [Merely(strange[(int)((ulong)turn % (ulong)strange.Count)])];
    }

    static Entry Merely(Standing standing) => new(standing.Paper, standing.EditionId, standing.Paper.Score, MatchReason.None);

    static void FillSlots(List<InterestShelf> shelves, int size, Picked picked)
    {
        for (var round = 0; picked.Count < size; round++)
        {
            var hungry = shelves.Where(s => s.Interest.Slots > round).ToList();
            if (hungry.Count == 0)
                return;
            // Whoever has few papers must choose before another takes the one they share.
            while (hungry.Count > 0 && picked.Count < size)
            {
                var next = hungry.MinBy(s => s.Left(picked))!;
                hungry.Remove(next);
                if (next.Best(picked) is { } match)
                    next.Choose(match, picked);
            }
        }
    }

    static void FillRest(List<InterestShelf> shelves, int places, Picked picked)
    {
        if (picked.Count >= places)
            return;
        var rest = from shelf in shelves
                   from match in shelf.Matches
                   orderby match.Score * shelf.Interest.Weight descending, match.Paper.Rank, match.Paper.Paper.Id
                   select (shelf, match);
        foreach (var (shelf, match) in rest)
        {
            if (picked.Count >= places)
                return;
            if (!picked.Has(match.Paper.Paper.Id) && picked.Welcomes(match.Paper.Paper.Id))
                shelf.Choose(match, picked);
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

        public int Left(Picked picked) => Matches.Count(m => !picked.Has(m.Paper.Paper.Id));

        /// <summary>One more about the same thing is better than an empty place that was promised.</summary>
        public Match? Best(Picked picked)
        {
            var left = Matches.Where(m => !picked.Has(m.Paper.Paper.Id));
            return left.FirstOrDefault(m => picked.Welcomes(m.Paper.Paper.Id)) ?? left.FirstOrDefault();
        }

        public void Choose(Match match, Picked picked)
        {
            Chosen.Add(match);
            picked.Add(match.Paper.Paper.Id);
        }
    }
}
