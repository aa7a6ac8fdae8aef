namespace Digest.Matching;

/// <summary>In how many of many papers, known beforehand, each term stands: makes a day of thirty papers weigh words as well
/// as a year would.</summary>
/// <param name="Papers">How many papers were counted.</param>
/// <param name="Counts">Term (a <see cref="Word.Term"/> of this <see cref="TextAnalysis.AnalyzerVersion"/>) to papers; a
/// term that is not there was in none.</param>
internal sealed record BackgroundFrequencies(int Papers, IReadOnlyDictionary<string, int> Counts)
{
    public static BackgroundFrequencies None { get; } = new(0, new Dictionary<string, int>(StringComparer.Ordinal));
}
