using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.Logging;

namespace Digest;

/// <summary>Letters to another address: asked for at the preferences, allowed by a button at each end, done when both have said yes.</summary>
internal sealed partial class Moving(MoveStore moves, RefusedAddresses refused, AllowedDomains allowed, Links links, KeyRing keys, TimeProvider time, ILogger<Moving> log)
{
    const int AnsweredAtOnce = 200;

    /// <summary>How long both ends have.</summary>
    public static readonly TimeSpan Within = Subscriptions.ConfirmWithin;

    /// <summary>Why the operator takes no letters' way to that address; null when they do.</summary>
    public Fault? FaultOf(EmailAddress to) => allowed.FaultOf(to) ?? (refused.Refuses(to) ? new(FaultKind.AddressRefused) : null);

    /// <summary>Writes down what is asked for. Nothing is looked up about the new address.</summary>
    public Task<MoveAsked> AskAsync(Subscriber reader, EmailAddress to, CancellationToken ct) => moves.AskAsync(
        reader.Id, to, keys.Hash(to.Identity), keys.Hash(to.LimitKey), Within, new(time.GetUtcNow(), "move_asked", "page", ""), ct);

    /// <summary>Decides which mails are owed for what was asked since, each once, and forgets what waited too long.</summary>
    public async Task AnswerAsync(CancellationToken ct)
    {
        await moves.ExpireAsync(time.GetUtcNow(), ct);
        while (await moves.UnansweredAsync(AnsweredAtOnce, ct) is { Count: > 0 } asked)
            foreach (var id in asked)
                if (await moves.AnswerAsync(id, time.GetUtcNow(), ct) is { } answer)
                    LogAsked(answer);
    }

    /// <summary>The move a reader waits for; null for none.</summary>
    public Task<Move?> PendingAsync(Subscriber reader, CancellationToken ct) => moves.OpenOfAsync(reader, time.GetUtcNow(), ct);

    /// <summary>How a move stands for who came by this link.</summary>
    public async Task<MoveLink> OpenAsync(string? tokenText, CancellationToken ct)
    {
        if (Read(tokenText) is not { } token || await moves.FindAsync(token.Object, ct) is not var (move, reader)
            || (move.Subscriber, move.TokenVersion) != (token.Subscriber, token.TokenVersion))
            return new(MoveState.Unknown, false, null, null);
        var isHere = token.Purpose == TokenPurpose.MoveHere;
        return new(MoveRule.StateOf(move, isHere, reader, time.GetUtcNow()), isHere, move, reader);
    }

    /// <summary>Says yes at one end.</summary>
    /// <param name="wording">What stood on the button; kept as evidence.</param>
    public async Task<MoveState> PressAsync(string? tokenText, string wording, CancellationToken ct)
    {
        if (await OpenAsync(tokenText, ct) is not { Move.Id: var id, IsHere: var isHere })
            return MoveState.Unknown;
        var state = await moves.PressAsync(id, isHere, wording, time.GetUtcNow(), ct);
        LogPressed(id, isHere, state);
        return state;
    }

    /// <summary>Calls it off from either end.</summary>
    public async Task<MoveState> CancelAsync(string? tokenText, CancellationToken ct)
    {
        if (await OpenAsync(tokenText, ct) is not { Move.Id: var id, IsHere: var isHere })
            return MoveState.Unknown;
        await moves.CancelAsync(id, new(time.GetUtcNow(), "move_cancelled", isHere ? "new end" : "page", ""), ct);
        return (await OpenAsync(tokenText, ct)).State;
    }

    /// <summary>Calls off whatever a reader waits for; false when there was nothing.</summary>
    public async Task<bool> CancelAsync(Subscriber reader, CancellationToken ct) =>
        await PendingAsync(reader, ct) is { } move && await moves.CancelAsync(move.Id, new(time.GetUtcNow(), "move_cancelled", "page", ""), ct);

    /// <summary>Where the owner of the new address says never, as it stands on the page of that end.</summary>
    public string NeverUrl(Move move) => links.NeverMove(move.Subscriber, move.Id, move.TokenVersion, keys.CurrentId);

    SubscriptionToken? Read(string? tokenText) =>
        SubscriptionToken.TryRead(tokenText, keys, out var token) && token.Purpose is TokenPurpose.MoveHere or TokenPurpose.MoveAway ? token : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "A change of address was asked for: {Answer} at the new one")]
    partial void LogAsked(SignUpAnswer answer);

    [LoggerMessage(Level = LogLevel.Information, Message = "Change of address {Move}: yes from the new end {IsHere}; it is {State}")]
    partial void LogPressed(long move, bool isHere, MoveState state);
}

/// <param name="IsHere">The link is the new end's.</param>
/// <param name="Move">Null when the link is none of ours.</param>
/// <param name="Reader">Whose letters are to move; null likewise.</param>
internal sealed record MoveLink(MoveState State, bool IsHere, Move? Move, Subscriber? Reader);
