using System.Collections.Concurrent;

namespace Digest.Matching;

/// <summary>Words that were read before, with their stems: texts and interests say the same few thousand over and over.
/// Remembers so many and then begins anew, so that no text can make it grow.</summary>
internal static class Spellings
{
    const int Most = 50_000;

    static readonly ConcurrentDictionary<string, string> Stems = new(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Read =
        Stems.GetAlternateLookup<ReadOnlySpan<char>>();

    // The dictionary's own count locks all of it.
    static int remembered;

    /// <param name="word">In lower case, short enough to be kept.</param>
    public static (string Spelling, string Stem) Of(ReadOnlySpan<char> word)
    {
        if (Read.TryGetValue(word, out var spelling, out var stem))
            return (spelling, stem);
        spelling = word.ToString();
        stem = Stemmer.Stem(spelling);
        if (Interlocked.Increment(ref remembered) > Most)
        {
            Stems.Clear();
            Interlocked.Exchange(ref remembered, 1);
        }
        Stems.TryAdd(spelling, stem);
        return (spelling, stem);
    }
}
