using System.Net;
using Digest.Delivering;
using Digest.Gathering;

namespace Digest.Watching;

/// <summary>Posts to the operator's address: no redirect is followed, an answer is waited for ten seconds, and nothing in a private network
/// is reached unless the settings say so or the address is this machine's own.</summary>
internal sealed class Webhook : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly WatchingOptions _options;
    readonly HttpClient _http;
    readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <param name="resolve">The addresses of a name; the system's resolver without it.</param>
    public Webhook(WatchingOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        (_options, _resolve) = (options, resolve ?? Dns.GetHostAddressesAsync);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            UseProxy = false, // a proxy would connect where ConnectAsync cannot look
        })
        { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
    }

    /// <summary>What came of it, in the words of mails: taken, refused for good, or to be tried later.</summary>
    public async Task<DeliveryOutcome> PostAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (_options.WebhookAddress is not { } address)
            return new(OutcomeKind.MailRefused, "webhook", "Watching:Webhook is not set any more");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("User-Agent", $"Digest/{typeof(Webhook).Assembly.GetName().Version?.ToString(2)}");
        if (_options.WebhookSecret.Length > 0)
            request.Headers.TryAddWithoutValidation("X-Digest-Signature", WebhookBody.Signature(_options.WebhookSecret, body.Span));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Sort((int)response.StatusCode);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(OutcomeKind.TryLater, "webhook", $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new(OutcomeKind.TryLater, "webhook", (fault.InnerException?.Message ?? fault.Message).ReplaceLineEndings(" "));
        }
    }

    internal static DeliveryOutcome Sort(int status) => status switch
    {
        >= 200 and < 300 => new(OutcomeKind.Accepted, "webhook", $"{status}"),
        >= 300 and < 400 => new(OutcomeKind.MailRefused, "webhook", $"{status}: redirects are not followed; set Watching:Webhook to where it leads"),
        408 or 425 or 429 or >= 500 => new(OutcomeKind.TryLater, "webhook", $"{status}"),
        _ => new(OutcomeKind.MailRefused, "webhook", $"{status}"),
    };

    /// <summary>Whoever asks connects to these and asks nobody else: a name that answers differently the second time gains nothing.</summary>
    internal async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        host = host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, ct);
        if (_options.WebhookMayBePrivate)
            return addresses;
        var allowed = _options.WebhookAddress is { IsLoopback: true } ? addresses.All(IPAddress.IsLoopback) : addresses.All(WebAddress.IsPublic);
        return allowed && addresses.Length > 0 ? addresses
            : throw new IOException($"{host} has no public address, or others beside; Watching:WebhookMayBePrivate allows it");
    }

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct) =>
        await WebAddress.ConnectAsync(await AddressesAsync(context.DnsEndPoint.Host, ct), context.DnsEndPoint.Port, ct);

    public void Dispose() => _http.Dispose();
}
