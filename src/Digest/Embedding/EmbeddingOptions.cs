using System.ComponentModel.DataAnnotations;

namespace Digest.Embedding;

/// <summary>Section "Matching:Embedder": a model over HTTP that says what texts mean. Off as it comes.</summary>
internal sealed class EmbeddingOptions
{
    /// <summary>The address texts are posted to, whole ("http://127.0.0.1:11434/api/embed",
    /// "https://models.example/v1/embeddings"); it may be a private one. Empty: no embedder.</summary>
    public string Url { get; set; } = "";

    /// <summary>How it is spoken to: OpenAi (POST /v1/embeddings and what is compatible) or Ollama (POST /api/embed).</summary>
    [EnumDataType(typeof(EmbedderProtocol), ErrorMessage = "Matching:Embedder:Protocol must be OpenAi or Ollama.")]
    public EmbedderProtocol Protocol { get; set; }

    /// <summary>The model's name there.</summary>
    public string Model { get; set; } = "";

    /// <summary>Sent as a bearer token; empty sends none. Never logged.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>What meaning counts beside words, which count the rest. 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Matching:Embedder:Weight must be 0 to 1.")]
    public double Weight { get; set; } = 0.3;

    /// <summary>Texts in one request. 1 to 256.</summary>
    [Range(1, 256, ErrorMessage = "Matching:Embedder:BatchSize must be 1 to 256 texts.")]
    public int BatchSize { get; set; } = 32;

    /// <summary>Characters of a text that are sent; what is longer is cut. 100 to 100000.</summary>
    [Range(100, 100_000, ErrorMessage = "Matching:Embedder:LongestText must be 100 to 100000 characters.")]
    public int LongestText { get; set; } = 4000;

    /// <summary>How long issues wait for it, at most, before they go out without it: for the papers of a reading, and for the
    /// interests of a batch of readers. 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Matching:Embedder:Patience must be 00:00:01 to 00:10:00.")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is left alone after it failed. 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Matching:Embedder:Rest must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan Rest { get; set; } = TimeSpan.FromMinutes(5);
}

internal enum EmbedderProtocol { OpenAi, Ollama }
