using Digest.Delivering.Transports;
using Xunit;

namespace Digest.Tests.Delivering;

public class MinuteCapTests
{
    static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(1000)]
    public void No_minute_has_more_than_the_cap_and_all_of_it_is_used(int perMinute)
    {
        var cap = new MinuteCap(perMinute);
        var gone = new List<DateTimeOffset>();
        for (var ms = 0; ms < 180_000; ms += 20)
            while (cap.TryTake(Start.AddMilliseconds(ms)))
                gone.Add(Start.AddMilliseconds(ms));
        for (var i = 0; i + perMinute < gone.Count; i++)
            Assert.True(gone[i + perMinute] - gone[i] >= TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1), $"{i}: {gone[i]:O} {gone[i + perMinute]:O}");
        Assert.InRange(gone.Count, 3 * perMinute * 0.95, (3 * perMinute) + 1);
    }

    [Fact]
    public void Whoever_finds_no_room_is_told_when_there_is_some()
    {
        var cap = new MinuteCap(20);
        Assert.Equal((2, null), cap.Ask(Start));
        Assert.True(cap.TryTake(Start) && cap.TryTake(Start.AddSeconds(1)));
        Assert.Equal((0, Start.AddSeconds(6)), cap.Ask(Start.AddSeconds(2)));
        Assert.False(cap.TryTake(Start.AddSeconds(5.9)));
        Assert.True(cap.TryTake(Start.AddSeconds(6)));
    }

    [Fact]
    public void Without_a_cap_there_is_always_room() => Assert.Equal((int.MaxValue, null), new MinuteCap(null).Ask(Start));

    [Fact]
    public void A_clock_that_is_put_back_holds_nothing_up()
    {
        var cap = new MinuteCap(1);
        Assert.True(cap.TryTake(Start));
        Assert.True(cap.TryTake(Start.AddDays(-1)));
    }
}
