using Digest.Checking;
using Xunit;

namespace Digest.Tests.Checking;

/// <summary>Whose word about the time counts.</summary>
public class ClockCheckTests
{
    readonly AppClock _time = new(Tests.Some.Morning);

    [Fact]
    public void Who_has_a_clock_of_their_own_is_believed_before_our_own_address()
    {
        var clock = new ClockCheck(_time);
        clock.Note(_time.GetUtcNow(), "papers.example", isOwn: true);
        clock.Note(_time.GetUtcNow().AddHours(1), "a source");
        Assert.Contains("an hour behind a source", clock.Look().What, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_address_alone_agrees_with_itself_which_says_nothing()
    {
        var clock = new ClockCheck(_time);
        clock.Note(_time.GetUtcNow(), "papers.example", isOwn: true);
        Assert.Equal(Level.Note, clock.Look().Level);
        clock.Note(_time.GetUtcNow().AddHours(-1), "papers.example", isOwn: true);
        Assert.Equal(Level.Fault, clock.Look().Level);
    }

    [Fact]
    public void Each_round_asks_anew()
    {
        var clock = new ClockCheck(_time);
        clock.Note(_time.GetUtcNow(), "a source");
        Assert.Equal(Level.Ok, clock.Look().Level);
        clock.Note(_time.GetUtcNow().AddHours(1), "a source");
        Assert.Equal(Level.Fault, clock.Look().Level);
    }
}
