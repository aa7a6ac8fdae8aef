using System.Globalization;
using System.Net;
using Digest.Commands;
using Digest.Demo;
using Digest.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digest.Tests;

/// <summary>
/// The application under test, whole and real: its host as the program builds it, a database in a folder of its own, its
/// pages on a loopback port, and a mailbox that speaks SMTP for a relay. Only the clock is the test's, and the timetable is
/// left out: tests say when a run runs. The other parts of this class are the verbs that tests speak.
/// </summary>
sealed partial class App : IAsyncDisposable
{
    readonly AppSettings _settings;
    readonly int _relayPort;
    IHost _host = null!;
    HttpClient _http = null!;
    MailboxListener? _listener;
    bool _isStopped;
    int _backups;

    App(AppSettings settings)
    {
        _settings = settings;
        Clock = new AppClock(settings.At);
        Mailbox = new Mailbox(Clock, capacity: 10_000);
        StartRelay();
        _relayPort = _listener!.Port;
    }

    public AppClock Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Mailbox Mailbox { get; }

    /// <summary>What the relay answers at a step (see <see cref="MailboxListener"/>); null answers as usual.</summary>
    public Func<string, string?>? RelayAnswers { get; set; }

    public int RelayPort => _relayPort;

    /// <summary>Connections the relay has taken since it was started last.</summary>
    public int RelayConnections => _listener?.Connections ?? 0;

    /// <summary>Where the program keeps what it keeps; a test may put files of its own there.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("digest-app-").FullName;

    /// <summary>A page of ours for a real browser: where it listens, not where the public finds it.</summary>
    public string Local(string url) => new Uri(_http.BaseAddress!, new Uri(url).PathAndQuery).AbsoluteUri;

    /// <summary>Where the public finds the front page.</summary>
    public string PublicUrl => _settings.PublicUrl.TrimEnd('/') + "/";

    public bool IsOurs(string link) => link.StartsWith(PublicUrl, StringComparison.Ordinal);

    public static async Task<App> StartAsync(AppSettings? settings = null)
    {
        var app = new App(settings ?? new AppSettings());
        await app.OpenAsync();
        return app;
    }

    /// <summary>Stops the program and starts it again on what it kept, perhaps with other settings.</summary>
    public async Task RestartAsync(params (string Key, string? Value)[] settings)
    {
        await CloseAsync();
        foreach (var (key, value) in settings)
            _settings.Settings[key] = value;
        await OpenAsync();
    }

    /// <summary>Everything in one file, as it is now.</summary>
    public async Task<string> BackUpAsync(bool withKeys = true)
    {
        var file = Path.Combine(Folder, $"{_backups++}.backup");
        await Get<Backup>().WriteAsync(file, withKeys, CancellationToken.None);
        return file;
    }

    /// <summary>Stops the program, restores, and starts it again.</summary>
    /// <param name="destroyed">The data folder is lost first.</param>
    public async Task<Restoring.Restored> RestoreAsync(string backup, bool destroyed = false, bool moved = false)
    {
        await CloseAsync();
        var options = new StorageOptions { DataFolder = Path.Combine(Folder, "data") };
        if (destroyed)
            Directory.Delete(options.DataFolder, recursive: true);
        var restored = await new Restoring(options, Clock).RestoreAsync(backup, replace: !destroyed, moved, CancellationToken.None);
        await OpenAsync();
        return restored;
    }

    /// <summary>Files of the data folder in which a text stands.</summary>
    public IEnumerable<string> FilesThatHold(string text) => Directory.EnumerateFiles(Path.Combine(Folder, "data"), "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        .Where(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
        });

    /// <summary>Stops the program for good; what it kept can be looked at.</summary>
    public async Task StopAsync()
    {
        await CloseAsync();
        _isStopped = true;
    }

    public void StartRelay() => _listener = MailboxListener.Start(Mailbox, _relayPort, line => RelayAnswers?.Invoke(line));

    public async Task StopRelayAsync()
    {
        if (_listener is { } listener)
            await listener.DisposeAsync();
        _listener = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await CloseAsync();
        await StopRelayAsync();
        Directory.Delete(Folder, recursive: true);
    }

    async Task OpenAsync()
    {
        _host = Program.Build(new Launch { Clock = Clock, Serves = _settings.Serves, Overrides = Overrides() });
        _host.Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();
        await Get<Opening>().OpenAsync(CancellationToken.None);
        await _host.StartAsync();
        var address = Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(address),
            Timeout = TimeSpan.FromSeconds(100),
        };
    }

    async Task CloseAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        await Task.WhenAll(Get<Digest.Watching.WatchRound>().Examining, Get<Digest.Watching.WatchRound>().Telling); // a round that a test began and did not wait for
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    Dictionary<string, string?> Overrides()
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage:DataFolder"] = Path.Combine(Folder, "data"),
            ["Web:Listen"] = "127.0.0.1:0",
            ["Web:PublicUrl"] = _settings.PublicUrl,
            ["Operator:Name"] = "The Story Tellers",
            ["Operator:PostalAddress"] = "1 Example Street, 00000 Example",
            ["Operator:Contact"] = "hello@papers.example",
            ["Delivering:From"] = "digest@papers.example",
            ["Delivering:Relay:Host"] = "127.0.0.1",
            ["Delivering:Relay:Port"] = _relayPort.ToString(CultureInfo.InvariantCulture),
            ["Gathering:HfDaily:Enabled"] = "false",
            ["Watching:CheckupEvery"] = "00:00:00", // it asks the world
            ["Gathering:Arxiv:Enabled"] = "false",
            // Stories about these set their own; all readers here come from one address, and are quick.
            ["Web:SignUps:LeastSeconds"] = "0",
            ["Web:SignUps:PerClient"] = "100000",
            ["Web:SignUps:PerNetwork"] = "100000",
            ["Web:SignUps:PerDomain"] = "100000",
            ["Web:SignUps:Overall"] = "100000",
            ["Serilog:WriteTo:0:Args:restrictedToMinimumLevel"] = "Fatal",
        };
        foreach (var (key, value) in _settings.Settings)
            settings[key] = value;
        if (settings.Keys.Any(key => key.StartsWith("Delivering:Relays:", StringComparison.OrdinalIgnoreCase)))
            foreach (var key in settings.Keys.Where(key => key.StartsWith("Delivering:Relay:", StringComparison.OrdinalIgnoreCase)).ToList())
                settings.Remove(key);
        return settings;
    }
}

/// <summary>How an application under test differs from the usual one.</summary>
sealed record AppSettings
{
    public DateTimeOffset At { get; init; } = Some.Morning;

    public string PublicUrl { get; init; } = "https://papers.example/";

    /// <summary>The proxy before us takes the path of the public address away.</summary>
    public bool ProxyStripsPath { get; init; }

    /// <summary>The timetable runs, and so does the look at how the service is.</summary>
    public bool Serves { get; init; }

    public Dictionary<string, string?> Settings { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}
