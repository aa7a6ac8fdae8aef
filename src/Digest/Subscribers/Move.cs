namespace Digest.Subscribers;

/// <summary>Letters that are to come to another address, once both ends have said so.</summary>
/// <param name="TokenVersion">The subscriber's when it was asked for: whatever raises it ends the move.</param>
/// <param name="NewHash">Keyed hash of the new address's identity.</param>
/// <param name="NewAddress">Null once it has ended.</param>
/// <param name="Shown">As much of the new address as the present end may see; empty once it has ended.</param>
internal sealed record Move(
    long Id, long Subscriber, int TokenVersion, string OldHash, string NewHash, string? NewAddress, string Shown, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>When the present address said yes, and…</summary>
    public DateTimeOffset? AllowedAt { get; init; }

    /// <summary>…when the new one did.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public MoveEnd? Ended { get; init; }

    /// <summary>Counts the spellings of the new mailbox together.</summary>
    public required string LimitKey { get; init; }

    public long? SignUp { get; init; }

    /// <summary>Whether it waits for somebody's word.</summary>
    public bool IsOpen(DateTimeOffset now) => EndedAt is null && ExpiresAt > now;

    public DateTimeOffset? PressedAt(bool isHere) => isHere ? ConfirmedAt : AllowedAt;
}

internal enum MoveEnd
{
    Moved,
    Cancelled,

    /// <summary>Another address was asked for instead.</summary>
    Replaced,
    Expired,

    /// <summary>The owner of the new address said never.</summary>
    Never,

    /// <summary>Its subscriber was erased.</summary>
    Erased,
}

/// <summary>What became of asking for a move.</summary>
internal enum MoveAsked
{
    Noted,

    /// <summary>Letters come there already.</summary>
    Same,
    TooMany,

    /// <summary>There is nobody to mail.</summary>
    Gone,
}

/// <summary>Where a move stands for who came by a link of it.</summary>
internal enum MoveState
{
    Open,

    /// <summary>This end has said yes, the other has not.</summary>
    Waiting,
    Moved,
    Cancelled,

    /// <summary>Expired, replaced, or its subscriber is gone.</summary>
    Over,

    /// <summary>The new address has a subscription of its own, so nothing was changed.</summary>
    Taken,
    Unknown,
}

/// <summary>What a move may do, and how much of it is told.</summary>
internal static class MoveRule
{
    /// <summary>Who moves house moves once; three leave room for a typing error.</summary>
    public const int MostInMonth = 3;

    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <param name="asked">When this subscriber asked for moves before.</param>
    public static bool MayAsk(DateTimeOffset now, IEnumerable<DateTimeOffset> asked) => asked.Count(at => at > now - Month) < MostInMonth;

    /// <summary>As much of an address as lets its owner know it: "a…@example.org".</summary>
    public static string Shown(EmailAddress address) =>
        $"{System.Globalization.StringInfo.GetNextTextElement(address.Text)}…{address.Text[address.Text.LastIndexOf('@')..]}";

    public static MoveState StateOf(Move move, bool isHere, Subscriber? reader, DateTimeOffset now) => move switch
    {
        { Ended: MoveEnd.Moved } => MoveState.Moved,
        { Ended: MoveEnd.Cancelled or MoveEnd.Never } => MoveState.Cancelled,
        _ when !move.IsOpen(now) || reader is not { State: SubscriberState.Active or SubscriberState.Paused } || reader.TokenVersion != move.TokenVersion =>
            MoveState.Over,
        _ => move.PressedAt(isHere) is null ? MoveState.Open : MoveState.Waiting,
    };
}
