using Digest.Matching;
using Digest.Papers;

namespace Digest.Composing;

/// <summary>The editions an issue is composed from, as one: every paper once, in the newest edition that has it. Made once
/// for all subscribers who read the same editions; <see cref="Papers"/> are what their interests are matched with. Papers
/// are told apart by the catalogue's number, so they must have one. What became of them since counts: papers that were
/// merged meanwhile are one, as the newest edition has it, and withdrawn ones are left out.</summary>
internal sealed class EditionSpan
{
    readonly Dictionary<long, Standing> standings = [];

    /// <param name="listedAfter">Papers that were listed by then are left out; null for all.</param>
    public EditionSpan(IEnumerable<Edition> editions, Aftermath? aftermath = null, DateTimeOffset? listedAfter = null)
    {
        aftermath ??= Aftermath.None;
        var works = new Dictionary<long, long>();
        var newestFirst = from e in editions orderby e.Date descending, e.PreparedAt descending, e.Id descending select e;
        foreach (var edition in newestFirst)
            foreach (var ranked in edition.Papers.Where(p => !aftermath.IsWithdrawn(p.Paper.Id) && !(p.Paper.FirstListedAt <= listedAfter)))
            {
                var work = aftermath.Head(ranked.Paper.Id);
                var id = works.TryAdd(work, ranked.Paper.Id) ? ranked.Paper.Id : works[work];
                standings[id] = standings.TryGetValue(id, out var newer)
                    ? newer with { BestRank = Math.Min(newer.BestRank, ranked.Rank) }
                    : new Standing(ranked, edition.Id, ranked.Rank);
            }
        Trending = [.. standings.Values.OrderBy(s => s.BestRank).ThenBy(s => s.Paper.Rank).ThenBy(s => s.Paper.Paper.Id)];
        Papers = [.. Trending.Select(s => s.Paper)];
    }

    public IReadOnlyList<RankedPaper> Papers { get; }

    /// <summary>By the best rank a paper reached in any of the editions: whoever reads once a week gets the papers of the
    /// week, not those of its last day.</summary>
    public IReadOnlyList<Standing> Trending { get; }

    /// <summary>What trends, for somebody who likes and dislikes papers: each stands as if everybody had ranked it higher by
    /// the share of the list that its likeness says, and what they want less of is left out.</summary>
    /// <param name="liking">Compared with <see cref="Papers"/>; null when they said nothing.</param>
    public IReadOnlyList<Standing> TrendingFor(Liking? liking) => liking is null ? Trending :
    [
        .. from standing in Trending.Index()
           where liking.Dislikes(standing.Index) - liking.Likes(standing.Index) < Liking.Unwanted
           orderby (double)standing.Index / Trending.Count - liking.Likes(standing.Index) + liking.Dislikes(standing.Index), standing.Index
           select standing.Item,
    ];

    public Standing? Find(long paper) => standings.GetValueOrDefault(paper);
}

/// <summary>A paper's place in a span.</summary>
/// <param name="Paper">As the newest edition has it.</param>
/// <param name="EditionId">That edition.</param>
internal sealed record Standing(RankedPaper Paper, long EditionId, int BestRank);
