using System.Globalization;
using System.IO.Compression;
using System.Reflection;

namespace Digest.Matching;

/// <summary>In how many of many papers, known beforehand, each term stands: makes a day of thirty papers weigh words as well
/// as a year would.</summary>
/// <param name="Papers">How many papers were counted.</param>
/// <param name="Counts">Term (of this <see cref="TextAnalysis.AnalyzerVersion"/>) to papers; a term that is not there was in
/// too few to matter.</param>
internal sealed record BackgroundFrequencies(int Papers, IReadOnlyDictionary<string, int> Counts)
{
    static readonly Lazy<BackgroundFrequencies> FromResource = new(ReadShipped);

    public static BackgroundFrequencies None { get; } = new(0, new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>The table that comes with the program.</summary>
    public static BackgroundFrequencies Shipped => FromResource.Value;

    public int Of(string term) => Counts.GetValueOrDefault(term);

    /// <summary>Counts of words and of pairs of words as they are written, made into counts of terms. A term of several
    /// written forms is counted for each: a little too often, where a paper has more than one.</summary>
    public static BackgroundFrequencies Of(int papers, IEnumerable<(string Written, int Papers)> counted)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (written, with) in counted)
        {
            var words = TextAnalysis.Words(written);
            if (words.Count == 1)
            {
                Add(words[0].Term, with);
                Add(TextIndex.FormTerm(words[0]), with);
            }
            else if (words.Count == 2 && words[1].IsNear)
                Add(TextAnalysis.Joined(words[0], words[1]), with);
        }
        return new(papers, counts);

        void Add(string term, int with) => counts[term] = Math.Min(papers, counts.GetValueOrDefault(term) + with);
    }

    /// <summary>The first line holds the analyser's version and the papers, each other one a term and its papers, between
    /// them a tab; packed.</summary>
    public void Write(Stream stream)
    {
        using var packed = new GZipStream(stream, CompressionLevel.SmallestSize);
        using var writer = new StreamWriter(packed) { NewLine = "\n" };
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TextAnalysis.AnalyzerVersion}\t{Papers}"));
        foreach (var (term, papers) in Counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{term}\t{papers}"));
    }

    static BackgroundFrequencies ReadShipped()
    {
        const string name = "Digest.Matching.background.tsv.gz";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var (version, papers) = Pair(reader.ReadLine()!);
        if (version != TextAnalysis.AnalyzerVersion.ToString(CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"{name} was counted by analyser {version}, this is {TextAnalysis.AnalyzerVersion}.");
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var (term, with) = Pair(line);
            counts.Add(term, with);
        }
        return new(papers, counts);

        static (string Term, int Papers) Pair(string line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            return (line[..tab], int.Parse(line.AsSpan(tab + 1), CultureInfo.InvariantCulture));
        }
    }
}
