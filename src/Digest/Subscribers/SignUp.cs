namespace Digest.Subscribers;

/// <summary>What somebody asked for at the door.</summary>
/// <param name="Subscriber">Whom it is for, as they are now.</param>
/// <param name="Interests">What they asked to follow.</param>
/// <param name="Zone">The zone their browser told, or the default.</param>
/// <param name="Locale">The language of the page they asked on.</param>
internal sealed record SignUp(
    long Id, Subscriber Subscriber, IReadOnlyList<Interest> Interests, string Zone, string Locale,
    DateTimeOffset AskedAt, DateTimeOffset? ConfirmedAt);

/// <summary>Evidence of what was asked, shown and agreed; kept for ever.</summary>
/// <param name="Event">What happened: asked, confirmed, left, never, added, paused, resumed.</param>
/// <param name="Channel">How: form, page, one-click, mailto, command, import.</param>
/// <param name="Wording">The words that were shown to the person who agreed.</param>
internal sealed record Consent(DateTimeOffset At, string Event, string Channel, string Wording)
{
    /// <summary>The network address it came from; null where none is kept.</summary>
    public string? Origin { get; init; }
}

/// <summary>That an address must not be mailed.</summary>
/// <param name="Strength">"soft" (it bounced, was erased, or an operator said so), "complaint" or "never".</param>
internal sealed record Suppressed(string Strength, string Reason, DateTimeOffset Since)
{
    /// <summary>The reason of what mails that came back led to.</summary>
    public const string Bounced = "mails came back";

    /// <summary>The reason of what an operator suppressed.</summary>
    public const string ByOperator = "by the operator";

    /// <summary>Whether an operator may lift it; a complaint, "never" and an erasure are the owner's.</summary>
    public bool IsOperators => Strength == "soft" && Reason is Bounced or ByOperator;
}

/// <summary>What was typed at the door, before anything is looked up.</summary>
internal sealed record Asking(
    long Id, string Address, IReadOnlyList<Interest> Interests, string Zone, string Locale, string Wording, DateTimeOffset AskedAt)
{
    /// <summary>As <see cref="Consent.Origin"/>.</summary>
    public string? Origin { get; init; }
}
