using Digest.Papers;

namespace Digest.Composing;

/// <summary>The editions an issue is composed from, as one: every paper once, in the newest edition that has it. Made once
/// for all subscribers who read the same editions; <see cref="Papers"/> are what their interests are matched with. Papers
/// are told apart by the catalogue's number, so they must have one.</summary>
internal sealed class EditionSpan
{
    readonly Dictionary<long, Standing> standings = [];

    public EditionSpan(IEnumerable<Edition> editions)
    {
        var newestFirst = from e in editions orderby e.Date descending, e.PreparedAt descending, e.Id descending select e;
        foreach (var edition in newestFirst)
            foreach (var ranked in edition.Papers)
                standings[ranked.Paper.Id] = standings.TryGetValue(ranked.Paper.Id, out var newer)
                    ? newer with { BestRank = Math.Min(newer.BestRank, ranked.Rank) }
                    : new Standing(ranked, edition.Id, ranked.Rank);
        Trending = [.. standings.Values.OrderBy(s => s.BestRank).ThenBy(s => s.Paper.Rank).ThenBy(s => s.Paper.Paper.Id)];
        Papers = [.. Trending.Select(s => s.Paper)];
    }

    public IReadOnlyList<RankedPaper> Papers { get; }

    /// <summary>By the best rank a paper reached in any of the editions: whoever reads once a week gets the papers of the
    /// week, not those of its last day.</summary>
    public IReadOnlyList<Standing> Trending { get; }

    public Standing? Find(long paper) => standings.GetValueOrDefault(paper);
}

/// <summary>A paper's place in a span.</summary>
/// <param name="Paper">As the newest edition has it.</param>
/// <param name="EditionId">That edition.</param>
internal sealed record Standing(RankedPaper Paper, long EditionId, int BestRank);
