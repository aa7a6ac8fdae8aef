using System.Text.Json;
using Microsoft.Playwright;

namespace Digest.Tests.Life;

/// <summary>What a visitor looks at on every page and mail.</summary>
sealed partial class Visitor
{
    /// <summary>axe-core as the checks of the markup bring it.</summary>
    public static string AxeFile { get; } = Repository.Folder("tests/Digest.Tests/Markup/node_modules/axe-core/axe.min.js");

    const string Wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    /// <summary>Buttons whose edge nobody would see where the page's colours are replaced by the reader's own.</summary>
    const string Edgeless = """
        () => [...document.querySelectorAll('button, .go')].filter(e => e.getClientRects().length > 0 && !(parseFloat(getComputedStyle(e).borderTopWidth) >= 1))
          .map(e => e.outerHTML.slice(0, 120))
        """;

    const string Moving = """
        () => [document.documentElement, ...document.querySelectorAll('body *')].filter(e => { const s = getComputedStyle(e);
          return s.scrollBehavior === 'smooth' || parseFloat(s.animationDuration) > 0 || parseFloat(s.transitionDuration) > 0; }).map(e => e.outerHTML.slice(0, 80))
        """;

    /// <summary>Looks around where they stand: at what every visitor does, and at what this one has an eye for.</summary>
    /// <param name="name">What the picture of it is called.</param>
    public async Task SeeAsync(string name)
    {
        await FitsAsync("in the window");
        if (Look.HasScripts && _eye == Eye.Plain) // without scripts they look the same
            await PictureAsync($"{name}-{Look}");
        if (_eye.HasFlag(Eye.Narrow))
            await SeeNarrowAsync();
        if (_eye.HasFlag(Eye.Axe))
            await AskAxeAsync();
        if (_eye.HasFlag(Eye.Own))
            await SeeInOwnColoursAsync(name);
    }

    async Task FitsAsync(string where)
    {
        var wide = await Page.EvaluateAsync<int>(Wider);
        if (wide > 0)
            Trouble($"is {wide} pixels too wide {where}");
    }

    // 320 pixels are a desk's window at 400 %, 640 at 200 %; large print is what somebody set in their browser.
    async Task SeeNarrowAsync()
    {
        foreach (var width in new[] { 320, 640 })
        {
            await Page.SetViewportSizeAsync(width, Look.Size.Height);
            await FitsAsync($"at {width} pixels");
        }
        await Page.SetViewportSizeAsync(Look.Size.Width, Look.Size.Height);
        await Page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
        await FitsAsync("in print twice as large");
        await Page.EvaluateAsync("() => { document.documentElement.style.fontSize = ''; }");
    }

    async Task AskAxeAsync()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(AxeFile));
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var answer = await Page.EvaluateAsync<JsonElement>(
                "() => axe.run({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })");
            foreach (var violation in answer.GetProperty("violations").EnumerateArray())
                foreach (var node in violation.GetProperty("nodes").EnumerateArray().Take(2))
                    Trouble($"axe in {scheme}: {violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()}");
        }
        await Page.EmulateMediaAsync(new() { ColorScheme = Look.Scheme });
    }

    async Task SeeInOwnColoursAsync(string name)
    {
        await Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        foreach (var edgeless in await Page.EvaluateAsync<string[]>(Edgeless))
            Trouble($"in colours of one's own no edge is seen of {edgeless}");
        foreach (var moving in await Page.EvaluateAsync<string[]>(Moving))
            Trouble($"moves although nothing shall: {moving}");
        await PictureAsync($"{name}-own-colours");
        await Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None, ColorScheme = Look.Scheme });

        // What is not printed loses the focus.
        await using var focused = await Page.EvaluateHandleAsync("() => document.activeElement");
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        if (!await Page.Locator("h1").First.IsVisibleAsync() || await Page.Locator("button:visible").CountAsync() > 0)
            Trouble("has no heading in print, or buttons");
        await PictureAsync($"{name}-print");
        await Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await Page.EvaluateAsync("at => at && at.focus()", focused);
    }

    async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("DIGEST_PICTURES") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
