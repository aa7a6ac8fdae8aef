using System.Data.Common;
using Dapper;
using Digest.Composing;
using Digest.Delivering;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Issues and the deliveries planned for them. Planning is exactly once: the keys say so, not the caller.</summary>
internal sealed class IssueStore(Database database)
{
    /// <summary>Saves what was composed for a batch of subscribers, queues their mails and moves each to the next due time.
    /// Whoever was planned already, by another node or an earlier run, stays as they are.</summary>
    /// <returns>How many mails were queued, and how many issues had nothing to say.</returns>
    public Task<Planned> PlanAsync(IReadOnlyList<PlannedIssue> batch, CancellationToken ct) => database.WriteAsync(db =>
    {
        var planned = new Planned(0, 0);
        foreach (var issue in batch)
            if (Advance(db, issue) && issue.IsRecorded)
                planned += Plan(db, issue);
        return planned;
    }, ct);

    /// <summary>Which papers each subscriber was shown, and in which issue.</summary>
    public Task<ILookup<long, ShownPaper>> ShownAsync(IReadOnlyList<long> subscribers, CancellationToken ct) =>
        database.ReadAsync(db => db.QueryByIds<ShownRow>("SELECT subscriber, paper, issue FROM shown WHERE subscriber IN {=ids}", subscribers)
            .ToLookup(row => row.Subscriber, row => new ShownPaper(row.Paper, row.Issue)), ct);

