using System.Text.Json;

namespace Digest.Subscribers;

/// <summary>A mail owed to a subscriber that is no issue. Subscriptions writes it down; the delivery run plans and sends
/// it.</summary>
/// <param name="Object">What it is about: the number of the sign-up or the move, else the moment it was owed, so that a person who
/// comes and goes twice gets two.</param>
internal sealed record Notice(NoticeKind Kind, long Object)
{
    public string About => FormattableString.Invariant($"{JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString())}:{Object}");

    /// <summary>Of a move: as much of the new address as the present end may see.</summary>
    public string? Shown { get; init; }

    /// <summary>When the next letter comes, where the mail tells it; put in when the mail is planned.</summary>
    public NextLetter? Next { get; init; }
}

/// <summary>The next letter by its reader's own clock.</summary>
/// <param name="Time">"08:00".</param>
internal sealed record NextLetter(DateOnly Day, string Time, string Zone)
{
    public static NextLetter? Of(DeliveryTime delivery, DateTimeOffset? at) => at is not { } due ? null
        : new(delivery.DateAt(due), delivery.LocalAt(due).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), delivery.Zone);
}

/// <summary>Somebody who is mailed at another address than a subscriber's present one.</summary>
internal sealed record Recipient(string Address, string AddressHash);

internal enum NoticeKind
{
    Confirm,
    Welcome,
    Goodbye,

    /// <summary>Asks a new address whether letters shall come there.</summary>
    MoveHere,

    /// <summary>Asks the present address whether letters may go elsewhere.</summary>
    MoveAway,

    /// <summary>Tells the new address that they do, and…</summary>
    MovedHere,

    /// <summary>…the old one.</summary>
    MovedAway,
    Paused,

    /// <summary>Letters come again.</summary>
    Back,
}
