using Digest.Papers;

namespace Digest.Ranking;

/// <summary>What papers like this one ended with, before anybody has voted: the level of its source, moved by its submitter,
/// its authors and its categories. Each is drawn to the middle while it is known from few papers only, and no paper is its
/// own evidence.</summary>
internal sealed class Expectations
{
    /// <summary>So many papers must speak before they outweigh the middle.</summary>
    const double FewPapers = 3, FewForSource = 8;

    /// <summary>Fewer papers do not show what is usual at a source.</summary>
    const int LeastForUsual = 8;

    /// <summary>No name moves a paper further than this, as a logarithm: seven times, or a seventh.</summary>
    const double Furthest = 2;

    readonly RankingOptions _options;
    readonly Dictionary<string, (double Level, int Papers)> _levels = new(StringComparer.Ordinal);
    readonly Dictionary<string, (double Sum, int Papers)> _names = new(StringComparer.Ordinal);
    readonly Dictionary<Paper, double> _own = new(ReferenceEqualityComparer.Instance);

    /// <param name="settled">Papers with counts, old enough to tell, the source that counted and the end expected of each
    /// without knowing any name.</param>
    public Expectations(IReadOnlyCollection<(Candidate Candidate, string Source, double End)> settled, RankingOptions options)
    {
        _options = options;
        foreach (var source in settled.GroupBy(s => s.Source, StringComparer.Ordinal))
            _levels[source.Key] = ((source.Sum(s => Math.Log(1 + s.End)) + FewForSource * Math.Log(1 + options.UsualVotes))
                / (source.Count() + FewForSource), source.Count());
        foreach (var (candidate, source, end) in settled)
        {
            var beyond = Math.Log(1 + end) - _levels[source].Level;
            _own[candidate.Paper] = beyond;
            foreach (var name in Names(candidate))
                _names[name] = _names.TryGetValue(name, out var known) ? (known.Sum + beyond, known.Papers + 1) : (beyond, 1);
        }
    }

    /// <summary>Upvotes a paper is expected to end with at a source.</summary>
    public double At(string source, Candidate candidate) =>
        Math.Exp(_levels.GetValueOrDefault(source, (Math.Log(1 + _options.UsualVotes), 0)).Item1 + Beyond(candidate)) - 1;

    /// <summary>Upvotes a paper of a source usually ends with; null when too few are known to say so.</summary>
    public double? UsualAt(string source) =>
        _levels.TryGetValue(source, out var known) && known.Papers >= LeastForUsual ? Math.Exp(known.Level) - 1 : null;

    /// <summary>How much more, or less, its names let expect, as a logarithm.</summary>
    public double Beyond(Candidate candidate)
    {
        var beyond = _options.SubmitterWeight * Mean(candidate, Submitters(candidate))
            + _options.AuthorWeight * Best(candidate, Authors(candidate))
            + _options.CategoryWeight * Mean(candidate, Categories(candidate));
        return Math.Clamp(beyond, -Furthest, Furthest);
    }

    double Mean(Candidate candidate, IEnumerable<string> names) => names.Select(n => Drawn(candidate, n)).DefaultIfEmpty().Average();

    // A great name among many unknown ones draws as much as alone.
    double Best(Candidate candidate, IEnumerable<string> names) => names.Select(n => Drawn(candidate, n)).DefaultIfEmpty().Max();

    double Drawn(Candidate candidate, string name)
    {
        if (!_names.TryGetValue(name, out var known))
            return 0;
        var (sum, papers) = _own.TryGetValue(candidate.Paper, out var own) ? (known.Sum - own, known.Papers - 1) : known;
        return sum / (papers + FewPapers);
    }

    static IEnumerable<string> Names(Candidate c) => Submitters(c).Concat(Authors(c)).Concat(Categories(c));

    static IEnumerable<string> Submitters(Candidate c) =>
        c.Listings.Where(l => l.Submitter.Length > 0).Select(l => $"s {l.Source} {l.Submitter}").Distinct(StringComparer.Ordinal);

    static IEnumerable<string> Authors(Candidate c) => c.Paper.Authors.Select(a => "a " + a).Distinct(StringComparer.Ordinal);

    static IEnumerable<string> Categories(Candidate c) => c.Paper.Categories.Select(a => "c " + a).Distinct(StringComparer.Ordinal);
}
