using Digest.Delivering.Transports;
using Xunit;

namespace Digest.Tests.Delivering;

public class CircuitBreakerTests
{
    readonly CircuitBreaker _breaker = new();
    DateTimeOffset _now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_relay_that_works_lets_everybody_in()
    {
        Assert.Equal([Pass.Free, Pass.Free], [_breaker.Enter(_now), _breaker.Enter(_now)]);
        Assert.False(_breaker.Worked(Pass.Free));
        Assert.Null(_breaker.RestsUntil);
    }

    [Fact]
    public void A_fault_of_the_relay_sends_it_to_rest_and_is_news_once()
    {
        var (first, second) = (_breaker.Enter(_now), _breaker.Enter(_now));
        Assert.True(_breaker.Failed(first, "refused", _now));
        Assert.False(_breaker.Failed(second, "refused too", _now));
        Assert.Equal(("refused", _now + CircuitBreaker.FirstRest), (_breaker.Fault, _breaker.RestsUntil));
        Assert.Equal((Pass.None, false), (_breaker.Enter(_now), _breaker.LetsIn(_now)));
    }

    [Fact]
    public async Task After_a_rest_one_mail_is_tried_and_others_can_wait_for_what_comes_of_it()
    {
        Rest();
        Assert.Equal([Pass.Trial, Pass.None], [_breaker.Enter(_now), _breaker.Enter(_now)]);
        var trial = _breaker.Trial!;
        Assert.False(trial.IsCompleted);
        Assert.True(_breaker.Worked(Pass.Trial));
        await trial;
        Assert.Equal((null, Pass.Free), (_breaker.RestsUntil, _breaker.Enter(_now)));
    }

    [Fact]
    public void Each_trial_that_fails_doubles_the_rest_up_to_five_minutes()
    {
        Rest();
        var rests = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(Pass.Trial, _breaker.Enter(_now));
            Assert.False(_breaker.Failed(Pass.Trial, "still", _now));
            rests.Add((_breaker.RestsUntil!.Value - _now).TotalSeconds);
            _now = _breaker.RestsUntil!.Value;
        }
        Assert.Equal([30, 60, 120, 240, 300, 300], rests.Take(6));
        Assert.Equal(300, rests[^1]);
    }

    [Fact]
    public void After_it_worked_the_rests_begin_anew()
    {
        Rest();
        _breaker.Enter(_now);
        _breaker.Failed(Pass.Trial, "still", _now);
        _now = _breaker.RestsUntil!.Value;
        _breaker.Enter(_now);
        _breaker.Worked(Pass.Trial);
        Assert.True(_breaker.Failed(_breaker.Enter(_now), "again", _now));
        Assert.Equal(_now + CircuitBreaker.FirstRest, _breaker.RestsUntil);
    }

    [Fact]
    public void A_mail_let_in_before_the_rest_ends_it_neither_way()
    {
        var early = _breaker.Enter(_now);
        _breaker.Failed(_breaker.Enter(_now), "refused", _now);
        Assert.False(_breaker.Worked(early));
        Assert.Equal("refused", _breaker.Fault);
    }

    [Fact]
    public void A_trial_that_was_given_up_on_our_side_is_made_again_at_once()
    {
        Rest();
        _breaker.GaveUp(_breaker.Enter(_now));
        Assert.Equal(Pass.Trial, _breaker.Enter(_now));
    }

    [Fact]
    public void Three_hang_ups_in_a_row_are_the_relays_but_not_with_a_mail_between_them()
    {
        foreach (var _ in "12")
            Assert.False(_breaker.HungUp(_breaker.Enter(_now), "421", _now));
        _breaker.Worked(_breaker.Enter(_now));
        foreach (var _ in "12")
            Assert.False(_breaker.HungUp(_breaker.Enter(_now), "421", _now));
        Assert.True(_breaker.HungUp(_breaker.Enter(_now), "421", _now));
        Assert.NotNull(_breaker.RestsUntil);
    }

    [Fact]
    public void A_clock_that_is_put_back_makes_no_rest_longer()
    {
        _breaker.Failed(_breaker.Enter(_now), "refused", _now);
        Assert.Equal(Pass.Trial, _breaker.Enter(_now.AddDays(-1)));
    }

    void Rest()
    {
        _breaker.Failed(_breaker.Enter(_now), "refused", _now);
        _now = _breaker.RestsUntil!.Value;
    }
}
