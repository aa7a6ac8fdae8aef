using System.Data.Common;
using Dapper;
using Digest.Subscribers;

namespace Digest.Storage;

/// <summary>When letters come and how large they are, as their reader changes it. Preferences: no consent is written.</summary>
internal sealed class PreferenceStore(Database database)
{
    /// <summary>Changes all of it at once, and with it when the next issue is due; false when there is nobody to mail. An issue
    /// that is due already stays due unless today is a quiet day, and a day that had its issue gets no second one.</summary>
    public Task<bool> SetLetterAsync(
        long subscriber, DeliveryTime delivery, int size, bool trendingAlone, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        // Written first: whoever plans this reader meanwhile waits, and then finds another due time.
        var isThere = db.Execute("""
            UPDATE subscribers SET size = @size, trending = @trending WHERE id = @subscriber AND state IN ('active', 'paused')
            """, new { subscriber, size, trending = trendingAlone ? 1 : 0 }) == 1;
        if (!isThere || SubscriberStore.Find(db, "id = @subscriber", new { subscriber }) is not { } before)
            return false;
        delivery = delivery.Without(before.Preferences.Delivery.Quiet);
        db.Execute("UPDATE subscribers SET zone = @Zone, time = @time, weekdays = @days, next_issue_at = @next WHERE id = @subscriber", new
        {
            subscriber,
            delivery.Zone,
            time = SubscriberStore.Written(delivery.Time),
            days = (int)delivery.Days,
            next = Next(db, before, delivery, now).Ms(),
        });
        return true;
    }, ct);

    /// <summary>Names the days that bring no letter, and with them when the next issue is due; false when there is nobody to mail.</summary>
    public Task<bool> SetQuietAsync(long subscriber, QuietDays quiet, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(db =>
    {
        var isThere = db.Execute("UPDATE subscribers SET size = size WHERE id = @subscriber AND state IN ('active', 'paused')", new { subscriber }) == 1;
        if (!isThere || SubscriberStore.Find(db, "id = @subscriber", new { subscriber }) is not { } before)
            return false;
        db.Execute("UPDATE subscribers SET quiet_days = @quiet, next_issue_at = @next WHERE id = @subscriber", new
        {
            subscriber,
            quiet = quiet.Text,
            next = Next(db, before, before.Preferences.Delivery.Without(quiet), now).Ms(),
        });
        return true;
    }, ct);

    /// <summary>Changes the language of what is planned from now on; a mail that is planned keeps its own.</summary>
    public Task<bool> SetLocaleAsync(long subscriber, string locale, CancellationToken ct) => database.WriteAsync(db =>
        db.Execute("UPDATE subscribers SET locale = @locale WHERE id = @subscriber AND state IN ('active', 'paused')", new { subscriber, locale }) == 1, ct);

    static DateTimeOffset? Next(DbConnection db, Subscriber before, DeliveryTime delivery, DateTimeOffset now) => before switch
    {
        { NextIssueAt: null } => null,
        { State: SubscriberState.Paused, NextIssueAt: { } resumes } =>
            delivery.NextAfter(now, before.Preferences.Delivery.DateAt(resumes).AddDays(-1)).DueAt,
        { NextIssueAt: { } due } when before.Preferences.Delivery == delivery || (due <= now && !delivery.Quiet.Contains(delivery.DateAt(now))) => due,
        _ => delivery.NextAfter(now, SubscriberStore.LastDate(db, before.Id)).DueAt,
    };
}
