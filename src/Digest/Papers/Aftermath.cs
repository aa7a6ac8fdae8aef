namespace Digest.Papers;

/// <summary>What became of papers since the editions were made that they stand in: merged into others, withdrawn, news.</summary>
internal sealed class Aftermath
{
    readonly IReadOnlyDictionary<long, long> _heads;
    readonly IReadOnlySet<long> _withdrawn;
    readonly ILookup<long, long> _members;
    readonly ILookup<long, PaperNewsItem> _news;

    public static readonly Aftermath None = new(new Dictionary<long, long>(), new HashSet<long>(), []);

    /// <param name="mergedInto">The paper that stands for each that was merged.</param>
    public Aftermath(IReadOnlyDictionary<long, long> mergedInto, IReadOnlySet<long> withdrawn, IReadOnlyList<PaperNewsItem> news)
    {
        (_heads, _withdrawn) = (mergedInto, withdrawn);
        _members = mergedInto.ToLookup(pair => pair.Value, pair => pair.Key);
        _news = news.ToLookup(item => Head(item.Paper));
        var stamp = new HashCode();
        foreach (var (member, head) in mergedInto.OrderBy(pair => pair.Key)) stamp.Add(HashCode.Combine(member, head));
        foreach (var id in withdrawn.Order()) stamp.Add(id);
        Stamp = stamp.ToHashCode();
    }

    /// <summary>Differs when papers were merged, split or withdrawn; news does not change it.</summary>
    public int Stamp { get; }

    public long Head(long paper) => _heads.GetValueOrDefault(paper, paper);

    /// <summary>All numbers that the work has, this one among them.</summary>
    public IEnumerable<long> Family(long paper) => _members[Head(paper)].Append(Head(paper));

    public bool IsWithdrawn(long paper) => _withdrawn.Contains(paper) || _withdrawn.Contains(Head(paper));

    /// <summary>Lately, about the work.</summary>
    public IEnumerable<PaperNewsItem> News(long paper) => _news[Head(paper)];
}

/// <summary>A piece of news as it is kept.</summary>
/// <param name="Id">Its own number: nobody is told it twice.</param>
internal sealed record PaperNewsItem(long Id, long Paper, PaperUpdate Update, DateTimeOffset At);
