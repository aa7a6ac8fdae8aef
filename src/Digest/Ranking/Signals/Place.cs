namespace Digest.Ranking.Signals;

/// <summary>A paper's place in the lists it stands in, which stands for rank where nobody votes.</summary>
internal sealed class Place
{
    readonly Dictionary<(string Source, DateOnly Day), int> lengths = [];

    public Place(IEnumerable<Candidate> candidates)
    {
        foreach (var listing in candidates.SelectMany(c => c.Listings).Where(l => l.Place > 0))
        {
            var list = List(listing);
            lengths[list] = Math.Max(listing.Place, lengths.GetValueOrDefault(list));
        }
    }

    /// <summary>The best of its standings (1 the top of a list, 0 its end) with the place it comes from; null when it is
    /// in no list that has an order.</summary>
    public (double Standing, int At)? Of(Candidate candidate)
    {
        (double Standing, int At)? best = null;
        foreach (var listing in candidate.Listings.Where(l => l.Place > 0))
        {
            var standing = 1 - (listing.Place - 0.5) / lengths[List(listing)];
            if (best is null || standing > best.Value.Standing)
                best = (standing, listing.Place);
        }
        return best;
    }

    static (string, DateOnly) List(Listing l) => (l.Source, DateOnly.FromDateTime(l.ListedAt.UtcDateTime));
}
