namespace Digest.Subscribers;

/// <summary>Decides which local date an issue that is due belongs to, and when the next one is.</summary>
internal static class IssueDate
{
    /// <param name="dueAt">The due time in the subscriber's row: a regular occurrence, or for the first issue the moment of
    /// confirming.</param>
    /// <param name="hasNothing">There is nothing to say.</param>
    /// <param name="catchUp">A late service sends the last missed issue when it is no later than this.</param>
    /// <returns>Recorded is false where the due time only moves on: the issue is too late, today is a quiet day, or it is a first issue with
    /// nothing to say and today's regular hour is still ahead.</returns>
    public static (DateOnly LocalDate, DateTimeOffset Next, bool IsRecorded) Decide(
        DeliveryTime delivery, DateTimeOffset dueAt, DateTimeOffset now, bool hasNothing, TimeSpan catchUp)
    {
        // After an outage only the latest missed time counts: one issue, never a burst of old ones.
        var latest = delivery.LatestUntil(now);
        var due = latest.DueAt >= dueAt ? latest : new Occurrence(delivery.DateAt(dueAt), dueAt);
        var next = delivery.NextAfter(now, due.LocalDate).DueAt;
        // A quiet day brings none, not even a late one.
        if (now - due.DueAt > catchUp || delivery.Quiet.Contains(delivery.DateAt(now)))
            return (due.LocalDate, next, false);
        var isFirst = due.DueAt != latest.DueAt;
        var soon = delivery.NextAfter(now);
        if (isFirst && hasNothing && soon.LocalDate == due.LocalDate)
            return (due.LocalDate, soon.DueAt, false);
        return (due.LocalDate, next, true);
    }
}
