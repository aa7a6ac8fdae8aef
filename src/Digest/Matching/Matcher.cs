using System.Buffers;
using System.Runtime.InteropServices;
using Digest.Subscribers;

namespace Digest.Matching;

/// <summary>
/// Which papers matter to you. A match's score is the share of what the interest says that the paper is about:
///
///     Σ weight(term) × strength(term, paper)  /  Σ weight(term)
///
/// over the interest's words and, while it is short, its neighbouring words taken together. The weight is how telling a term
/// is, the strength BM25's saturated count, so a paper that only shares the interest's common words stays near 0 and one
/// threshold serves all interests. Papers and interests can be matched on many threads at once.
/// </summary>
internal sealed class Matcher(TextIndex index, MatchingOptions options)
{
    /// <summary>At most this many words are given as a match's reason.</summary>
    const int MostWords = 4;

    public CompiledInterest Compile(Interest interest) => CompiledInterest.Of(interest, index, options);

    /// <summary>The best papers for the interest that reach its threshold, best first.</summary>
    /// <param name="except">Papers, by the catalogue's number, that are out of question (they were shown).</param>
    /// <param name="liking">What the subscriber likes and dislikes about it, compared with these papers; null for nothing.</param>
    /// <param name="meaning">What an embedder finds the interest to mean; null without one.</param>
    public IReadOnlyList<Match> Match(
        Interest interest, IReadOnlySet<long>? except = null, Liking? liking = null, Meaning? meaning = null) =>
        Match(Compile(interest), except, liking, meaning);

    public IReadOnlyList<Match> Match(
        CompiledInterest interest, IReadOnlySet<long>? except = null, Liking? liking = null, Meaning? meaning = null)
    {
        var hits = ArrayPool<Hit>.Shared.Rent(options.MostMatches);
        var threshold = interest.Interest.Threshold ?? options.Threshold;
        var found = Best(interest, hits.AsSpan(0, options.MostMatches), threshold, except, liking, meaning);
        var matches = new Match[found];
        for (var i = 0; i < found; i++)
            matches[i] = Explained(interest, hits[i], threshold, liking, meaning);
        ArrayPool<Hit>.Shared.Return(hits);
        return matches;
    }

    Match Explained(CompiledInterest interest, Hit hit, double threshold, Liking? liking, Meaning? meaning)
    {
        var follows = interest.Conditions?.Follows(hit.Paper) == true;
        var isPlain = liking is null && meaning is null;
        var parts = new ScoreParts(
            isPlain && !follows ? hit.Score : WordScore(interest, hit.Paper), follows ? 1 : 0,
            liking?.Likes(hit.Paper) ?? 0, liking?.Dislikes(hit.Paper) ?? 0)
        {
            Meaning = meaning?.Nearness(hit.Paper),
        };
        var stated = follows ? 1 : meaning?.Join(parts.Words, hit.Paper) ?? parts.Words;
        var like = parts.Likes > 0 && stated - parts.Dislikes < threshold ? liking!.NearestLiked(hit.Paper)?.Title ?? "" : "";
        return new(
            index.Papers[hit.Paper], interest.Interest, Math.Min(1, hit.Score), new MatchReason(() => Words(interest, hit.Paper), like))
        {
            Parts = parts,
        };
    }

    /// <summary>Fills <paramref name="best"/> with the highest scores from the threshold on, best first, and tells how many
    /// there are. Allocates nothing.</summary>
    public int Best(
        CompiledInterest interest, Span<Hit> best, double threshold, IReadOnlySet<long>? except = null,
        Liking? liking = null, Meaning? meaning = null)
    {
        var conditions = interest.Conditions;
        var isPlain = liking is null && meaning is null;
        if (isPlain && (interest.IsEmpty || (interest.Terms.Length == 0 && conditions is null)))
            return 0;
        var papers = index.Papers.Count;
        var sums = ArrayPool<float>.Shared.Rent(papers);
        Array.Clear(sums, 0, papers);
        foreach (var term in interest.Terms)
            foreach (var posting in index.Postings(term.Id))
                sums[posting.Paper] += term.Weight * posting.Strength;

        var found = 0;
        var least = threshold * interest.Total;
        for (var p = 0; p < papers; p++)
        {
            var follows = conditions?.Follows(p) == true;
            var score = isPlain ? 0 : Joined(p, follows);
            var reaches = isPlain ? follows || (sums[p] > 0 && sums[p] >= least) : score > 0 && score >= threshold;
            if (reaches && conditions?.LetsIn(p) != false && liking?.IsExample(p) != true
                && except?.Contains(index.Papers[p].Paper.Id) != true)
                found = Insert(best, found, new Hit(p, !isPlain ? score : follows ? 1 : sums[p] / interest.Total));
        }
        ArrayPool<float>.Shared.Return(sums);
        return found;

        double Joined(int paper, bool follows)
        {
            var words = interest.Total > 0 ? sums[paper] / interest.Total : 0;
            var stated = follows ? 1 : meaning?.Join(words, paper) ?? words;
            return liking?.Join(stated, paper) ?? Math.Min(1, stated);
        }
    }

