using Digest.Matching;

namespace Digest.Embedding;

/// <summary>POST /api/embed as Ollama has it.</summary>
internal sealed class OllamaEmbedder(EmbeddingOptions options) : ITextEmbedder, IDisposable
{
    readonly EmbedderHttp _http = new(options);

    public ValueTask<Embedded> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) => _http.PostAsync<Asked, Answer>(
        new(options.Model, texts, Truncate: true), texts.Count, answer => answer.Embeddings, ct);

    public void Dispose() => _http.Dispose();

    sealed record Asked(string Model, IReadOnlyList<string> Input, bool Truncate);

    sealed record Answer(IReadOnlyList<float[]?>? Embeddings);
}
