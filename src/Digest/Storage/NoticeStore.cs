using Dapper;
using Digest.Delivering;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>Notices that subscriptions wrote down, until each is planned as a mail.</summary>
internal sealed class NoticeStore(Database database)
{
    /// <summary>Plans up to <paramref name="most"/> notices that are not planned yet, each exactly once.</summary>
    /// <param name="plan">What is fixed for a notice's mail.</param>
    public Task<int> PlanAsync(int most, Func<UnplannedNotice, PlannedMail> plan, CancellationToken ct) => database.WriteAsync(db =>
    {
        var notices = db.Query<NoticeRow>($"""
            SELECT n.id, n.kind, n.subscriber, n.about, n.created_at, s.locale, s.token_version
            FROM notices n JOIN subscribers s ON s.id = n.subscriber
            WHERE n.planned_at IS NULL ORDER BY n.id LIMIT @most {SkipLockedNotices}
            """, new { most }).AsList();
        foreach (var row in notices)
        {
            var mail = plan(new(Rows.FromWord<NoticeKind>(row.Kind), row.Subscriber, row.About, row.Locale, row.TokenVersion, row.CreatedAt.Instant()));
            IssueStore.InsertDelivery(db, row.Subscriber, mail, skipped: null);
            db.Execute("UPDATE notices SET planned_at = @at WHERE id = @Id", new { row.Id, at = mail.PlannedAt.Ms() });
        }
        return notices.Count;
    }, ct);

    string SkipLockedNotices => database.Dialect.SkipLocked.Replace("UPDATE", "UPDATE OF n", StringComparison.Ordinal);

    sealed record NoticeRow
    {
        public long Id { get; init; }
        public string Kind { get; init; } = "";
        public long Subscriber { get; init; }
        public string About { get; init; } = "";
        public string Locale { get; init; } = "";
        public int TokenVersion { get; init; }
        public long CreatedAt { get; init; }
    }
}

internal sealed record UnplannedNotice(
    NoticeKind Kind, long Subscriber, string About, string Locale, int TokenVersion, DateTimeOffset CreatedAt);
