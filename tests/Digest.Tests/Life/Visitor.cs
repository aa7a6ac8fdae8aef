using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>
/// Somebody with a browser window. Whatever it asks of another host, complains about or fails to load is a trouble, and whoever
/// leaves with troubles fails the test.
/// </summary>
sealed partial class Visitor : IAsyncDisposable
{
    /// <summary>Where the mail program of a visitor shows mails; never asked for.</summary>
    const string Inbox = "http://inbox.example/";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly App _app;
    readonly IBrowserContext _context;
    readonly Eye _eye;
    readonly ConcurrentQueue<string> _troubles = new();
    readonly string _home;
    string _mail = "";
    bool _isRefused;

    Visitor(App app, IBrowserContext context, IPage page, Look look, Func<Visitor, Hand> hand, Eye eye)
    {
        (_app, _context, Page, Look, _eye, _home) = (app, context, page, look, eye, app.Local("http://any.example/"));
        Hand = hand(this);
    }

    public IPage Page { get; }

    public Look Look { get; }

    public Hand Hand { get; }

    public static async Task<Visitor> ComeAsync(App app, IBrowser browser, Look look, Func<Visitor, Hand> hand, Eye eye)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = look.Size, ColorScheme = look.Scheme, JavaScriptEnabled = look.HasScripts, HasTouch = look.IsPhone, IsMobile = look.IsPhone,
            Locale = "en-US", ReducedMotion = ReducedMotion.Reduce, TimezoneId = "Europe/Berlin", ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var visitor = new Visitor(app, context, await context.NewPageAsync(), look, hand, eye);
        await visitor.WatchAsync();
        return visitor;
    }

    /// <summary>Types an address.</summary>
    public async Task GoAsync(string url = "") => await Page.GotoAsync(new Uri(new Uri(_home), url).AbsoluteUri);

    /// <summary>Types an address that may lead to nothing.</summary>
    public async Task VisitAsync(string url)
    {
        _isRefused = true;
        await GoAsync(url);
        _isRefused = false;
    }

    /// <summary>Opens a mail as a mail program in a browser does.</summary>
    public async Task OpenAsync(AppMail mail)
    {
        _mail = mail.Html;
        await Page.GotoAsync(Inbox + mail.Kind);
        await SeeAsync("mail-" + mail.Kind);
    }

    /// <summary>Presses what leads to another page, and waits until that is there under its heading.</summary>
    public Task FollowAsync(Control control, string heading, string name = "") => FollowAsync(control.On(Page), heading, name);

    public async Task FollowAsync(ILocator what, string heading, string name = "")
    {
        await LoadingAsync(() => Hand.PressAsync(what));
        await SettleAsync();
        Assert.Equal(heading, await HeadingAsync());
        if (name.Length > 0)
            await SeeAsync(name);
    }

    /// <summary>As <see cref="FollowAsync(Control, string, string)"/>, where the answer says that something is to be mended.</summary>
    public async Task BeRefusedAsync(Control control, string heading, string name)
    {
        _isRefused = true;
        await FollowAsync(control, heading, name);
        _isRefused = false;
    }

    /// <summary>Presses what may be refused or not.</summary>
    public async Task TryAsync(Control control)
    {
        _isRefused = true;
        await LoadingAsync(() => Hand.PressAsync(control.On(Page)));
        await SettleAsync();
        _isRefused = false;
    }

    /// <summary>Waits until the focus is where the page wants it: the browser moves it there some time after the page has loaded.</summary>
    async Task SettleAsync()
    {
        if (await Page.Locator("[autofocus]").CountAsync() > 0)
            await Page.Locator("[autofocus]:focus").First.WaitForAsync();
    }

    public Task PressAsync(Control control) => Hand.PressAsync(control.On(Page));

    public Task WriteAsync(Control control, string text) => Hand.WriteAsync(control.On(Page), text);

    /// <summary>Opens what is folded.</summary>
    public async Task UnfoldAsync(string says, int which = 0)
    {
        var folded = Page.Locator("details:not([open]) > summary").Filter(new() { HasText = says }).Nth(which);
        var details = await folded.Locator("..").ElementHandleAsync();
        await Hand.PressAsync(folded);
        Assert.NotNull(await details.GetAttributeAsync("open"));
    }

    /// <summary>Goes back as the browser's own button does.</summary>
    public Task BackAsync() => LoadingAsync(async () => await Page.GoBackAsync());

    public async Task<string> HeadingAsync() => (await Page.Locator("h1").InnerTextAsync()).Trim();

    public async Task<string> SaysAsync(string selector) => (await Page.Locator(selector).First.InnerTextAsync()).Trim();

    /// <summary>Where the focus is, as a selector asks.</summary>
    public Task<bool> IsFocusOnAsync(string selector) =>
        Page.EvaluateAsync<bool>("s => document.activeElement !== null && document.activeElement.matches(s)", selector);

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.True(_troubles.IsEmpty, string.Join('\n', _troubles.Distinct(StringComparer.Ordinal)));
    }

    async Task LoadingAsync(Func<Task> act)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage page) => loaded.TrySetResult();
        Page.Load += Loaded;
        try
        {
            await act();
            await loaded.Task.WaitAsync(Patience, TimeProvider.System);
        }
        finally
        {
            Page.Load -= Loaded;
        }
    }

    async Task WatchAsync()
    {
        await Page.RouteAsync(Inbox + "**", route => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = _mail }));
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_home, StringComparison.Ordinal) && !(request.Url.StartsWith(Inbox, StringComparison.Ordinal) && request.IsNavigationRequest))
                Trouble($"asks for {request.Url}");
        };
        Page.RequestFailed += (_, request) =>
        {
            // A download is a page that does not come; what is typed on makes the picks before it idle.
            if (!request.Url.EndsWith("/export", StringComparison.Ordinal) && !request.Url.Contains("/picks?", StringComparison.Ordinal))
                Trouble($"could not load {request.Url}: {request.Failure}");
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !(_isRefused && response.Status < 500))
                Trouble($"was answered {response.Status} by {response.Url}");
        };
        Page.Console += (_, said) =>
        {
            // What the browser says of an answer with a status is told by the answer itself.
            if (said.Type is "error" or "warning" && !said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Trouble($"{said.Type}: {said.Text}");
        };
        Page.PageError += (_, fault) => Trouble($"script: {fault}");
        Page.Dialog += (_, dialog) =>
        {
            Trouble($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    void Trouble(string what) => _troubles.Enqueue($"{Look} at {Page.Url}: {what}");
}
