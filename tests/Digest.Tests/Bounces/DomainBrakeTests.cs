using Digest.Bounces;
using Xunit;

namespace Digest.Tests.Bounces;

public class DomainBrakeTests
{
    [Theory]
    [InlineData(4, 4, false)] // too few to say anything of their domain
    [InlineData(5, 5, true)]
    [InlineData(5, 24, true)]
    [InlineData(5, 25, false)] // a fifth, and not more
    [InlineData(6, 25, true)]
    [InlineData(100, 499, true)]
    [InlineData(100, 500, false)]
    public void A_domain_is_at_fault_from_five_and_more_than_a_fifth_of_its_readers_on(int gone, int readers, bool isFault)
    {
        Assert.Equal(isFault, DomainBrake.IsDomainsFault(gone, readers));
        // Nobody has to be counted beyond what decides.
        Assert.Equal(isFault, DomainBrake.IsDomainsFault(gone, Math.Min(readers, DomainBrake.Enough(gone))));
    }

    [Fact]
    public void Readers_are_counted_for_each_report_at_first_and_then_ever_more_seldom()
    {
        Assert.Equal(95, Enumerable.Range(0, 100).Count(DomainBrake.IsWorthCounting));
        Assert.Equal(90, Enumerable.Range(100, 900).Count(DomainBrake.IsWorthCounting));
        Assert.Equal(40, Enumerable.Range(10_000, 40_000).Count(DomainBrake.IsWorthCounting));
    }
}
