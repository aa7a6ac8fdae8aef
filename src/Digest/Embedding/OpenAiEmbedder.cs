using Digest.Matching;

namespace Digest.Embedding;

/// <summary>POST /v1/embeddings as OpenAI has it, and all who are compatible: vLLM, llama.cpp, LM Studio, LiteLLM…</summary>
internal sealed class OpenAiEmbedder(EmbeddingOptions options) : ITextEmbedder, IDisposable
{
    readonly EmbedderHttp _http = new(options);

    public ValueTask<Embedded> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) => _http.PostAsync<Asked, Answer>(
        new(options.Model, texts, "float"), texts.Count, answer => InOrder(answer.Data, texts.Count), ct);

    // Each vector says which text it is of; those that do not are taken in turn.
    static List<float[]?>? InOrder(IReadOnlyList<Item?>? items, int texts)
    {
        if (items is null || items.Count != texts || items.Any(i => i is null))
            return null;
        var places = items.Select((item, turn) => item!.Index ?? turn).ToList();
        return places.Distinct().Count() == texts && places.All(p => p >= 0 && p < texts)
            ? [.. items.Zip(places).OrderBy(i => i.Second).Select(i => i.First!.Embedding)] : null;
    }

    public void Dispose() => _http.Dispose();

    // Their names are the protocol's.
    sealed record Asked(string Model, IReadOnlyList<string> Input, [property: System.Text.Json.Serialization.JsonPropertyName("encoding_format")] string Format);

    sealed record Answer(IReadOnlyList<Item?>? Data);

    sealed record Item(int? Index, float[]? Embedding);
}
