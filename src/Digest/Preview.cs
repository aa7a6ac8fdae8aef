using System.Buffers;
using System.Globalization;
using Digest.Composing;
using Digest.Delivering;
using Digest.Matching;
using Digest.Rendering;
using Digest.Storage;
using Digest.Subscribers;

namespace Digest;

/// <summary>One subscriber's issue as it was or would be: the runs' own steps, with nothing written.</summary>
internal sealed class Preview(
    IssueRun issueRun, DeliveryRun deliveryRun, IssueStore issues, DeliveryLedger ledger, Courier courier, Renderer renderer,
    TemplateSetStore templateSets, Bounces.LeaveRoute route, TimeProvider time)
{
    /// <param name="date">The subscriber's own date; null for the next one due.</param>
    public async Task<Previewed> MakeAsync(Subscriber subscriber, DateOnly? date, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var delivery = subscriber.Preferences.Delivery;
        var due = date is { } day ? delivery.On(day)
            : subscriber.NextIssueAt is { } owed && owed <= now ? delivery.LatestUntil(now) // due, and not planned yet
            : delivery.NextAfter(now);
        if (await issues.FindAsync(subscriber.Id, due.LocalDate, ct) is { } saved
            && await ledger.FindAsync(subscriber.Id, saved.About, ct) is { } planned)
        {
            if (!renderer.Knows(planned.TemplateVersion))
                renderer.Learn(await templateSets.ReadAsync(planned.TemplateVersion, ct));
            return Finish(planned, await deliveryRun.IssueOfAsync(saved, ct), await deliveryRun.RenderAsync(planned, saved, ct), wasPlanned: true);
        }
        var composed = await issueRun.ComposeAsync(subscriber, now < due.DueAt ? now : due.DueAt, ct);
        await route.RefreshAsync(ct);
        var mail = issueRun.PlanMail(subscriber, due.LocalDate, plannedAt: due.DueAt, expiresAt: due.DueAt);
        var would = new Delivery
        {
            Id = 0,
            Kind = mail.Kind,
            Subscriber = subscriber.Id,
            About = mail.About,
            Address = subscriber.Address.Text,
            MessageId = mail.MessageId,
            Locale = mail.Locale,
            TemplateVersion = mail.TemplateVersion,
            KeyId = mail.KeyId,
            TokenVersion = mail.TokenVersion,
            PlannedAt = mail.PlannedAt,
            ExpiresAt = mail.ExpiresAt,
            LeaveBy = mail.LeaveBy,
            Attempts = 0,
            Fence = 0,
            IsDoubted = false,
        };
        return Finish(would, composed.Issue, renderer.Digest(
            DeliveryRun.PlanOf(would), due.LocalDate, composed.Issue, composed.Absent), wasPlanned: false) with { Composed = composed };
    }

    Previewed Finish(Delivery delivery, Issue issue, Mail mail, bool wasPlanned)
    {
        var buffer = new ArrayBufferWriter<byte>();
        courier.Write(delivery, mail, buffer);
        return new(delivery, issue, mail, buffer.WrittenSpan.ToArray(), wasPlanned);
    }

    /// <param name="Message">The whole message as it goes out.</param>
    /// <param name="WasPlanned">True: this is the mail that was planned for the day, not a guess at it.</param>
    internal sealed record Previewed(Delivery Delivery, Issue Issue, Mail Mail, byte[] Message, bool WasPlanned)
    {
        /// <summary>How the issue was composed; null for one that was planned before, of which there is what was kept.</summary>
        public IssueRun.Composed? Composed { get; init; }

        /// <summary>The issue with the numbers that made it.</summary>
        public object Scores() => new
        {
            address = Delivery.Address,
            about = Delivery.About,
            wasPlanned = WasPlanned,
            embedderFault = Composed?.EmbedderFault,
            subject = Mail.Subject,
            sections = Issue.Sections.Select(section => new
            {
                section.Kind,
                section.Interest,
                entries = section.Entries.Select(entry => Scores(entry, Composed?.BreakDown(section.Interest, entry.Paper.Paper.Id))),
                updates = section.Updates.Select(update => new { update.Title, update.What.Kind, update.What.Detail, update.At }),
            }),
        };

        static object Scores(Entry entry, ScoreBreakdown? breakdown) => new
        {
            paper = entry.Paper.Paper.Ids.Select(id => id.ToString()).FirstOrDefault()
                ?? entry.Paper.Paper.Id.ToString(CultureInfo.InvariantCulture),
            entry.Paper.Paper.Title,
            edition = entry.EditionId,
            entry.Score,
            entry.Reason.Words,
            entry.Reason.Like,
            entry.Parts,
            breakdown,
            trending = new
            {
                entry.Paper.Rank,
                entry.Paper.Score,
                reason = entry.Paper.Reason.Kind,
                entry.Paper.Reason.Count,
                entry.Paper.Reason.Factor,
                entry.Paper.Also,
                entry.Paper.Signal?.Upvotes,
                entry.Paper.Signal?.Comments,
                entry.Paper.Signal?.Stars,
            },
        };
    }
}
