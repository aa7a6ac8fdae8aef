using System.Net.Http.Headers;
using System.Text.Json;
using Digest.Matching;

namespace Digest.Embedding;

/// <summary>Posts texts to the operator's address and reads an answer that may be anything. The address is the operator's own
/// word: it may be private, and no answer leads to another one.</summary>
internal sealed class EmbedderHttp(EmbeddingOptions options) : IDisposable
{
    /// <summary>256 texts of 8,192 numbers of 12 characters, and no more.</summary>
    const int LongestAnswer = 32 << 20;

    const int MostNumbers = 8192;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // whoever asks gives it up
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <param name="read">Finds the vectors in an answer, one for each text.</param>
    public async ValueTask<Embedded> PostAsync<TAsked, TAnswer>(
        TAsked asked, int texts, Func<TAnswer, IReadOnlyList<float[]?>?> read, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = JsonContent.Create(asked, options: Json) };
            if (options.ApiKey.Length > 0)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
            if (!response.IsSuccessStatusCode)
                return Embedded.Failed($"it answered {(int)response.StatusCode}");
            var answer = JsonSerializer.Deserialize<TAnswer>(await response.Content.ReadAsByteArrayAsync(ct), Json);
            return Checked(answer is null ? null : read(answer), texts);
        }
        catch (JsonException)
        {
            return Embedded.Failed("its answer is not the JSON expected");
        }
        catch (HttpRequestException e)
        {
            return Embedded.Failed(e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? $"its answer is longer than {LongestAnswer >> 20} MiB" : $"it cannot be reached ({e.HttpRequestError})");
        }
    }

    static Embedded Checked(IReadOnlyList<float[]?>? vectors, int texts) =>
        vectors is null || vectors.Count != texts ? Embedded.Failed($"it gave {vectors?.Count ?? 0} vectors for {texts} texts")
        : vectors.Any(v => v is null or { Length: 0 or > MostNumbers } || v.Length != vectors[0]!.Length)
            ? Embedded.Failed("its vectors are empty, too long or of different lengths")
        : vectors.Any(v => !v!.All(float.IsFinite) || v!.All(x => x == 0)) ? Embedded.Failed("its vectors hold what is no number, or nothing")
        : new Embedded(vectors!, null);

    public void Dispose() => _http.Dispose();
}
