namespace Digest.Subscribers;

/// <summary>A mail owed to a subscriber that is no issue. Subscriptions writes it down; the delivery run plans and sends
/// it.</summary>
/// <param name="Object">What it is about: the sign-up's number for a confirmation, else the token version that stood when
/// it was written, so that a person who comes and goes twice gets two.</param>
internal sealed record Notice(NoticeKind Kind, long Object)
{
    public string About => $"{Kind.ToString().ToLowerInvariant()}:{Object}";
}

internal enum NoticeKind { Confirm, Welcome, Goodbye }
