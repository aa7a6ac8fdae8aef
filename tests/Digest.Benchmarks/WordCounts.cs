using System.Globalization;
using System.IO.Compression;
using Digest.Matching;

namespace Digest.Benchmarks;

/// <summary>Makes the table of word counts that comes with the program, src/Digest/Matching/background.tsv.gz. To be made
/// again whenever TextAnalysis.AnalyzerVersion rises: a program does not start matching with a table of another version.</summary>
static class WordCounts
{
    /// <summary>Terms in fewer papers weigh as unknown ones do.</summary>
    const int FewestPapers = 40;

    /// <param name="counted">Tab-separated, packed: "#documents" and their number, then a word or two and in how many they stand.</param>
    public static void Make(string counted, string table)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(counted), CompressionMode.Decompress));
        var papers = Number(reader.ReadLine()!);
        var all = BackgroundFrequencies.Of(papers, Lines());
        var kept = new BackgroundFrequencies(papers,
            all.Counts.Where(c => c.Value >= FewestPapers).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal));
        using var output = File.Create(table);
        kept.Write(output);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kept.Counts.Count} terms of {papers} papers"));

        IEnumerable<(string Written, int Papers)> Lines()
        {
            while (reader.ReadLine() is { } line)
                yield return (line[..line.IndexOf('\t', StringComparison.Ordinal)], Number(line));
        }
    }

    static int Number(string line) =>
        int.Parse(line.AsSpan(line.IndexOf('\t', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
}