    int Insert(Span<Hit> best, int found, Hit hit)
    {
        if (found == best.Length)
        {
            if (!IsBetter(hit, best[^1]))
                return found;
            found--;
        }
        var at = found;
        for (; at > 0 && IsBetter(hit, best[at - 1]); at--)
            best[at] = best[at - 1];
        best[at] = hit;
        return found + 1;
    }

    // Equal scores: what ranks higher for everyone, then the catalogue's order.
    bool IsBetter(Hit a, Hit b)
    {
        if (a.Score != b.Score)
            return a.Score > b.Score;
        var (left, right) = (index.Papers[a.Paper], index.Papers[b.Paper]);
        return left.Rank != right.Rank ? left.Rank < right.Rank : left.Paper.Id < right.Paper.Id;
    }

    /// <summary>Whom and what it follows that the paper has; then its words that the paper has, neighbours together, the most
    /// telling first.</summary>
    List<string> Words(CompiledInterest interest, int paper)
    {
        var spans = new List<(int From, int To, double Weight)>();
        foreach (var term in interest.Terms)
            if (Strength(term.Id, paper) is var strength and > 0)
                spans.Add((term.From, term.To, term.Weight * strength));
        spans.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : b.To.CompareTo(a.To));

        var runs = new List<(int From, int To, double Weight)>();
        foreach (var span in spans)
        {
            if (runs.Count > 0 && span.From < runs[^1].To)
                runs[^1] = (runs[^1].From, Math.Max(runs[^1].To, span.To), runs[^1].Weight + span.Weight);
            else
                runs.Add(span);
        }
        return [.. (interest.Conditions?.Reasons(paper) ?? []).Concat(runs.OrderByDescending(r => r.Weight).ThenBy(r => r.From)
            .Select(r => interest.Written[r.From..r.To])).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWords)];
    }

    double WordScore(CompiledInterest interest, int paper) =>
        interest.Total <= 0 ? 0 : Math.Min(1, interest.Terms.Sum(t => t.Weight * Strength(t.Id, paper)) / interest.Total);

    /// <summary>How a paper, by the catalogue's number, came by its score; null for one that is not among these.</summary>
    public ScoreBreakdown? BreakDown(long paper, Interest interest, Liking? liking, Meaning? meaning)
    {
        if (Place(paper) is not { } place)
            return null;
        var compiled = Compile(interest);
        var terms = from term in compiled.Terms
                    let strength = Strength(term.Id, place)
                    where strength > 0
                    orderby term.Weight * strength descending, term.From, term.Id
                    select new TermBreakdown(compiled.Written[term.From..term.To], term.Weight, strength, term.Weight * strength / compiled.Total);
        return ScoreBreakdown.Of(interest.Threshold ?? options.Threshold, [.. terms], compiled.Total, liking, meaning, place);
    }

    /// <summary>A paper's place, by the catalogue's number.</summary>
    public int? Place(long paper) => index.Papers.Index().FirstOrDefault(p => p.Item.Paper.Id == paper) is (var place, { }) ? place : null;

    double Strength(int term, int paper)
    {
        var postings = index.Postings(term);
        var (low, high) = (0, postings.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (postings[middle].Paper == paper)
                return postings[middle].Strength;
            if (postings[middle].Paper < paper)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return 0;
    }
}

/// <summary>A paper found, by its place in the index, and how well it matches.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hit(int Paper, double Score);
