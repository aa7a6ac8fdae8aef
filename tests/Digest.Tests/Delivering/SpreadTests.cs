using Digest.Delivering;
using Xunit;

namespace Digest.Tests.Delivering;

public class SpreadTests
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    [Fact]
    public void Readers_are_spread_evenly_and_each_has_the_same_moment_every_day()
    {
        var offsets = Enumerable.Range(1, 60_000).Select(i => Spread.Of(i, Window)).ToList();
        Assert.All(offsets, offset => Assert.InRange(offset, TimeSpan.Zero, Window));
        var seconds = offsets.CountBy(offset => (int)offset.TotalSeconds).Select(s => s.Value).ToList();
        Assert.Equal(300, seconds.Count);
        Assert.All(seconds, count => Assert.InRange(count, 180, 220));
        Assert.Equal(Spread.Of(17, Window), Spread.Of(17, Window));
        Assert.Equal(TimeSpan.Zero, Spread.Of(17, TimeSpan.Zero));
    }
}
