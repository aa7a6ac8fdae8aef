using System.Diagnostics.CodeAnalysis;

namespace Digest.Papers;

/// <summary>A key that a work is known by: "arxiv:2608.16590", "doi:10.1000/x", "title:…". Two papers that share one
/// are the same work.</summary>
internal readonly record struct PaperId
{
    public const string Arxiv = "arxiv", Doi = "doi", Title = "title";

    /// <param name="scheme">Lower-case word before the colon.</param>
    /// <param name="value">What follows, already in its one spelling.</param>
    public PaperId(string scheme, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentException.ThrowIfNullOrEmpty(value);
        (Scheme, Value) = (scheme, value);
    }

    public string Scheme { get; }
    public string Value { get; }

    public override string ToString() => $"{Scheme}:{Value}";

    public static bool TryParse(string text, [NotNullWhen(true)] out PaperId? id)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        id = colon > 0 && colon < text.Length - 1 ? new PaperId(text[..colon], text[(colon + 1)..]) : null;
        return id is not null;
    }

    public static PaperId Parse(string text) =>
        TryParse(text, out var id) ? id.Value : throw new FormatException($"\"{text}\" is not a paper key (scheme:value).");
}
