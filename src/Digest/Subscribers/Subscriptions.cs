using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest.Subscribers;

/// <summary>The verbs of a subscription: ask, confirm, leave, never again, and what an operator does for somebody. Each
/// outcome is a value; nothing here sends mail, it only writes down which notice is owed.</summary>
internal sealed partial class Subscriptions(
    SubscriptionStore store, AskingStore askings, SubscriberStore subscribers, MoveStore moves, Erasure erasure, KeyRing keys, TimeProvider time, ILogger<Subscriptions> log)
{
    const int AskedAtOnce = 200;

    /// <summary>How long a confirmation can be used.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromHours(72);

    /// <summary>How long leaving can be taken back.</summary>
    public static readonly TimeSpan ReturnWithin = TimeSpan.FromHours(24);

    /// <summary>The time of day for those who have not chosen one.</summary>
    public static readonly TimeOnly DefaultTime = new(8, 0);

    /// <summary>Somebody asks for the digest with nothing but an address and what they care about. It is written down and nothing
    /// looked up, so that the answer tells nothing about the address, not even by the time it takes.</summary>
    public Task AskAsync(
        EmailAddress address, IReadOnlyList<Interest> interests, string? zone, string locale, string wording, string? origin, CancellationToken ct) =>
        askings.NoteAsync(new(0, address.Text, interests, zone ?? "", locale, wording, time.GetUtcNow()) { Origin = origin }, ct);

    /// <summary>Decides what becomes of those who asked since, each once.</summary>
    /// <returns>What was decided, for the tests; the log has it too.</returns>
    public async Task<IReadOnlyList<SignUpAnswer>> AnswerAsync(CancellationToken ct)
    {
        var answers = new List<SignUpAnswer>();
        while (await askings.AskedAsync(AskedAtOnce, ct) is { Count: > 0 } asked)
            foreach (var asking in asked)
                if (await AnswerAsync(asking, ct) is { } answer)
                {
                    LogAsked(answer);
                    answers.Add(answer);
                }
        return answers;
    }

    /// <summary>Null when another node answered.</summary>
    Task<SignUpAnswer?> AnswerAsync(Asking asking, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(asking.Address, out var address, out var why))
            throw new InvalidDataException($"Asking {asking.Id} has an unusable address: {why}");
        var stranger = NewSubscriber(address, SubscriberState.Pending, new()
        {
            Locale = asking.Locale,
            Delivery = At(asking.Zone, DefaultTime, Weekdays.All),
            Interests = asking.Interests,
        });
        return store.SignUpAsync(asking, stranger, keys.Hash(address.LimitKey), new(asking.AskedAt, "asked", "form", asking.Wording) { Origin = asking.Origin }, ct);
    }

    /// <summary>The sign-up a confirmation link is for, or why it cannot be used.</summary>
    public async Task<(ConfirmState State, SignUp? SignUp)> LookUpAsync(string? tokenText, CancellationToken ct)
    {
        if (!SubscriptionToken.TryRead(tokenText, keys, out var token) || token.Purpose != TokenPurpose.Confirm)
            return (ConfirmState.Unknown, null);
        var signUp = await store.FindSignUpAsync(token.Object, ct);
        if (signUp is null || signUp.Subscriber.Id != token.Subscriber)
            return (ConfirmState.Unknown, null);
        if (await store.IsNeverAsync(signUp.Subscriber.AddressHash, ct))
            return (ConfirmState.Never, signUp);
        if (signUp.ConfirmedAt is not null)
            return (ConfirmState.AlreadyConfirmed, signUp);
        return (token.ExpiresAt <= time.GetUtcNow() ? ConfirmState.Expired : ConfirmState.Open, signUp);
    }

    /// <summary>Confirms, and makes the first issue due at once.</summary>
    public async Task<(ConfirmState State, SignUp? SignUp)> ConfirmAsync(
        string? tokenText, string wording, string? origin, CancellationToken ct)
    {
        var (state, signUp) = await LookUpAsync(tokenText, ct);
        if (state != ConfirmState.Open)
            return (state, signUp);
        var now = time.GetUtcNow();
        var fresh = await store.ConfirmAsync(signUp!.Id, firstIssueAt: now, new(now, "confirmed", "page", wording) { Origin = origin }, ct);
        if (fresh)
            LogConfirmed(signUp.Subscriber.Id);
        return (fresh ? ConfirmState.Open : ConfirmState.AlreadyConfirmed, signUp);
    }

    /// <summary>Whom a link for leaving is for; null for a link that this service did not make, or that was mailed before its
    /// reader left and came back. One mailed to an address from which letters moved away since is as good as ever.</summary>
    public async Task<Subscriber?> ReadLeaveLinkAsync(string? tokenText, CancellationToken ct) =>
        SubscriptionToken.TryRead(tokenText, keys, out var token)
            && token.Purpose is TokenPurpose.Unsubscribe or TokenPurpose.NeverMail
            && await subscribers.FindAsync(token.Subscriber, ct) is { } subscriber
            && (subscriber.IsOfThisLife(token.TokenVersion) || subscriber.State == SubscriberState.Left
                || token.Purpose == TokenPurpose.NeverMail) ? subscriber : null;

    /// <summary>True for a link that says "never mail me again".</summary>
    public bool IsNever(string? tokenText) =>
        SubscriptionToken.TryRead(tokenText, keys, out var token) && token.Purpose == TokenPurpose.NeverMail;

    /// <summary>Leaves, or for a never-mail link suppresses the address for good. Doing it again changes nothing.</summary>
    /// <param name="oneClick">True when a mail program asked (RFC 8058): no goodbye is owed then.</param>
    /// <returns>False when the link is none of ours, or of an earlier life.</returns>
    public Task<bool> LeaveAsync(string? tokenText, bool oneClick, CancellationToken ct) => LeaveAsync(tokenText, oneClick ? "one-click" : "page", ct);

    /// <summary>Leaves by a mail that bears the token of a letter's link; as by one click, no goodbye is owed.</summary>
    public async Task<bool> LeaveByMailAsync(string tokenText, CancellationToken ct) =>
        SubscriptionToken.TryRead(tokenText, keys, out var token) && token.Purpose == TokenPurpose.Unsubscribe && await LeaveAsync(tokenText, "mailto", ct);

    async Task<bool> LeaveAsync(string? tokenText, string channel, CancellationToken ct)
    {
        if (!SubscriptionToken.TryRead(tokenText, keys, out var token) || token.Purpose is not (TokenPurpose.Unsubscribe or TokenPurpose.NeverMail))
            return false;
        var now = time.GetUtcNow();
        var done = token switch
        {
            { Purpose: TokenPurpose.NeverMail, Object: not 0 } => await moves.NeverAsync(token.Object, new(now, "never", channel, ""), ct),
            { Purpose: TokenPurpose.NeverMail } => await store.NeverAsync(token.Subscriber, new(now, "never", channel, ""), ct),
            _ => await store.LeaveAsync(token.Subscriber, token.TokenVersion, goodbye: channel == "page", new(now, "left", channel, ""), ct),
        };
        if (!done && await ReadLeaveLinkAsync(tokenText, ct) is null)
            return false;
        LogLeft(token.Subscriber, channel);
        return true;
    }

    /// <summary>Adds somebody the operator vouches for, active at once and mailed at the next hour they chose. Nobody when the
    /// address is a subscriber's already, or must not be mailed: that only its owner can change.</summary>
    public Task<(Subscriber? Added, Suppressed? Suppressed)> AddAsync(EmailAddress address, Preferences preferences, CancellationToken ct) =>
        AddAsync(address, preferences, "command", "added by the operator", ct);

    /// <param name="channel">By which way the operator says so.</param>
    /// <param name="wording">What is known of the owner's consent.</param>
    public async Task<(Subscriber? Added, Suppressed? Suppressed)> AddAsync(
        EmailAddress address, Preferences preferences, string channel, string wording, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var subscriber = NewSubscriber(address, SubscriberState.Active, preferences) with
        {
            ConfirmedAt = now,
            NextIssueAt = preferences.Delivery.NextAfter(now).DueAt,
        };
        var (id, suppressed) = await store.AddAsync(subscriber, new(now, "added", channel, wording), ct);
        return (id is null ? null : subscriber with { Id = id.Value }, suppressed);
    }

    public Task<bool> PauseAsync(Subscriber subscriber, CancellationToken ct) => PauseAsync(subscriber, "command", ct);

    /// <param name="channel">By which way the operator says so.</param>
    public Task<bool> PauseAsync(Subscriber subscriber, string channel, CancellationToken ct) =>
        store.SetPausedAsync(subscriber.Id, null, new(time.GetUtcNow(), "paused", channel, ""), ct);

    /// <summary>Pauses by the page; letters come again by themselves from that day on.</summary>
    /// <param name="until">A day to come, by the reader's own calendar; null: until they say so.</param>
    public Task<bool> PauseUntilAsync(Subscriber subscriber, DateOnly? until, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var resumesAt = until is { } day ? subscriber.Preferences.Delivery.NextAfter(now, day.AddDays(-1)).DueAt : (DateTimeOffset?)null;
        return store.PauseUntilAsync(subscriber.Id, resumesAt, new(now, "paused", "page", ""), ct);
    }

    /// <param name="channel">"page", or by which way an operator says so.</param>
    public async Task<bool> ResumeAsync(Subscriber subscriber, string channel, CancellationToken ct) => await store.SetPausedAsync(
        subscriber.Id, await NextAsync(subscriber, ct), new(time.GetUtcNow(), "resumed", channel, ""), ct);

    /// <summary>Whether leaving can still be taken back.</summary>
    public async Task<bool> CanReturnAsync(Subscriber subscriber, CancellationToken ct) =>
        subscriber is { State: SubscriberState.Left, ConfirmedAt: not null }
        && await store.SuppressionAsync(subscriber.AddressHash, ct) is null or { Strength: "soft" }
        && await store.LeftAtAsync(subscriber.Id, ct) >= time.GetUtcNow() - ReturnWithin;

    /// <summary>Takes leaving back within a day, by a link for leaving; null when that is not to be had.</summary>
    /// <returns>Fresh is false when it was taken back before.</returns>
    public async Task<(Subscriber? Subscriber, bool IsFresh)> ReturnAsync(string? tokenText, string wording, CancellationToken ct)
    {
        if (!SubscriptionToken.TryRead(tokenText, keys, out var token) || token.Purpose != TokenPurpose.Unsubscribe
            || await subscribers.FindAsync(token.Subscriber, ct) is not { } subscriber)
            return (null, false);
        var now = time.GetUtcNow();
        var returned = await store.ReturnAsync(
            token.Subscriber, token.TokenVersion, now - ReturnWithin, await NextAsync(subscriber, ct), new(now, "returned", "page", wording), ct);
        // Pressed twice, it was done the first time.
        var after = await subscribers.FindAsync(token.Subscriber, ct);
        var isHere = after is { State: SubscriberState.Active or SubscriberState.Paused } && after.TokenVersion == token.TokenVersion;
        return (isHere ? after : null, returned);
    }

    // A day that had its issue gets no second one.
    async Task<DateTimeOffset> NextAsync(Subscriber subscriber, CancellationToken ct) =>
        subscriber.Preferences.Delivery.NextAfter(time.GetUtcNow(), await subscribers.LastDateAsync(subscriber.Id, ct)).DueAt;

    /// <summary>Ends the subscription on the operator's word; no goodbye is owed.</summary>
    public Task<bool> RemoveAsync(Subscriber subscriber, CancellationToken ct) =>
        store.LeaveAsync(subscriber.Id, null, goodbye: false, new(time.GetUtcNow(), "left", "command", ""), ct);

    /// <summary>Forgets a person: of the address only its keyed hash stays, so that it stays unmailed.</summary>
    /// <param name="channel">"page", or by which way an operator says so.</param>
    public Task<bool> EraseAsync(Subscriber subscriber, string channel, CancellationToken ct) =>
        erasure.EraseAsync(subscriber.Id, new(time.GetUtcNow(), "erased", channel, ""), ct);

    /// <summary>Somebody as they begin, in no row yet.</summary>
    public Subscriber NewSubscriber(EmailAddress address, SubscriberState state, Preferences preferences) => new()
    {
        Address = address,
        AddressHash = keys.Hash(address.Identity),
        State = state,
        Preferences = preferences,
        CreatedAt = time.GetUtcNow(),
    };

    // A zone from a form is a guess; what is no zone becomes the default rather than an error.
    static DeliveryTime At(string? zone, TimeOnly at, Weekdays days) =>
        DeliveryTime.TryCreate(zone ?? "", at, days, out var delivery)
        || DeliveryTime.TryCreate(Preferences.DefaultZone, at, days, out delivery)
            ? delivery
            : throw new InvalidOperationException("The default zone is missing from the tz database.");

    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-up came in: {Answer}")]
    partial void LogAsked(SignUpAnswer answer);

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscriber {Subscriber} confirmed")]
    partial void LogConfirmed(long subscriber);

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscriber {Subscriber} asked to leave by {Channel}")]
    partial void LogLeft(long subscriber, string channel);
}

internal enum ConfirmState
{
    Open,
    AlreadyConfirmed,
    Expired,

    /// <summary>The owner of the address said never after this was mailed.</summary>
    Never,
    Unknown,
}
