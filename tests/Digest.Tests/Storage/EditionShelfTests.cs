using Xunit;

namespace Digest.Tests.Storage;

/// <summary>What is kept of recent editions for all readers together.</summary>
public class EditionShelfTests
{
    [Fact]
    public async Task What_nobody_asked_for_in_an_hour_is_let_go_and_what_is_asked_for_stays()
    {
        await using var app = await App.StartAsync();
        await app.PublishAsync(Tests.Some.Papers(3));
        var monday = app.Now;
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.PublishAsync(Tests.Some.Papers(3));
        var (daily, weekly) = (await app.UnreadAsync(monday), await app.UnreadAsync(monday.AddDays(-7)));
        app.Clock.Advance(TimeSpan.FromHours(23.5));
        var late = app.Now;
        Assert.Same(daily, await app.UnreadAsync(monday));
        app.Clock.Advance(TimeSpan.FromHours(0.5));
        await app.PublishAsync(Tests.Some.Papers(3));
        await app.UnreadAsync(monday); // new, so that the shelf looks around

        Assert.Same(daily, await app.UnreadAsync(monday, late));
        var again = await app.UnreadAsync(monday.AddDays(-7), late);
        Assert.NotSame(weekly, again);
        Assert.Equal(weekly!.Span.Papers.Select(p => p.Paper.Id), again!.Span.Papers.Select(p => p.Paper.Id));
    }
}
