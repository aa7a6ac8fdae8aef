using System.Buffers;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>Finds papers by words, as interests find theirs: the best first, of equals the newest. Made once, asked on any
/// number of threads; keeps the papers' numbers and terms, not their texts.</summary>
internal sealed class PaperSearch
{
    /// <summary>How much of what is asked a paper must be about. An interest that mails should be surer.</summary>
    const double Least = 0.15;

    readonly Matcher matcher;
    readonly RankedPaper[] papers;

    /// <param name="newestFirst">Every paper once.</param>
    public PaperSearch(IReadOnlyList<Paper> newestFirst, MatchingOptions options)
    {
        papers = [.. newestFirst.Select((paper, i) => new RankedPaper(paper, i + 1, 0, new(RankReasonKind.New, 0), null))];
        matcher = new Matcher(new TextIndex(papers, options, isSparing: true), options);
        for (var i = 0; i < papers.Length; i++)
            papers[i] = papers[i] with { Paper = new Paper { Id = papers[i].Paper.Id, Title = "" } };
    }

    /// <summary>How many papers there are to find.</summary>
    public int Papers => papers.Length;

    /// <param name="words">What is looked for; names of authors and subject codes count too.</param>
    /// <param name="most">At most so many papers.</param>
    public IReadOnlyList<Found> Find(string words, int most)
    {
        var hits = ArrayPool<Hit>.Shared.Rent(most);
        var found = matcher.Best(matcher.Compile(new Interest { Name = "", Text = words }), hits.AsSpan(0, most), Least);
        var answer = new Found[found];
        for (var i = 0; i < found; i++)
            answer[i] = new(papers[hits[i].Paper].Paper.Id, Math.Min(1, hits[i].Score));
        ArrayPool<Hit>.Shared.Return(hits);
        return answer;
    }

    /// <param name="Paper">The catalogue's number.</param>
    /// <param name="Score">0 to 1, as a match's.</param>
    internal sealed record Found(long Paper, double Score);
}
