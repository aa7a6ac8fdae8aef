using Digest.Delivering;
using Xunit;

namespace Digest.Tests.Delivering;

public class DomainPaceTests
{
    static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    readonly AppClock _clock = new(Start);

    [Theory]
    [InlineData(600, 0, 300)]
    [InlineData(600, 1, 240)]
    [InlineData(10, 0, 6)]
    [InlineData(0, 0.5, 6)]
    public void A_domain_that_asks_for_fewer_gets_half_of_what_it_got_and_never_less_than_six_a_minute(double recent, double dice, double slowed)
    {
        var pace = DomainPace.Slow("slow.example", null, recent, dice, Start);
        Assert.Equal((slowed, recent, Start), (pace.PerMinute, pace.Usual, pace.SlowedAt));
    }

    [Fact]
    public void It_grows_by_a_tenth_a_minute_and_is_over_at_the_usual_number()
    {
        var pace = DomainPace.Slow("slow.example", null, 600, 0, Start);
        Assert.Equal(330, pace.At(Start.AddMinutes(1)), 1e-9);
        Assert.False(pace.IsOver(Start.AddMinutes(7)));
        Assert.True(pace.IsOver(Start.AddMinutes(8)));
    }

    [Fact]
    public void Asked_again_it_halves_again_from_where_it_is_but_not_for_answers_to_mails_already_on_their_way()
    {
        var first = DomainPace.Slow("slow.example", null, 600, 0, Start);
        Assert.Equal(first, DomainPace.Slow("slow.example", first, 600, 0, Start.AddSeconds(20)));
        var second = DomainPace.Slow("slow.example", first, 17, 0, Start.AddMinutes(1));
        Assert.Equal((165, 600), (Math.Round(second.PerMinute), second.Usual));
    }

    [Fact]
    public void A_domain_that_never_asked_is_never_held()
    {
        var paces = Paces();
        Assert.All(Enumerable.Range(0, 5_000), _ => Assert.Null(paces.HeldUntil("quick.example", isUrgent: false)));
    }

    [Fact]
    public void A_slow_domain_gets_its_mails_one_after_the_other_and_nobody_else_waits()
    {
        var paces = Paces();
        for (var i = 0; i < 240; i++)
            paces.HeldUntil("slow.example", isUrgent: false);
        Assert.Equal(120, paces.Slow("slow.example")!.PerMinute);

        var held = Enumerable.Range(0, 100).Select(_ => paces.HeldUntil("slow.example", isUrgent: false)!.Value).ToList();

        Assert.Equal(held.Order(), held);
        Assert.All(held.Zip(held.Skip(1)), pair => Assert.Equal(0.5, (pair.Second - pair.First).TotalSeconds, 1e-3));
        Assert.Null(paces.HeldUntil("quick.example", isUrgent: false));
        // Somebody waits for it: it does not queue behind those.
        Assert.Equal(Start.AddSeconds(0.5), paces.HeldUntil("slow.example", isUrgent: true)!.Value, TimeSpan.FromMilliseconds(1));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(4, Enumerable.Range(0, 50).Count(_ => paces.HeldUntil("slow.example", isUrgent: false) is null));
    }

    [Fact]
    public void However_many_wait_none_is_put_back_for_longer_than_a_quarter_of_an_hour()
    {
        var paces = Paces();
        paces.Slow("slow.example");
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.InRange(
            paces.HeldUntil("slow.example", isUrgent: false)!.Value, Start, Start + DomainPaces.LongestWait + TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void What_was_kept_is_taken_over_and_what_is_over_is_told_back()
    {
        var paces = Paces();
        var kept = new DomainPace("slow.example", 6, 600, Start.AddMinutes(-1));
        var over = new DomainPace("well.example", 6, 7, Start.AddHours(-1));
        Assert.Equal([over], paces.Learn([kept, over]));
        Assert.NotNull(paces.HeldUntil("slow.example", isUrgent: false));
        Assert.Null(paces.HeldUntil("well.example", isUrgent: false));

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal([kept], paces.Learn([kept]));
        Assert.Null(paces.HeldUntil("slow.example", isUrgent: false));
    }

    [Fact]
    public void A_domain_is_what_stands_after_the_last_at() => Assert.Equal("example.org", DomainPaces.DomainOf("a.reader@Example.ORG"));

    DomainPaces Paces() => new(_clock, () => 0);
}
