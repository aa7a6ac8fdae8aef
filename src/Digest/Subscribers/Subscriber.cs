namespace Digest.Subscribers;

/// <summary>Somebody who reads, from the first sign-up to the goodbye.</summary>
internal sealed record Subscriber
{
    /// <summary>The storage's number; 0 until saved.</summary>
    public long Id { get; init; }

    public required EmailAddress Address { get; init; }

    /// <summary>Keyed hash of the address's identity; what stays when the address is erased.</summary>
    public required string AddressHash { get; init; }

    public SubscriberState State { get; init; } = SubscriberState.Pending;

    public required Preferences Preferences { get; init; }

    /// <summary>What they said of papers they were sent.</summary>
    public Taste Taste { get; init; } = Taste.None;

    /// <summary>Goes into every link; raising it makes all links mailed before worthless.</summary>
    public int TokenVersion { get; init; } = 1;

    /// <summary>The token version this life began with. A change of address raises the version and begins no new life.</summary>
    public int LifeVersion { get; init; } = 1;

    /// <summary>Whether a link for leaving was mailed in this life, to whatever address. All other links count only at the present
    /// version.</summary>
    public bool IsOfThisLife(int tokenVersion) => tokenVersion >= LifeVersion && tokenVersion <= TokenVersion;

    /// <summary>When the next issue is due; null while none is.</summary>
    public DateTimeOffset? NextIssueAt { get; init; }

    /// <summary>Editions prepared up to here were considered for this subscriber already.</summary>
    public DateTimeOffset? CoveredUntil { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }
}

internal enum SubscriberState
{
    /// <summary>Asked, and has not confirmed.</summary>
    Pending,
    Active,
    Paused,
    Left,
}
