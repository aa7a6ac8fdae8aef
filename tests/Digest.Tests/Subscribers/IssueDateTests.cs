using System.Globalization;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class IssueDateTests
{
    static readonly TimeSpan CatchUp = TimeSpan.FromHours(36);

    [Theory]
    // On time.
    [InlineData("2026-07-17T06:00Z", "2026-07-17T06:00Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    [InlineData("2026-07-17T06:00Z", "2026-07-17T06:07Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    // Late on the same day.
    [InlineData("2026-07-17T06:00Z", "2026-07-17T23:00Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    // After three days only the last missed one counts.
    [InlineData("2026-07-14T06:00Z", "2026-07-17T09:00Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    // A moment before the regular hour: yesterday's, and today's comes too.
    [InlineData("2026-07-15T06:00Z", "2026-07-17T05:59Z", "2026-07-16", "2026-07-17T06:00Z", true)]
    // A first issue in the night, by the reader's own date.
    [InlineData("2026-07-16T22:30Z", "2026-07-16T22:30Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    // A first issue after the day's regular hour.
    [InlineData("2026-07-17T19:00Z", "2026-07-17T19:00Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    public void With_something_to_say(string due, string now, string date, string next, bool recorded) =>
        Assert.Equal((Day(date), At(next), recorded), Decide(due, now, hasNothing: false));

    [Theory]
    // A regular hour with nothing to say is written down.
    [InlineData("2026-07-17T06:00Z", "2026-07-17T06:00Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    // A first issue in the night with nothing to say leaves the day to its regular hour.
    [InlineData("2026-07-16T22:30Z", "2026-07-16T22:30Z", "2026-07-17", "2026-07-17T06:00Z", false)]
    // In the evening there is no hour left that day.
    [InlineData("2026-07-17T19:00Z", "2026-07-17T19:00Z", "2026-07-17", "2026-07-18T06:00Z", true)]
    public void With_nothing_to_say(string due, string now, string date, string next, bool recorded) =>
        Assert.Equal((Day(date), At(next), recorded), Decide(due, now, hasNothing: true));

    [Theory]
    [InlineData("fri", "2026-07-17T06:00Z", "2026-07-18T17:59Z", true)]
    [InlineData("fri", "2026-07-17T06:00Z", "2026-07-18T18:01Z", false)]
    [InlineData("fri", "2026-07-10T06:00Z", "2026-07-23T06:00Z", false)]
    public void Beyond_the_limit_a_late_issue_is_let_go(string days, string due, string now, bool recorded)
    {
        Assert.True(WeekdayNames.TryRead(days, out var chosen));
        var decided = IssueDate.Decide(Some.Hour("Europe/Berlin", "08:00", chosen), At(due), At(now), hasNothing: false, CatchUp);
        Assert.Equal((recorded, At("2026-07-24T06:00Z")), (decided.IsRecorded, decided.Next));
    }

    static (DateOnly, DateTimeOffset, bool) Decide(string due, string now, bool hasNothing) =>
        IssueDate.Decide(Some.Hour("Europe/Berlin", "08:00"), At(due), At(now), hasNothing, CatchUp);

    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
