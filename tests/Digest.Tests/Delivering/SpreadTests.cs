using Digest.Delivering;
using Xunit;

namespace Digest.Tests.Delivering;

public class SpreadTests
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_service_lets_issues_leave_over_the_window_and_first_ones_at_once()
    {
        var due = new DateTimeOffset(2026, 7, 17, 8, 0, 0, TimeSpan.Zero);
        await using var app = await App.StartAsync();
        await app.PublishAsync(Some.Papers(3));
        for (var i = 0; i < 12; i++)
            await app.AddAsync(Some.Address);
        app.Clock.Set(due);
        await app.PlanAsync(spread: true);
        Assert.Equal(12, (await app.SendAsync()).Sent);

        app.Clock.Set(due.AddHours(23));
        await app.PublishAsync(Some.Papers(3));
        app.Clock.Set(due.AddDays(1));
        await app.PlanAsync(spread: true);
        var sent = new List<int>();
        for (var minute = 0; minute <= 5; minute++)
        {
            app.Clock.Set(due.AddDays(1).AddMinutes(minute));
            sent.Add((await app.SendAsync()).Sent);
        }
        Assert.Equal(12, sent.Sum());
        Assert.True(sent.Count(n => n > 0) >= 3, string.Join(' ', sent));

        // Whoever runs it by hand wants it sent.
        app.Clock.Set(due.AddDays(1).AddHours(23));
        await app.PublishAsync(Some.Papers(3));
        app.Clock.Set(due.AddDays(2));
        await app.PlanAsync();
        Assert.Equal(12, (await app.SendAsync()).Sent);
    }

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
