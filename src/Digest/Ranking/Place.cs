namespace Digest.Ranking;

/// <summary>A paper's place in the lists it stands in, which stands for rank where nobody votes.</summary>
internal sealed class Place
{
    /// <summary>The top of a list is expected to end with so many times what its middle does, its end with as much less.</summary>
    const double Reach = 4;

    readonly Dictionary<(string Source, DateOnly Day), int> lengths = [];

    public Place(IEnumerable<Candidate> candidates)
    {
        foreach (var listing in candidates.SelectMany(Listings))
            lengths[List(listing)] = Math.Max(listing.Place, lengths.GetValueOrDefault(List(listing)));
    }

    /// <summary>The listing in which it stands best; null when it is in no list that has an order.</summary>
    public Listing? Of(Candidate candidate) => Listings(candidate)
        .OrderByDescending(Standing).ThenBy(l => l.ListedAt).ThenBy(l => l.Source, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>How many times the middle of a list that place is worth; 1 without one.</summary>
    public double Lift(Candidate candidate) => Of(candidate) is { } listing ? Math.Pow(Reach, 2 * Standing(listing) - 1) : 1;

    static IEnumerable<Listing> Listings(Candidate candidate) => candidate.Listings.Where(l => l.Place > 0);

    /// <summary>1 the top of a list, 0 its end.</summary>
    double Standing(Listing listing) => 1 - (listing.Place - 0.5) / lengths[List(listing)];

    static (string, DateOnly) List(Listing l) => (l.Source, DateOnly.FromDateTime(l.ListedAt.UtcDateTime));
}
