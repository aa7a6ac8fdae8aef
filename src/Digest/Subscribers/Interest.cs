namespace Digest.Subscribers;

/// <summary>One thing a subscriber follows.</summary>
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

    /// <summary>What the subscriber wrote.</summary>
    public required string Text { get; init; }

    /// <summary>How much its scores count beside those of the subscriber's other interests; 1 is usual.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Places in an issue kept for it as long as it has matches.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>The least score, 0 to 1, for a paper to count as a match; null takes the matcher's own.</summary>
    public double? Threshold { get; init; }
}
