using System.Globalization;
using Digest.Demo;
using Digest.Papers;
using Microsoft.Playwright;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>Where readers live: Chromium, and the application on a loopback port with some weeks of papers behind it. Started by the
/// first test of a class that needs it; each visitor has windows and an address of their own.</summary>
public sealed class Town : IAsyncLifetime
{
    /// <summary>A Tuesday noon after a month with papers.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    IPlaywright? _playwright;
    IBrowser? _browser;
    App? _app;

    internal App App => _app ?? throw new InvalidOperationException("Nobody opened the town.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The browser; who asks for it first starts it. Without one the test is skipped.</summary>
    internal async Task<IBrowser> BrowserAsync()
    {
        var chromium = Environment.GetEnvironmentVariable("DIGEST_CHROMIUM");
        Assert.SkipWhen(string.IsNullOrEmpty(chromium), "DIGEST_CHROMIUM names no browser.");
        _playwright ??= await Playwright.CreateAsync();
        return _browser ??= await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu", "--lang=en-US", "--force-color-profile=srgb"],
        });
    }

    /// <summary>Somebody opens a window; the papers are there.</summary>
    /// <param name="app">Another application than the town's.</param>
    internal async Task<Visitor> VisitorAsync(Look look, Func<Visitor, Hand>? hand = null, Eye eye = Eye.Plain, App? app = null)
    {
        var browser = await BrowserAsync();
        return await Visitor.ComeAsync(app ?? (_app ??= await OpenAsync()), browser, look, hand ?? (visitor => new MouseHand(visitor)), eye);
    }

    /// <summary>An application whose public address is where it listens, so that a browser can follow all links.</summary>
    internal static async Task<App> StartAsync(params (string Key, string Value)[] settings)
    {
        var listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Stage.FreePort()}");
        var told = new AppSettings
        {
            At = Noon.AddDays(-11), PublicUrl = $"http://{listen}/",
            Settings = { ["Web:Listen"] = listen, ["Rendering:OwnPages"] = "true" },
        };
        foreach (var (key, value) in settings)
            told.Settings[key] = value;
        return await App.StartAsync(told);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    // Days, a week and a month to turn the pages of; the newest day has the most papers.
    static async Task<App> OpenAsync()
    {
        var app = await StartAsync();
        await app.GatherFilesAsync(Path.Combine(Stage.Samples, "daily.json"));
        await app.PrepareEditionAsync();
        app.Clock.Set(Noon);
        await app.GatherFilesAsync(Path.Combine(Stage.Samples, "papers.jsonl"));
        await app.PrepareEditionAsync();
        await app.PrepareEditionAsync(Period.Week, DateOnly.FromDateTime(Noon.AddDays(-11).Date));
        await app.PrepareEditionAsync(Period.Month, DateOnly.FromDateTime(Noon.AddDays(-11).Date));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        return app;
    }
}
