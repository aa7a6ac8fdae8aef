namespace Digest.Delivering;

/// <summary>What one attempt came to.</summary>
/// <param name="Phase">How far it got, in a word ("rcpt", "final_dot").</param>
/// <param name="Reply">The relay's answer or what broke, one line, for the ledger.</param>
internal sealed record DeliveryOutcome(OutcomeKind Kind, string Phase, string Reply)
{
    const string Instead = "(the address)";

    /// <summary>The relay it was tried at; null when none has a name.</summary>
    public string? Relay { get; init; }

    /// <summary>The recipient's domain wants fewer mails for a while.</summary>
    public bool AsksForFewer { get; init; }

    /// <summary>When nothing was tried: when it may be.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Without the recipient's address, which relays like to repeat, whole or what stands before the @: ledger and log
    /// outlive what is known of a person.</summary>
    public DeliveryOutcome Without(string address) => this with { Reply = Without(Reply, address) };

    /// <summary>A text without an address in it; what has no @ is looked for as it is.</summary>
    public static string Without(string text, string address)
    {
        text = text.Replace(address, Instead, StringComparison.OrdinalIgnoreCase);
        // As a word of its own: in the middle of others it tells nothing.
        var word = address[..Math.Max(0, address.LastIndexOf('@'))];
        if (word.Length == 0)
            return text;
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var end = at + word.Length;
            var stands = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            text = stands ? text[..at] + Instead + text[end..] : text;
            at = stands ? at + Instead.Length : end;
        }
        return text;
    }
}

internal enum OutcomeKind
{
    /// <summary>The relay took it.</summary>
    Accepted,

    /// <summary>This recipient is refused for good.</summary>
    RecipientRefused,

    /// <summary>This mail is refused for good, and not for its recipient's sake: content, size, policy.</summary>
    MailRefused,

    /// <summary>Try this mail later.</summary>
    TryLater,

    /// <summary>No relay can be used now (unreachable, TLS, login): no recipient's fault, and no use in trying the next mail
    /// at once.</summary>
    RelayDown,

    /// <summary>Nothing was tried: the relay that must take it rests. It goes back into the queue, and that was no attempt.</summary>
    NotTried,

    /// <summary>The whole mail is over and the answer did not come.</summary>
    InDoubt,
}
