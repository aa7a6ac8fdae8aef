namespace Digest.Matching;

/// <summary>Turns texts into vectors that are near each other where the texts mean alike; some model an operator runs or
/// rents. Without one, words and likes decide alone.</summary>
internal interface ITextEmbedder
{
    /// <summary>One vector for each text, all of one length; or why there are none. Throws only when cancelled.</summary>
    ValueTask<Embedded> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct);
}

/// <param name="Vectors">In the order of the texts; empty when there is a fault.</param>
/// <param name="Fault">Null when all went well.</param>
internal sealed record Embedded(IReadOnlyList<float[]> Vectors, string? Fault)
{
    public static Embedded Failed(string why) => new([], why);
}
