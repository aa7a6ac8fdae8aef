namespace Digest.Subscribers;

/// <summary>What a subscriber chose.</summary>
internal sealed record Preferences
{
    public const string DefaultZone = "UTC";
    public const int SmallestSize = 1, LargestSize = 50, DefaultSize = 10;

    /// <summary>Folder of the templates, a language tag.</summary>
    public string Locale { get; init; } = "en";

    public required DeliveryTime Delivery { get; init; }

    /// <summary>Papers in an issue, at most.</summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>True: trending papers alone are worth a mail, though interests are named.</summary>
    public bool TrendingAlone { get; init; }

    /// <summary>In the order the subscriber gave them.</summary>
    public IReadOnlyList<Interest> Interests { get; init; } = [];
}
