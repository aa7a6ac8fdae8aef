using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Digest.Tests.Web;

/// <summary>A tab of the browser that DIGEST_CHROMIUM names, told what to do over its debugging protocol. It finds nothing but
/// this machine.</summary>
sealed class Chromium : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly string _profile;
    readonly ClientWebSocket _socket = new();
    readonly byte[] _buffer = new byte[1 << 20];
    int _asked;

    Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Skips the test where no browser is named.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("DIGEST_CHROMIUM");
        Assert.SkipWhen(string.IsNullOrEmpty(program), "DIGEST_CHROMIUM names no browser.");
        var profile = Directory.CreateTempSubdirectory("digest-browser-").FullName;
        var process = Process.Start(new ProcessStartInfo(program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var chromium = new Chromium(process, profile);
        using var http = new HttpClient { Timeout = Patience };
        var tabs = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{await chromium.PortAsync()}/json/list"))!.AsArray();
        var tab = tabs.First(t => (string?)t!["type"] == "page")!;
        await chromium._socket.ConnectAsync(new Uri((string)tab["webSocketDebuggerUrl"]!), CancellationToken.None);
        await chromium.AskAsync("Page.enable");
        return chromium;
    }

    /// <summary>Opens an address and waits until everything on it is loaded.</summary>
    public async Task OpenAsync(string url)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = url });
        while ((string?)(await ReadAsync())["method"] != "Page.loadEventFired") { }
    }

    /// <summary>What an expression, perhaps a promise, comes to.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression) => (await AskAsync("Runtime.evaluate",
        new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true }))["result"]?["value"];

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    // It says where it listens in its first lines; what it says later is read so that it is never kept waiting.
    async Task<int> PortAsync()
    {
        _ = _process.StandardOutput.ReadToEndAsync();
        const string Says = "DevTools listening on ws://127.0.0.1:";
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Patience, TimeProvider.System) is { } line)
            if (line.StartsWith(Says, StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync();
                return int.Parse(line[Says.Length..].Split('/')[0], CultureInfo.InvariantCulture);
            }
        throw new InvalidOperationException("The browser ended before it listened.");
    }

    async Task<JsonNode> AskAsync(string method, JsonObject? parameters = null)
    {
        var id = await SendAsync(method, parameters);
        while (true)
            if (await ReadAsync() is var told && (int?)told["id"] == id)
                return told["result"] ?? throw new InvalidOperationException(told.ToJsonString());
    }

    async Task<int> SendAsync(string method, JsonObject? parameters)
    {
        var request = new JsonObject { ["id"] = ++_asked, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        return _asked;
    }

    async Task<JsonNode> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Patience, TimeProvider.System);
            length += part.Count;
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<JsonNode>(_buffer.AsSpan(0, length))!;
        }
    }
}
