namespace Digest.Gathering;

/// <summary>Which days a source is asked for: those it has not answered to the end, and for the sake of votes the young
/// ones. Weekends count as answered, by an empty list.</summary>
internal static class DaysToAsk
{
    /// <param name="answered">When the last answer for a day was asked for, and how many papers it listed.</param>
    /// <param name="listsGrow">A list may still grow until its day is over.</param>
    /// <param name="youngDays">Days, today among them, that are asked for again whatever was answered.</param>
    public static IReadOnlyList<DateOnly> Of(
        DateOnly from, DateOnly to, DateOnly today, IReadOnlyDictionary<DateOnly, Answered> answered, bool listsGrow, int youngDays)
    {
        var days = new List<DateOnly>();
        for (var day = from; day <= to; day = day.AddDays(1))
            if (day > today.AddDays(-youngDays) || !answered.TryGetValue(day, out var answer) || !IsFinal(day, answer, listsGrow))
                days.Add(day);
        return days;
    }

    // Before its day is over an empty list says only that there is none yet.
    static bool IsFinal(DateOnly day, Answered answer, bool listsGrow) =>
        answer.AskedAt >= new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) || (answer.Papers > 0 && !listsGrow);

    internal sealed record Answered(DateTimeOffset AskedAt, int Papers);
}
