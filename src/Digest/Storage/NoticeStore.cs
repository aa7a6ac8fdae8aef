using Dapper;
using Digest.Delivering;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Notices that subscriptions wrote down, until each is planned as a mail.</summary>
internal sealed class NoticeStore(Database database)
{
    /// <summary>Kinds whose mail says when the next letter comes: as it stands when the mail is planned.</summary>
    static readonly NoticeKind[] TellNext = [NoticeKind.MovedHere, NoticeKind.Paused, NoticeKind.Back];

    /// <summary>Plans up to <paramref name="most"/> notices that are not planned yet, each exactly once.</summary>
    /// <param name="plan">What is fixed for a notice's mail.</param>
    public Task<int> PlanAsync(int most, Func<UnplannedNotice, PlannedMail> plan, CancellationToken ct) => database.WriteAsync(db =>
    {
        var notices = db.Query<NoticeRow>($"""
            SELECT n.id, n.kind, n.subscriber, n.about, n.model, n.created_at, n.recipient, n.recipient_hash, s.locale, s.token_version
            FROM notices n JOIN subscribers s ON s.id = n.subscriber
            WHERE n.planned_at IS NULL ORDER BY n.id LIMIT @most {SkipLockedNotices}
            """, new { most }).AsList();
        foreach (var row in notices)
        {
            var kind = Rows.FromWord<NoticeKind>(row.Kind);
            var mail = plan(new(kind, row.Subscriber, row.About, row.Locale, row.TokenVersion, row.CreatedAt.Instant()));
            IssueStore.InsertDelivery(db, row.Subscriber, mail, skipped: null, row.Recipient is null ? null : new(row.Recipient, row.RecipientHash!));
            if (TellNext.Contains(kind) && SubscriberStore.Find(db, "id = @Subscriber", new { row.Subscriber }) is { } reader)
                row.Model = Rows.ToJson(Rows.FromJson<Notice>(row.Model) with { Next = NextLetter.Of(reader.Preferences.Delivery, reader.NextIssueAt) });
            db.Execute("UPDATE notices SET planned_at = @at, model = @Model, recipient = NULL WHERE id = @Id", new { row.Id, row.Model, at = mail.PlannedAt.Ms() });
        }
        return notices.Count;
    }, ct);

    /// <summary>What a planned notice tells; null when it is not kept any more.</summary>
    public Task<Notice?> FindAsync(long subscriber, string about, CancellationToken ct) => database.ReadAsync(db =>
        db.QuerySingleOrDefault<string>("SELECT model FROM notices WHERE subscriber = @subscriber AND about = @about", new { subscriber, about }) is { } model
            ? Rows.FromJson<Notice>(model) : null, ct);

    string SkipLockedNotices => database.Dialect.SkipLocked.Replace("UPDATE", "UPDATE OF n", StringComparison.Ordinal);

    sealed record NoticeRow
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public long Subscriber { get; init; }
        public string About { get; init; } = "";
        public string Model { get; set; } = "";
        public string? Recipient { get; init; }
        public string? RecipientHash { get; init; }
        public string Locale { get; init; } = "";
        public int TokenVersion { get; init; }
        public long CreatedAt { get; init; }
    }
}

internal sealed record UnplannedNotice(
    NoticeKind Kind, long Subscriber, string About, string Locale, int TokenVersion, DateTimeOffset CreatedAt);
