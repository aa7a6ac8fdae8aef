using Xunit;

namespace Digest.Tests.Life;

/// <summary>The same life with no mouse and no finger.</summary>
public class KeyboardTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_keyboard_alone_everything_is_reached_in_order_with_the_focus_in_sight(bool hasScripts)
    {
        await using var visitor = await town.VisitorAsync(Look.Desk with { HasScripts = hasScripts }, v => new KeyboardHand(v));
        await new WholeLife(town.App, visitor).LiveAsync();
    }

    [Fact]
    public async Task The_first_stop_skips_to_the_content_and_after_the_last_comes_the_first()
    {
        await using var visitor = await town.VisitorAsync(Look.Phone);
        var hand = new KeyboardHand(visitor);
        foreach (var path in new[] { "/", "/day", "/search", "/papers/1", "/nowhere" })
        {
            await visitor.VisitAsync(path);
            await visitor.Page.Keyboard.PressAsync("Tab");
            Assert.True(await visitor.IsFocusOnAsync(".skip"), path);
            await visitor.Page.Keyboard.PressAsync("Enter");
            Assert.True(await visitor.IsFocusOnAsync("#content"), path);
            await hand.ReachAsync(visitor.Page.Locator(".imprint a").Last);
            await visitor.Page.Keyboard.PressAsync("Tab");
            await visitor.Page.Keyboard.PressAsync("Tab"); // the browser's own controls stand between
            Assert.False(await visitor.IsFocusOnAsync(".imprint a"), $"{path} holds the focus");
        }
    }
}
