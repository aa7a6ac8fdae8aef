using Digest.Storage;
using Digest.Subscribers;

namespace Digest;

/// <summary>What operators do about subscribers by the pages or the interface, each with its line in the audit.</summary>
internal sealed class Operating(Subscriptions subscriptions, OperatorStore store, Audit audit, KeyRing keys, TimeProvider time)
{
    /// <summary>What can be done about a subscriber.</summary>
    public static IReadOnlyList<string> Verbs { get; } = ["pause", "resume", "resend", "suppress", "unsuppress", "erase"];

    /// <param name="verb">One of <see cref="Verbs"/>.</param>
    public async Task<Deed> DoAsync(Operator who, string verb, Subscriber about, CancellationToken ct)
    {
        var line = await audit.BeginAsync(who.Name, verb, about.Id, ct);
        // What was begun is finished, whoever goes away meanwhile: the line must say how it ended.
        var deed = verb switch
        {
            "pause" => Of(await subscriptions.PauseAsync(about, who.Channel, CancellationToken.None)),
            "resume" => Of(await subscriptions.ResumeAsync(about, who.Channel, CancellationToken.None)),
            "resend" => await ResendAsync(who, about),
            "suppress" => Of(await store.SuppressAsync(about.AddressHash, who.Channel, time.GetUtcNow(), CancellationToken.None)),
            "unsuppress" => await UnsuppressAsync(about.AddressHash),
            "erase" => Of(await subscriptions.EraseAsync(about, who.Channel, CancellationToken.None)),
            _ => throw new ArgumentException($"There is no {verb}.", nameof(verb)),
        };
        await audit.EndAsync(line, deed.Outcome, null, CancellationToken.None);
        return deed;
    }

    /// <summary>Lifts a suppression of an address that may be nobody's now.</summary>
    public async Task<Deed> UnsuppressAsync(Operator who, string addressHash, long subscriber, CancellationToken ct)
    {
        var line = await audit.BeginAsync(who.Name, "unsuppress", subscriber, ct);
        var deed = await UnsuppressAsync(addressHash);
        await audit.EndAsync(line, deed.Outcome, null, CancellationToken.None);
        return deed;
    }

    /// <summary>Adds somebody: active at once on the operator's word, or asked first.</summary>
    /// <param name="note">How their consent is known; kept as evidence.</param>
    public async Task<(Deed Deed, long? Id)> AddAsync(Operator who, EmailAddress address, Preferences preferences, bool isActive, string note, CancellationToken ct)
    {
        var line = await audit.BeginAsync(who.Name, isActive ? "add" : "ask", 0, ct);
        var (deed, id) = isActive ? await AddActiveAsync(who, address, preferences, note) : await AskAsync(who, address, preferences, note);
        await audit.EndAsync(line, deed.Outcome, id, CancellationToken.None);
        return (deed, id);
    }

    async Task<(Deed, long?)> AddActiveAsync(Operator who, EmailAddress address, Preferences preferences, string note)
    {
        var (added, suppressed) = await subscriptions.AddAsync(address, preferences, who.Channel, note, CancellationToken.None);
        return added is not null ? (Deed.Done, added.Id) : (suppressed is null ? Deed.Known : Deed.Stands(suppressed), null);
    }

    async Task<(Deed, long?)> AskAsync(Operator who, EmailAddress address, Preferences preferences, string note)
    {
        var (id, answer) = await store.AskAsync(subscriptions.NewSubscriber(address, SubscriberState.Pending, preferences), keys.Hash(address.LimitKey),
            new(time.GetUtcNow(), "asked", who.Channel, note), CancellationToken.None);
        return (id is not null ? Deed.Done : answer == SignUpAnswer.Confirm ? Deed.Known : Of(answer), id);
    }

    async Task<Deed> ResendAsync(Operator who, Subscriber about) =>
        await store.ResendAsync(about.Id, new(time.GetUtcNow(), "asked", who.Channel, "the confirmation was sent again"), CancellationToken.None) is not { } answer
            ? Deed.Nothing : Of(answer);

    async Task<Deed> UnsuppressAsync(string addressHash)
    {
        var (lifted, still) = await store.UnsuppressAsync(addressHash, time.GetUtcNow(), CancellationToken.None);
        return still is not null ? Deed.Stands(still) : Of(lifted);
    }

    static Deed Of(bool changed) => changed ? Deed.Done : Deed.Nothing;

    static Deed Of(SignUpAnswer answer) => answer switch
    {
        SignUpAnswer.Confirm => Deed.Done,
        SignUpAnswer.Never => new("refused", "The owner of the address said never, which stands."),
        _ => new("refused", "A confirmation went there lately: one a day and three in thirty days, whoever asks."),
    };
}

/// <summary>Who acts, as the audit names them.</summary>
/// <param name="Channel">"admin" for the pages, "api" for the interface.</param>
internal sealed record Operator(string Name, string Channel);

/// <summary>How something ended that an operator asked for.</summary>
/// <param name="Outcome">"done", "nothing to change", "known already" or "refused".</param>
/// <param name="Why">For what was refused, a sentence.</param>
internal sealed record Deed(string Outcome, string Why = "")
{
    public static Deed Done { get; } = new("done");

    public static Deed Nothing { get; } = new("nothing to change");

    public static Deed Known { get; } = new("known already");

    public static Deed Stands(Suppressed suppressed) => new("refused",
        suppressed.Strength == "never" ? "The owner of the address said never, which stands."
            : $"Suppressed ({suppressed.Reason}): only its owner can lift that, by signing up on the page.");
}
