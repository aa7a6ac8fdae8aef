using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Digest.Gathering;

/// <summary>Asks other people's hosts: says who asks, asks for changes only, takes a bounded answer in bounded time, and
/// never reaches into a private network unless the settings name the host. Hosts that ration requests are asked in turn.
/// </summary>
internal sealed class PoliteHttp : IDisposable
{
    const int MaxRedirects = 3;

    readonly GatheringOptions _options;
    readonly TimeProvider _time;
    readonly HttpClient _http;
    readonly HashSet<string> _allowedPrivate;
    readonly HashSet<string> _inTurn;
    readonly PoliteTurns _turns;
    readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    (DateTimeOffset Said, long Heard)? _dated;

    /// <param name="resolve">The addresses of a name; the system's resolver without it.</param>
    public PoliteHttp(
        IOptions<GatheringOptions> options, PoliteTurns turns, TimeProvider time,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _options = options.Value;
        _turns = turns;
        _time = time;
        _allowedPrivate = new(_options.AllowedPrivateHosts.Select(h => h.Trim('[', ']')), StringComparer.OrdinalIgnoreCase);
        _inTurn = new(_options.Arxiv.Addresses.Select(a => a.Host), StringComparer.OrdinalIgnoreCase);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // followed here, so that each step is checked
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = ConnectAsync,
            MaxConnectionsPerServer = 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // so that a changed address is noticed
            UseCookies = false,
            UseProxy = false, // a proxy would connect where ConnectAsync cannot look
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        var contact = _options.Contact.Length > 0 ? $" (contact: {_options.Contact})" : "";
        var version = typeof(PoliteHttp).Assembly.GetName().Version?.ToString(2);
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", $"Digest/{version}{contact}");
    }

    /// <summary>What the host that answered last said the time is, moved on to now.</summary>
    public DateTimeOffset? LastDate => _dated is { } dated ? dated.Said + _time.GetElapsedTime(dated.Heard) : null;

    /// <param name="known">Validators of the answer the caller still has; with them NotModified is possible.</param>
    public async Task<PoliteAnswer> GetAsync(Uri address, Validators? known, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await FollowAsync(address, known, limit, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new PoliteAnswer.Failed($"no full answer within {_options.Timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return new PoliteAnswer.Failed(e.InnerException?.Message ?? e.Message);
        }
    }

    async Task<PoliteAnswer> FollowAsync(
        Uri address, Validators? known, CancellationTokenSource limit, CancellationToken ct)
    {
        for (var step = 0; ; step++)
        {
            if (Fault(address) is { } fault) return new PoliteAnswer.Failed(fault);
            var (taken, rest) = await TurnAsync(address, limit, ct);
            await using var turn = taken;
            if (rest > TimeSpan.Zero) return new PoliteAnswer.Refused((int)HttpStatusCode.TooManyRequests, rest);

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (known?.Tag is { } tag) request.Headers.IfNoneMatch.Add(tag);
            if (known?.LastModified is { } modified) request.Headers.IfModifiedSince = modified;

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.Headers.Date is { } date) _dated = (date, _time.GetTimestamp());
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                var answer = await ReadAsync(response, known, ct);
                turn?.Note(answer);
                return answer;
            }

            if (!Uri.TryCreate(address, location, out var next)) return new PoliteAnswer.Failed("redirected to no address");
            if (step == MaxRedirects) return new PoliteAnswer.Failed($"more than {MaxRedirects} redirects");
            if (WebAddress.IsDowngrade(address, next)) return new PoliteAnswer.Failed($"redirected from https to {next}");
            address = next;
        }
    }

    // The wait is ours, not the host's: its time begins with the turn.
    async Task<(PoliteTurns.Turn? Turn, TimeSpan Pause)> TurnAsync(
        Uri address, CancellationTokenSource limit, CancellationToken ct)
    {
        if (!_inTurn.Contains(address.Host) && !ArxivOptions.IsArxiv(address)) return (null, TimeSpan.Zero);
        limit.CancelAfter(Timeout.InfiniteTimeSpan);
        var taken = await _turns.TakeAsync(ct);
        limit.CancelAfter(_options.Timeout);
        return taken;
    }

    async Task<PoliteAnswer> ReadAsync(HttpResponseMessage response, Validators? known, CancellationToken ct)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null) return new PoliteAnswer.NotModified();
        if (response.StatusCode != HttpStatusCode.OK)
            return new PoliteAnswer.Refused((int)response.StatusCode, RetryAfter(response.Headers.RetryAfter));

        var limit = _options.MaxAnswerMegabytes * 1024L * 1024;
        if (response.Content.Headers.ContentLength > limit) return TooLarge();
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0) // decompressed here, so that the limit is on what we hold
        {
            if (bytes.Length + read > limit) return TooLarge();
            bytes.Write(buffer, 0, read);
        }
        var (tag, modified) = (response.Headers.ETag, response.Content.Headers.LastModified);
        return new PoliteAnswer.Ok(bytes.ToArray(), response.Content.Headers.ContentType?.MediaType,
            tag is null && modified is null ? null : new Validators(tag, modified))
        { Charset = response.Content.Headers.ContentType?.CharSet };
    }

    PoliteAnswer.Failed TooLarge() => new($"the answer is larger than {_options.MaxAnswerMegabytes} MiB");

    // Another port is another service than a paper source's, unless it is the operator's own.
    string? Fault(Uri address) => WebAddress.Fault(address) ??
        (address.Port is 80 or 443 || IsAllowed(address.IdnHost) ? null
            : $"{address.Authority} is asked at ports 80 and 443 only; " +
                $"name the host in {GatheringOptions.Section}:AllowedPrivateHosts to allow others");

    bool IsAllowed(string host) => _allowedPrivate.Contains(host.Trim('[', ']'));

    TimeSpan? RetryAfter(RetryConditionHeaderValue? value)
    {
        var wait = value?.Delta ?? (value?.Date - _time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    /// <summary>The addresses of a host that may be connected to. Whoever asks connects to these and asks nobody else: a name
    /// that answers differently the second time gains nothing.</summary>
    internal async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        host = host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, ct);
        // One private address among public ones is a trap, not a mirror.
        if (!IsAllowed(host) && !addresses.All(WebAddress.IsPublic)) addresses = [];
        return addresses.Length > 0 ? addresses : throw new IOException(
            $"{host} has no public address, or others beside; " +
            $"name it in {GatheringOptions.Section}:AllowedPrivateHosts to allow it");
    }

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct) =>
        await WebAddress.ConnectAsync(await AddressesAsync(context.DnsEndPoint.Host, ct), context.DnsEndPoint.Port, ct);

    public void Dispose() => _http.Dispose();
}
