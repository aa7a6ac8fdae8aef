using Digest.Matching;
using Microsoft.Extensions.Options;

namespace Digest.Embedding;

internal static class EmbeddingSetup
{
    public static IServiceCollection AddEmbedding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmbeddingOptions>().Bind(configuration.GetSection("Matching:Embedder")).ValidateDataAnnotations()
            .Validate(o => o.Url.Length == 0 || IsAddress(o.Url),
                "Matching:Embedder:Url must be a whole http or https address without a name and password in it.")
            .Validate(o => o.Url.Length == 0 || o.Model.Length > 0, "Matching:Embedder:Model must name a model where Matching:Embedder:Url is set.")
            .Validate(o => o.ApiKey.All(c => c is > ' ' and <= '~'), "Matching:Embedder:ApiKey must be plain letters and signs without blanks.")
            .ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<EmbeddingOptions>>().Value);
        services.AddSingleton<ITextEmbedder>(s => s.GetRequiredService<EmbeddingOptions>() is { Protocol: EmbedderProtocol.Ollama } options
            ? new OllamaEmbedder(options) : new OpenAiEmbedder(s.GetRequiredService<EmbeddingOptions>()));
        return services.AddSingleton<MeaningShelf>();
    }

    static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "" };
}
