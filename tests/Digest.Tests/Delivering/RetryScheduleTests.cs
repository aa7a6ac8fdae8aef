using Digest.Delivering;
using Xunit;

namespace Digest.Tests.Delivering;

public class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 6)]
    [InlineData(2, 15)]
    [InlineData(3, 30)]
    [InlineData(4, 60)]
    [InlineData(5, 120)]
    [InlineData(6, 240)]
    [InlineData(7, 240)]
    [InlineData(1000, 240)]
    public void Waits_grow_and_spread_over_a_fifth(int attempts, double minutes)
    {
        for (var delivery = 1L; delivery <= 500; delivery++)
            Assert.InRange(RetrySchedule.WaitAfter(attempts, delivery).TotalMinutes, minutes, minutes * 1.2);
    }

    [Fact]
    public void One_mail_waits_the_same_each_time_it_is_asked() =>
        Assert.Equal(RetrySchedule.WaitAfter(3, 77), RetrySchedule.WaitAfter(3, 77));

    [Fact]
    public void Mails_that_failed_together_do_not_come_back_together()
    {
        var waits = Enumerable.Range(1, 1000).Select(id => RetrySchedule.WaitAfter(1, id)).ToList();
        // In tenths of the spread: each holds its share.
        var tenths = waits.GroupBy(w => Math.Min(9, (int)((w.TotalMinutes - 6) / 1.2 * 10))).Select(g => g.Count()).ToList();
        Assert.Equal(10, tenths.Count);
        Assert.All(tenths, share => Assert.InRange(share, 50, 200));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    public void Large_numbers_do_not_break_it(long delivery) =>
        Assert.InRange(RetrySchedule.WaitAfter(1, delivery).TotalMinutes, 6, 7.2);
}
