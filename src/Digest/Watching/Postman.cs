using System.Collections.Immutable;
using Digest.Delivering;
using Digest.Storage;
using Microsoft.Extensions.Logging;

namespace Digest.Watching;

/// <summary>Sends what operators are to be told: mails over the relays, posts to the webhook. Each is committed as claimed before any network,
/// and as handed over before the final dot, as readers' mails are.</summary>
internal sealed partial class Postman(OperatorPosts posts, OperatorMail mails, IMailTransport transport, Webhook webhook, TimeProvider time, ILogger<Postman> log)
{
    /// <summary>Longer than any dialogue lasts; a process that died holds its mail no longer than this.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);

    /// <summary>The ways there are, each by itself: what goes by one is not held up by the other.</summary>
    public static readonly ImmutableArray<string> Ways = ["mail", "webhook"];

    /// <summary>Sends what is due by every way.</summary>
    public Task SendDueAsync(CancellationToken ct) => Task.WhenAll(Ways.Select(way => SendDueAsync(way, ct)));

    /// <returns>How many were sent.</returns>
    public async Task<int> SendDueAsync(string way, CancellationToken ct)
    {
        await posts.SweepAsync(time.GetUtcNow(), ct);
        var sent = 0;
        while (!ct.IsCancellationRequested && IsOpen(way) && await posts.ClaimAsync([way], time.GetUtcNow(), Lease, ct) is { } post)
            sent += await SendAsync(post, ct) ? 1 : 0;
        return sent;
    }

    /// <summary>With no relay to use, mails wait and posts go.</summary>
    bool IsOpen(string way) => way != "mail" || transport.Readiness is { IsDown: false, Room: > 0 };

    async Task<bool> SendAsync(OperatorPosts.Claimed post, CancellationToken ct)
    {
        DeliveryOutcome outcome;
        try
        {
            outcome = post.Way == "webhook"
                ? await PostAsync(post, ct)
                : await transport.SendAsync(
                    mails.Envelope(OperatorMail.Address(post.Address), post.MessageId, post.Relay, post.Doubted == 1), post.Content,
                    (relay, c) => HandOverAsync(post, relay, c), ct);
        }
        catch (ClaimLostException)
        {
            return false;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nothing was handed over: it goes with the next start.
            await posts.FinishAsync(post, "queued", null, time.GetUtcNow(), time.GetUtcNow(), CancellationToken.None, counts: false);
            return false;
        }
        await RecordAsync(post, outcome);
        return outcome.Kind == OutcomeKind.Accepted;
    }

    static TimeSpan Put(TimeSpan? off) => off > Shortest ? off.Value : Shortest;

    // A post has no final dot: twice the same is better than none.
    async Task<DeliveryOutcome> PostAsync(OperatorPosts.Claimed post, CancellationToken ct) => await webhook.PostAsync(post.Content, ct);

    async ValueTask HandOverAsync(OperatorPosts.Claimed post, string? relay, CancellationToken ct)
    {
        if (!await posts.HandOverAsync(post, relay, ct))
            throw new ClaimLostException();
    }

    async Task RecordAsync(OperatorPosts.Claimed post, DeliveryOutcome outcome)
    {
        var now = time.GetUtcNow();
        var (state, next) = outcome.Kind switch
        {
            OutcomeKind.Accepted => ("sent", null),
            OutcomeKind.RecipientRefused or OutcomeKind.MailRefused => ("failed", null),
            OutcomeKind.InDoubt when post.Doubted == 0 => ("queued", now + RetrySchedule.WaitAfter(1, post.Id)),
            OutcomeKind.InDoubt => ("in_doubt", null),
            // What was put off comes with a later round, not in this one.
            OutcomeKind.NotTried => ("queued", now + Put(outcome.NotBefore - now)),
            OutcomeKind.RelayDown => ("queued", now + RetrySchedule.WaitForRelay(post.Attempts, post.Id)),
            _ => ("queued", (DateTimeOffset?)(now + RetrySchedule.WaitAfter(post.Attempts, post.Id))),
        };
        await posts.FinishAsync(post, state, outcome.Reply, next, now, CancellationToken.None,
            counts: outcome.Kind != OutcomeKind.NotTried, doubted: outcome.Kind == OutcomeKind.InDoubt);
        if (outcome.Kind != OutcomeKind.Accepted)
            LogNotSent(post.About, post.Way, outcome.Reply, state);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What operators are to be told ({About}) was not taken by {Way}: {Reply}; it is {State} now")]
    partial void LogNotSent(string about, string way, string reply, string state);

    sealed class ClaimLostException : Exception;
}
