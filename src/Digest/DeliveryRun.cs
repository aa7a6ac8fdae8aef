using System.Data.Common;
using System.Threading.Channels;
using Digest.Bounces;
using Digest.Composing;
using Digest.Delivering;
using Digest.Papers;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;
using Microsoft.Extensions.Logging;

namespace Digest;

/// <summary>Per queued mail: claim → render → sign → hand over → record. Several mails are on their way at once, each over a
/// dialogue of its own.</summary>
internal sealed partial class DeliveryRun(
    DeliveryLedger ledger, NoticeStore notices, IssueStore issues, SubscriptionStore signUps, Subscriptions subscriptions, Moving moving, TemplateSetStore templateSets,
    EditionShelf shelf, Renderer renderer, LiveTemplates templates, Courier courier, MailHeaders headers, LeaveRoute route, KeyRing keys, IMailTransport transport,
    DeliveringOptions options,
    Timings timings, TimeProvider time, ILogger<DeliveryRun> log)
{
    /// <summary>Sends all that is due now, and sets right what earlier runs left behind.</summary>
    /// <param name="ct">Stops gracefully: nothing more is claimed, dialogues end, claims not begun are given back.</param>
    public async Task<DeliveryCounts> RunAsync(CancellationToken ct)
    {
        var counts = new DeliveryCounts();
        var swept = await ledger.SweepAsync(time.GetUtcNow(), options.InDoubt == DoubtPolicy.Retry, options.InDoubtWait, ct);
        counts.Add(DeliveryState.Expired, swept.Expired);
        counts.Add(DeliveryState.InDoubt, swept.InDoubt);
        await courier.LearnAsync(ct);
        var way = Channel.CreateBounded<Errand>(new BoundedChannelOptions(options.ClaimSize) { SingleWriter = true });
        var carriers = Enumerable.Range(0, transport.Dialogues).Select(_ => CarryAllAsync(way, counts, ct)).ToArray();
        try
        {
            while (!ct.IsCancellationRequested && !counts.RelayIsDown)
            {
                await PlanNoticesAsync(ct); // again and again: whoever signs up during a morning's issues is not kept waiting
                if (await RoomAsync(counts, ct) is not (> 0 and var room))
                    break;
                var claim = await ledger.ClaimAsync(Math.Min(room, options.ClaimSize), time.GetUtcNow(), options.Lease, ct);
                foreach (var end in claim.Ended)
                    counts.Add(end);
                if (claim.Seen == 0)
                    break;
                await LearnTemplatesAsync(claim.Mails, ct);
                var saved = await issues.ReadAsync(claim.Mails, ct);
                foreach (var delivery in claim.Mails)
                    await way.Writer.WriteAsync(
                        new(delivery, saved.GetValueOrDefault((delivery.Subscriber, delivery.About))), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            LogStopping();
        }
        catch (ChannelClosedException)
        {
            // A carrier ended on a fault, which is thrown below.
        }
        finally
        {
            way.Writer.TryComplete();
            await Task.WhenAll(carriers);
        }
        if (counts.Any)
            LogDone(counts.Sent, counts.Retried, counts.Failed, counts.InDoubt);
        return counts;
    }

    /// <summary>How many mails the relays have room for now. Where they had their share of the minute it is waited for, if anything
    /// is due: what is not claimed yet can still be overtaken by something urgent.</summary>
    async Task<int> RoomAsync(DeliveryCounts counts, CancellationToken ct)
    {
        while (true)
        {
            var readiness = transport.Readiness;
            counts.RelayIsDown |= readiness.IsDown;
            if (readiness.IsDown || readiness.Room > 0 || !await ledger.AnyDueAsync(time.GetUtcNow(), ct))
                return readiness.Room;
            var wait = (readiness.At ?? time.GetUtcNow()) - time.GetUtcNow();
            await Task.Delay(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), time, ct);
        }
    }

    /// <summary>One dialogue's worth of work: takes mails as they come until there are no more. A fault of the storage ends
    /// it, and closes the way, since what cannot be recorded must not be sent; leases give back what was on it.</summary>
    async Task CarryAllAsync(Channel<Errand> way, DeliveryCounts counts, CancellationToken ct)
    {
        try
        {
            await foreach (var errand in way.Reader.ReadAllAsync(CancellationToken.None))
                await CarryOrReleaseAsync(errand, counts, ct);
        }
        catch (Exception fault)
        {
            way.Writer.TryComplete(fault);
            throw;
        }
    }

    async Task CarryOrReleaseAsync(Errand errand, DeliveryCounts counts, CancellationToken ct)
    {
        var delivery = errand.Delivery;
        if (ct.IsCancellationRequested || counts.RelayIsDown)
        {
            await ledger.ReleaseAsync([delivery], time.GetUtcNow(), CancellationToken.None);
            return;
        }
        try
        {
            var carried = await courier.CarryAsync(delivery, c => TimedAsync(delivery, errand.Issue, c), ct);
            if (carried.State is { } state)
                counts.Add(state);
            counts.RelayIsDown |= carried.RelayIsDown;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nothing was handed over: the dot is only sent when it can be waited for.
            await ledger.ReleaseAsync([delivery], time.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception fault) when (fault is not (StorageException or DbException))
        {
            // One mail that cannot be made must not keep the others back, and may be made once the cause is mended: it is
            // tried again until it expires. A fault of the database is none of the mail's.
            // What is wrong with a template is wrong with every reader's mail; each row keeps the words.
            if (counts.IsNewFault(fault))
                LogBroken(fault, delivery.Id, delivery.About);
            var now = time.GetUtcNow();
            await ledger.FinishAsync(delivery, new(OutcomeKind.TryLater, "render", fault.GetBaseException().Message),
                DeliveryState.Queued, now + RetrySchedule.WaitAfter(delivery.Attempts, delivery.Id), now, now, CancellationToken.None);
            counts.Add(DeliveryState.Queued);
        }
    }

    async Task<Mail> TimedAsync(Delivery delivery, SavedIssue? saved, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var mail = await RenderAsync(delivery, saved, ct);
        timings.Rendered(time.GetElapsedTime(start));
        return mail;
    }

    /// <summary>The mail of a delivery: a function of what was planned, so that a retry is the same mail.</summary>
    /// <param name="saved">What was chosen, for the delivery of an issue.</param>
    public async Task<Mail> RenderAsync(Delivery delivery, SavedIssue? saved, CancellationToken ct)
    {
        var plan = PlanOf(delivery);
        switch (delivery.Kind)
        {
            case MailKind.Issue:
                return await RenderAsync(
                    plan, saved ?? throw new InvalidDataException($"The issue of delivery {delivery.Id} is missing."), ct);
            case MailKind.Confirm:
                return renderer.Confirm(plan, NumberOf(delivery));
            case MailKind.Welcome:
                var signUp = await signUps.FindSignUpAsync(NumberOf(delivery), ct)
                    ?? throw new InvalidDataException($"The sign-up of delivery {delivery.Id} is missing.");
                return renderer.Welcome(plan, signUp);
            case MailKind.Goodbye:
                return renderer.Goodbye(plan);
            default:
                var notice = await notices.FindAsync(delivery.Subscriber, delivery.About, ct)
                    ?? throw new InvalidDataException($"The notice of delivery {delivery.Id} is missing.");
                return renderer.Tell(plan, notice);
        }
    }

    /// <summary>A kept issue with its papers, as they stood in the editions it was composed from.</summary>
    public async Task<Issue> IssueOfAsync(SavedIssue saved, CancellationToken ct)
    {
        var sections = new List<Section>();
        foreach (var section in saved.Sections)
        {
            var entries = new List<Entry>();
            foreach (var entry in section.Entries)
                entries.Add(new((await shelf.GetAsync(entry.Edition, ct)).Find(entry.Paper)
                    ?? throw new InvalidDataException($"Paper {entry.Paper} is not in edition {entry.Edition}."),
                    entry.Edition, entry.Score, new(entry.Words, entry.Like ?? "")) { Parts = entry.Parts });
            sections.Add(new(section.Kind, section.Interest, entries) { Updates = section.Updates ?? [] });
        }
        return new Issue(sections);
    }

    public static MailPlan PlanOf(Delivery delivery) => new(
        delivery.Subscriber, delivery.Locale, delivery.TemplateVersion, delivery.KeyId, delivery.TokenVersion, delivery.PlannedAt);

    async Task<Mail> RenderAsync(MailPlan plan, SavedIssue saved, CancellationToken ct)
    {
        var newest = saved.Sections.SelectMany(s => s.Entries).Select(e => e.Edition).DefaultIfEmpty(0).Max();
        var absent = newest == 0 ? AbsentSources.None : (await shelf.GetAsync(newest, ct)).Absent;
        return renderer.Digest(plan, saved.LocalDate, await IssueOfAsync(saved, ct), absent);
    }

    async Task PlanNoticesAsync(CancellationToken ct)
    {
        await subscriptions.AnswerAsync(ct);
        await moving.AnswerAsync(ct);
        await route.RefreshAsync(ct);
        templates.Refresh();
        await templateSets.KeepAsync(renderer.Current, time.GetUtcNow(), ct);
        while (await notices.PlanAsync(options.ClaimSize, Plan, ct) > 0)
        {
        }
    }

    PlannedMail Plan(UnplannedNotice notice)
    {
        var kind = Enum.Parse<MailKind>(notice.Kind.ToString());
        // Dated when it came to be owed: a welcome stands before the first issue, and a confirmation counts from the asking.
        var owed = notice.CreatedAt;
        return new(kind, notice.About,
            headers.MessageId(kind, notice.About, notice.Subscriber, keys.Hash($"message:{notice.Subscriber}:{notice.About}")),
            notice.Locale, renderer.Current.Version, keys.CurrentId, notice.TokenVersion, owed, owed + Subscriptions.ConfirmWithin,
            IsUrgent: true)
        {
            LeaveBy = route.Advertised,
        };
    }

    async Task LearnTemplatesAsync(IEnumerable<Delivery> mails, CancellationToken ct)
    {
        foreach (var version in mails.Select(m => m.TemplateVersion).Distinct(StringComparer.Ordinal))
            if (!renderer.Knows(version))
                renderer.Learn(await templateSets.ReadAsync(version, ct));
    }

    static string ObjectOf(Delivery delivery) => delivery.About[(delivery.About.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The sign-up's.</summary>
    static long NumberOf(Delivery delivery) => long.Parse(ObjectOf(delivery), System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="Issue">What was chosen; null for a notice.</param>
    sealed record Errand(Delivery Delivery, SavedIssue? Issue);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Sent {Sent} mails; {Retried} to be tried again, {Failed} failed, {InDoubt} in doubt")]
    partial void LogDone(int sent, int retried, int failed, int inDoubt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: nothing more is claimed")]
    partial void LogStopping();

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Delivery} ({About}) cannot be made; it is tried again later")]
    partial void LogBroken(Exception fault, long delivery, string about);
}
