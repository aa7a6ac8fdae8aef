using Microsoft.Playwright;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>How a visitor reaches what is on a page.</summary>
abstract class Hand
{
    /// <summary>Presses a link, a button, a box or a heading that opens.</summary>
    public abstract Task PressAsync(ILocator what);

    /// <summary>Writes instead of what stands there.</summary>
    public abstract Task WriteAsync(ILocator where, string text);
}

/// <summary>A mouse or a finger for what is pressed.</summary>
sealed class MouseHand(Visitor visitor) : Hand
{
    public override Task PressAsync(ILocator what) => visitor.Look.IsPhone ? what.TapAsync() : what.ClickAsync();

    public override Task WriteAsync(ILocator where, string text) => where.FillAsync(text);
}

/// <summary>
/// Tab, Shift+Tab, Enter, Space and letters, nothing else. At every stop on the way the focus has to be seen, and each Tab has to lead
/// to something further down the page.
/// </summary>
sealed class KeyboardHand(Visitor visitor) : Hand
{
    /// <summary>More stops than any page has.</summary>
    const int Patience = 400;

    /// <summary>What the focus is on: null for nothing, else whether it can be seen, what it is, and whether it is what is looked for.</summary>
    const string Stop = """
        wanted => {
          const at = document.activeElement;
          if (!at || at === document.body) return null;
          const style = getComputedStyle(at), box = at.getBoundingClientRect();
          const ring = style.outlineStyle === 'auto' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
          const there = box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
          const over = there ? document.elementFromPoint((Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2) : null;
          const covered = there && at.id !== 'content' && over && !at.contains(over) && !over.contains(at) && over.closest('.stays') !== null;
          const before = window.stopBefore;
          window.stopBefore = at;
          const way = !before || !before.isConnected || before === at ? 0 : (before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) ? 1 : -1;
          return { says: at.outerHTML.slice(0, 160), seen: at.id === 'content' || (ring && there && !covered), way, there: at === wanted };
        }
        """;

    public override async Task PressAsync(ILocator what)
    {
        await ReachAsync(what);
        var isBox = await what.EvaluateAsync<bool>("e => e.matches('input[type=checkbox]')");
        await visitor.Page.Keyboard.PressAsync(isBox ? "Space" : "Enter");
    }

    public override async Task WriteAsync(ILocator where, string text)
    {
        await ReachAsync(where);
        switch (await where.GetAttributeAsync("type"))
        {
            case "date": // month, day, year in their own parts
                await visitor.Page.Keyboard.TypeAsync(text[5..7] + text[8..10] + text[..4]);
                break;
            case "time":
                var hour = int.Parse(text[..2], System.Globalization.CultureInfo.InvariantCulture);
                await visitor.Page.Keyboard.TypeAsync($"{(hour + 11) % 12 + 1:00}{text[3..5]}{(hour < 12 ? "AM" : "PM")}");
                break;
            default:
                await visitor.Page.Keyboard.PressAsync("Control+A");
                await visitor.Page.Keyboard.TypeAsync(text);
                break;
        }
        Assert.Equal(text, await where.InputValueAsync());
    }

    /// <summary>Goes there by Tab, or back by Shift+Tab when it stands further up.</summary>
    public async Task ReachAsync(ILocator what)
    {
        Assert.Equal(1, await what.CountAsync());
        var isBack = await what.EvaluateAsync<bool>(
            "e => document.activeElement !== document.body && (document.activeElement.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING) !== 0");
        if (await what.EvaluateAsync<bool>("e => { window.stopBefore = undefined; return e === document.activeElement; }"))
            return;
        for (var stops = 0; stops < Patience; stops++)
        {
            await visitor.Page.Keyboard.PressAsync(isBack ? "Shift+Tab" : "Tab");
            if (await what.EvaluateAsync<Stopped?>(Stop) is not { } stop)
                continue; // past the end, where the browser's own controls are
            Assert.True(stop.Seen, $"The focus cannot be seen on {stop.Says} of {visitor.Page.Url}.");
            Assert.True(stop.Way != (isBack ? 1 : -1), $"The order of Tab jumps at {stop.Says} of {visitor.Page.Url}.");
            if (stop.There)
                return;
        }
        Assert.Fail($"No Tab leads to {what} on {visitor.Page.Url}.");
    }

    sealed class Stopped
    {
        public string Says { get; set; } = "";
        public bool Seen { get; set; }
        public bool There { get; set; }

        /// <summary>1 further down the page than the stop before, -1 further up; 0 for a part of the same.</summary>
        public int Way { get; set; }
    }
}
