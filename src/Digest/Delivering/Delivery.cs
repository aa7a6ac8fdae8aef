namespace Digest.Delivering;

/// <summary>The durable promise to hand one mail to the relay, as claimed by this process.</summary>
internal sealed record Delivery
{
    public required long Id { get; init; }
    public required MailKind Kind { get; init; }
    public required long Subscriber { get; init; }

    /// <summary>What the mail is about: "issue:2026-07-17", "confirm:3".</summary>
    public required string About { get; init; }

    /// <summary>Where it goes, read at the claim: mostly its subscriber's address as it then is.</summary>
    public required string Address { get; init; }

    // Fixed at planning, so that every attempt is the same mail.
    public required string MessageId { get; init; }
    public required string Locale { get; init; }
    public required string TemplateVersion { get; init; }
    public required int KeyId { get; init; }
    public required int TokenVersion { get; init; }
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>The address it names for leaving by mail; null for none.</summary>
    public string? LeaveBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Attempts so far, this one included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Grows with every claim; every update repeats it, so that one who lost the claim changes nothing.</summary>
    public required long Fence { get; init; }

    /// <summary>True for the one retry of a mail that was in doubt: it must be the very same bytes.</summary>
    public required bool IsDoubted { get; init; }

    /// <summary>The relay that was asked last; null when none was, or none has a name.</summary>
    public string? Relay { get; init; }

    /// <summary>Somebody is waiting for it at this moment.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Hash of the bytes handed over before; null when none were.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>Issues, and a kind for each of <see cref="Digest.Subscribers.NoticeKind"/> with the same name.</summary>
internal enum MailKind { Issue, Confirm, Welcome, Goodbye, MoveHere, MoveAway, MovedHere, MovedAway, Paused, Back }

/// <summary>Where a delivery stands. The first three are on the way, the others are ends; in doubt becomes queued once
/// more where the policy says so.</summary>
internal enum DeliveryState
{
    Queued,
    Claimed,

    /// <summary>The relay has all but the final dot's answer.</summary>
    HandedOff,

    InDoubt,
    Sent,
    Failed,
    Expired,
    Suppressed,
    Skipped,
}

/// <summary>How the states and kinds are written in rows.</summary>
internal static class DeliveryWords
{
    public static string Word(this DeliveryState state) => state switch
    {
        DeliveryState.HandedOff => "handed_off",
        DeliveryState.InDoubt => "in_doubt",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static string Word(this MailKind kind) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