    /// <summary>What was chosen for deliveries of issues, by subscriber and what the delivery is about.</summary>
    public Task<IReadOnlyDictionary<(long Subscriber, string About), SavedIssue>> ReadAsync(
        IReadOnlyList<Delivery> deliveries, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyDictionary<(long, string), SavedIssue>>(db =>
        {
            var wanted = deliveries.Select(d => (d.Subscriber, d.About)).ToHashSet();
            return db.QueryByIds<IssueRow>(SelectIssue + """
                     JOIN deliveries d ON d.subscriber = i.subscriber AND d.about = 'issue:' || i.local_date
                    WHERE d.id IN {=ids}
                    """, deliveries.Select(d => d.Id))
                .Select(row => row.ToIssue()).Where(i => wanted.Contains((i.Subscriber, i.About)))
                .ToDictionary(i => (i.Subscriber, i.About));
        }, ct);

    public Task<SavedIssue?> FindAsync(long subscriber, DateOnly date, CancellationToken ct) => database.ReadAsync(db =>
        db.QuerySingleOrDefault<IssueRow>($"{SelectIssue} WHERE i.subscriber = @subscriber AND i.local_date = @date",
            new { subscriber, date = date.Iso() })?.ToIssue(), ct);

    /// <summary>The issues that went out to a subscriber, newest first.</summary>
    public Task<IReadOnlyList<SavedIssue>> SentAsync(long subscriber, int most, CancellationToken ct) =>
        database.ReadAsync<IReadOnlyList<SavedIssue>>(db => [.. db.Query<IssueRow>($"""
            {SelectIssue} JOIN deliveries d ON d.subscriber = i.subscriber AND d.kind = 'issue' AND d.about = 'issue:' || i.local_date
            WHERE i.subscriber = @subscriber AND d.state IN ('handed_off', 'in_doubt', 'sent') ORDER BY i.local_date DESC LIMIT @most
            """, new { subscriber, most }).Select(row => row.ToIssue())], ct);

    /// <summary>The issue that showed a paper; null when none did, or when it is older than what is kept.</summary>
    public Task<SavedIssue?> ThatShowedAsync(long subscriber, long paper, CancellationToken ct) => database.ReadAsync(db =>
        db.QuerySingleOrDefault<IssueRow>($"{SelectIssue} JOIN shown s ON s.issue = i.id WHERE s.subscriber = @subscriber AND s.paper = @paper",
            new { subscriber, paper })?.ToIssue(), ct);

    const string SelectIssue = "SELECT i.id, i.subscriber, i.local_date, i.planned_at, i.covered_from, i.sections FROM issues i";

    /// <summary>Moves the subscriber on from the due time that was read; false when somebody else did.</summary>
    static bool Advance(DbConnection db, PlannedIssue issue) => db.Execute("""
        UPDATE subscribers SET next_issue_at = @next, covered_until = COALESCE(CAST(@until AS BIGINT), covered_until)
        WHERE id = @Subscriber AND next_issue_at = @due AND state = 'active'
        """, new
    {
        issue.Subscriber,
        next = issue.NextIssueAt.Ms(),
        due = issue.ReadDueAt.Ms(),
        until = issue.IsRecorded ? issue.CoveredUntil.Ms() : null,
    }) == 1;

    static Planned Plan(DbConnection db, PlannedIssue issue)
    {
        var id = db.QuerySingleOrDefault<long?>("""
            INSERT INTO issues (subscriber, local_date, due_at, planned_at, covered_from, covered_until, sections)
            VALUES (@Subscriber, @date, @due, @planned, @from, @until, @sections)
            ON CONFLICT (subscriber, local_date) DO NOTHING RETURNING id
            """, new
        {
            issue.Subscriber,
            date = issue.LocalDate.Iso(),
            due = issue.ReadDueAt.Ms(),
            planned = issue.Mail.PlannedAt.Ms(),
            from = issue.CoveredFrom.Ms(),
            until = issue.CoveredUntil.Ms(),
            sections = Rows.ToJson(issue.Sections),
        });
        if (id is null)
            return new(0, 0);
        foreach (var paper in issue.Sections.SelectMany(s => s.Entries).Select(e => e.Paper))
            db.Execute("""
                INSERT INTO shown (subscriber, paper, issue) VALUES (@Subscriber, @paper, @id)
                ON CONFLICT (subscriber, paper) DO NOTHING
                """, new { issue.Subscriber, paper, id });
        foreach (var update in issue.Sections.SelectMany(s => s.Updates ?? []))
            db.Execute("""
                INSERT INTO updates_shown (subscriber, news, issue) VALUES (@Subscriber, @News, @id)
                ON CONFLICT (subscriber, news) DO NOTHING
                """, new { issue.Subscriber, update.News, id });
        var isEmpty = issue.Sections.Count == 0;
        InsertDelivery(db, issue.Subscriber, issue.Mail, isEmpty ? issue.SkippedBecause ?? "nothing new matched" : null);
        return isEmpty ? new(0, 1) : new(1, 0);
    }

    /// <summary>Queues a mail, or with a reason writes it down as skipped.</summary>
    /// <param name="to">Null for the subscriber's own address, as it is when the mail is claimed.</param>
    internal static bool InsertDelivery(DbConnection db, long subscriber, PlannedMail mail, string? skipped, Recipient? to = null) => db.Execute("""
        INSERT INTO deliveries (id, kind, subscriber, about, message_id, locale, template_version, key_id, token_version,
          planned_at, expires_at, urgent, state, reason, attempts, doubted, fence, next_attempt_at, ended_at, recipient, recipient_hash, leave_by)
        VALUES (@id, @kind, @subscriber, @About, @MessageId, @Locale, @TemplateVersion, @KeyId, @TokenVersion,
          @planned, @expires, @urgent, @state, @skipped, 0, 0, 0, @next, @ended, @recipient, @recipientHash, @LeaveBy)
        ON CONFLICT (kind, subscriber, about) DO NOTHING
        """, new
    {
        id = Numbers.Next(db, "deliveries"),
        kind = mail.Kind.Word(),
        subscriber,
        mail.About,
        mail.MessageId,
        mail.Locale,
        mail.TemplateVersion,
        mail.KeyId,
        mail.TokenVersion,
        mail.LeaveBy,
        planned = mail.PlannedAt.Ms(),
        expires = mail.ExpiresAt.Ms(),
        urgent = mail.IsUrgent ? 1 : 0,
        state = (skipped is null ? DeliveryState.Queued : DeliveryState.Skipped).Word(),
        skipped,
        next = skipped is null ? mail.NotBefore.Ms() : (long?)null,
        ended = skipped is null ? (long?)null : mail.PlannedAt.Ms(),
        recipient = to?.Address,
        recipientHash = to?.AddressHash,
    }) == 1;

    internal sealed record ShownPaper(long Paper, long Issue);

    /// <param name="Expired">Mails that were too late, and gave way to what was planned.</param>
    /// <param name="InDoubt">Mails found in the hands of a process that is gone.</param>
    internal sealed record Planned(int Queued, int Skipped, int Expired = 0, int InDoubt = 0)
    {
        public static Planned operator +(Planned a, Planned b) =>
            new(a.Queued + b.Queued, a.Skipped + b.Skipped, a.Expired + b.Expired, a.InDoubt + b.InDoubt);
    }

    sealed record ShownRow
    {
        public long Subscriber { get; init; }
        public long Paper { get; init; }
        public long Issue { get; init; }
    }

    sealed record IssueRow
    {
        public long Id { get; init; }
        public long Subscriber { get; init; }
        public string LocalDate { get; init; } = "";
        public long PlannedAt { get; init; }
        public long? CoveredFrom { get; init; }
        public string Sections { get; init; } = "[]";

        public SavedIssue ToIssue() => new(
            Id, Subscriber, LocalDate.Date(), PlannedAt.Instant(), Rows.FromJson<IReadOnlyList<SavedSection>>(Sections))
        {
            CoveredFrom = CoveredFrom.Instant(),
        };
    }
}
