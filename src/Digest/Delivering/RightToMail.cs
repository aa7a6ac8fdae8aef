using Digest.Subscribers;

namespace Digest.Delivering;

/// <summary>Who may be mailed what, asked again in the claim itself: a table of kind, subscriber's state and
/// suppression.</summary>
internal static class RightToMail
{
    static readonly Dictionary<MailKind, Rule> Table = new()
    {
        // An issue and a welcome go only to those who confirmed and are not suppressed.
        [MailKind.Issue] = new([SubscriberState.Active], Suppression.None),
        [MailKind.Welcome] = new([SubscriberState.Active], Suppression.None),

        // Somebody who asks again may have a full mailbox behind them or a complaint regretted; "never mail me" stands.
        [MailKind.Confirm] = new([SubscriberState.Pending, SubscriberState.Active, SubscriberState.Paused], Suppression.Complaint),

        // Once, after leaving by page. One-click and complaints plan none.
        [MailKind.Goodbye] = new([SubscriberState.Left], Suppression.Soft),

        // A change of address is asked for by who reads; that the old mailbox bounces is a reason for it.
        [MailKind.MoveHere] = new([SubscriberState.Active, SubscriberState.Paused], Suppression.Complaint),
        [MailKind.MoveAway] = new([SubscriberState.Active, SubscriberState.Paused], Suppression.Complaint),

        // The new end has just said yes. The old one must hear of it, whatever became of the subscription since.
        [MailKind.MovedHere] = new([SubscriberState.Active, SubscriberState.Paused], Suppression.None),
        [MailKind.MovedAway] = new([SubscriberState.Active, SubscriberState.Paused, SubscriberState.Left], Suppression.Complaint),

        // Who has changed their mind since needs no word of it.
        [MailKind.Paused] = new([SubscriberState.Paused], Suppression.None),
        [MailKind.Back] = new([SubscriberState.Active], Suppression.None),
    };

    /// <summary>Null when the mail may go; else the state the delivery ends in, and why.</summary>
    public static Refusal? Refuse(MailKind kind, SubscriberState state, Suppression suppression)
    {
        var rule = Table[kind];
        if (suppression > rule.Overrides)
            return new(DeliveryState.Suppressed, $"the address is suppressed ({suppression.ToString().ToLowerInvariant()})");
        if (!rule.States.Contains(state))
            return new(DeliveryState.Skipped, $"the subscriber is {state.ToString().ToLowerInvariant()}");
        return null;
    }

    internal sealed record Refusal(DeliveryState End, string Reason);

    sealed record Rule(SubscriberState[] States, Suppression Overrides);
}

/// <summary>How firmly an address is suppressed; each is firmer than the one before.</summary>
internal enum Suppression
{
    None,

    /// <summary>It bounced; a fresh confirmation lifts it.</summary>
    Soft,

    /// <summary>Its reader called our mail spam; only a fresh confirmation lifts it.</summary>
    Complaint,

    /// <summary>Its owner said never.</summary>
    Never,
}
