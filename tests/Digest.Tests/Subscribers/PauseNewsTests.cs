using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public class PauseNewsTests
{
    /// <summary>A column each for a pause of no time, an hour, a day, a week: is there a mail?</summary>
    [Theory]
    [InlineData(PauseEvent.Paused, NoticeKind.Paused, "++++")]
    [InlineData(PauseEvent.PausedAnew, NoticeKind.Paused, "-+++")]
    [InlineData(PauseEvent.ResumedByPage, NoticeKind.Back, "--++")]
    [InlineData(PauseEvent.ResumedByCommand, NoticeKind.Back, "-+++")]
    [InlineData(PauseEvent.ResumedByDate, NoticeKind.Back, "---+")]
    [InlineData(PauseEvent.ReturnedAfterGoodbye, NoticeKind.Back, "++++")]
    [InlineData(PauseEvent.ReturnedInSilence, NoticeKind.Back, "----")]
    internal void A_mail_is_worth_sending_when_it_tells_something(PauseEvent what, NoticeKind mail, string byLength)
    {
        TimeSpan[] lengths = [TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7)];
        Assert.Equal(byLength, string.Concat(lengths.Select(lasted => PauseNews.Owed(what, lasted) == mail ? '+' : '-')));
        Assert.All(lengths, lasted => Assert.Contains(PauseNews.Owed(what, lasted), new NoticeKind?[] { null, mail }));
    }
}
