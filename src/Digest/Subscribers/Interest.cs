namespace Digest.Subscribers;

/// <summary>
/// One thing a subscriber follows. Words, authors and papers are ways to say it, and any of them is enough for a paper to
/// match. Categories narrow it down to theirs, or are followed whole where nothing else is said. What must appear, must; what
/// must not, keeps a paper out.
/// </summary>
internal sealed record Interest
{
    /// <summary>How many interests a subscriber may have.</summary>
    public const int MostInterests = 5;

    /// <summary>The name's length, in graphemes.</summary>
    public const int LongestName = 60;

    /// <summary>The line's length, in characters; a form refuses longer ones.</summary>
    public const int LongestText = 500;

    /// <summary>The catalogue's number; 0 until saved.</summary>
    public long Id { get; init; }

    /// <summary>Shown above its papers; the line cut to <see cref="LongestName"/> graphemes.</summary>
    public required string Name { get; init; }

    /// <summary>What the subscriber wrote in their own words; may be empty where something else is said.</summary>
    public required string Text { get; init; }

    /// <summary>Names of people whose papers match, as the subscriber wrote them.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Subject codes such as cs.CL.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>"Like these".</summary>
    public IReadOnlyList<ExamplePaper> Papers { get; init; } = [];

    /// <summary>Words or phrases that a paper must have, each of them.</summary>
    public IReadOnlyList<string> Must { get; init; } = [];

    /// <summary>Words or phrases that a paper must not have, none of them.</summary>
    public IReadOnlyList<string> MustNot { get; init; } = [];

    /// <summary>How much its scores count beside those of the subscriber's other interests; 1 is usual.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Places in an issue kept for it as long as it has matches.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>The least score, 0 to 1, for a paper to count as a match; null takes the matcher's own.</summary>
    public double? Threshold { get; init; }
}

/// <summary>A paper given as an example of what somebody wants.</summary>
/// <param name="Key">As a PaperId is written: "arxiv:2608.16590", "doi:…"; empty when only a title was given.</param>
/// <param name="Title">As it was given; may be empty.</param>
internal sealed record ExamplePaper(string Key, string Title);
