using System.Net;
using System.Text.Json;

namespace Digest.Checking;

/// <summary>Asks the service on this machine whether it is ready, at the address where it listens: what answers there answers readers.</summary>
internal sealed class SelfCheck : IDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    readonly Uri _ready;

    /// <param name="listen">Web:Listen.</param>
    /// <exception cref="InvalidDataException">It names no port.</exception>
    public SelfCheck(string listen)
    {
        var at = IPEndPoint.Parse(listen);
        if (at.Port == 0)
            throw new InvalidDataException($"Web:Listen is {listen}, any port that is free, so it cannot be known where to ask.");
        _ready = Address(at, "/health/ready");
    }

    /// <summary>Where a page is reached from this machine.</summary>
    public static Uri Address(IPEndPoint listen, string path)
    {
        // Who listens on every address listens on loopback.
        var host = listen.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listen.Address;
        return new Uri($"http://{new IPEndPoint(host, listen.Port)}{path}");
    }

    /// <returns>Whether all is there (database, timetable, pages), and what it says itself, or why it says nothing.</returns>
    public async Task<(bool IsReady, string Status)> AskAsync(TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        try
        {
            using var answer = await _http.GetAsync(_ready, limit.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: limit.Token);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("status", out var status)
                && status.ValueKind == JsonValueKind.String
                ? (answer.StatusCode == HttpStatusCode.OK, status.GetString()!)
                : (false, $"{_ready} is answered by another program");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (false, $"{_ready} did not answer within {patience.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException fault)
        {
            return (false, $"{_ready} does not answer: {fault.GetBaseException().Message}");
        }
        catch (JsonException)
        {
            return (false, $"{_ready} is answered by another program");
        }
    }

    public void Dispose() => _http.Dispose();
}
