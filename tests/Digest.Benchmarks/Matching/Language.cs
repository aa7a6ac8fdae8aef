using System.Text;
using Digest.Matching;
using Digest.Papers;

namespace Digest.Benchmarks.Matching;

/// <summary>
/// Papers and interests as long and as repetitive as real ones, the same on every machine. The words and how often they come
/// are those of the shipped background table; every paper has one of a few hundred topics, each with favourite words of its own.
/// </summary>
sealed class Language
{
    const int Topics = 200, TopicWords = 300;

    static readonly string[] StopWords = ["the", "of", "and", "a", "to", "in", "we", "for", "that", "with", "is", "on", "this", "by"];

    readonly string[] words;
    readonly double[] upTo;
    readonly int[][] topics;

    public Language()
    {
        var known = BackgroundFrequencies.Shipped.Counts
            .Where(c => c.Key.StartsWith("form:", StringComparison.Ordinal) && c.Key.Length > 6 && c.Key.AsSpan(5).IndexOfAnyExceptInRange('a', 'z') < 0)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        words = [.. known.Select(k => k.Key[5..])];
        upTo = new double[words.Length];
        var sum = 0.0;
        for (var i = 0; i < words.Length; i++)
            upTo[i] = sum += known[i].Value;
        topics = [.. Enumerable.Range(0, Topics).Select(Topic)];
    }

    public Paper Paper(int number)
    {
        var dice = new Dice(number);
        var topic = topics[dice.Next(Topics)];
        return new()
        {
            Title = Text(ref dice, topic, 5 + dice.Next(8), ofTopic: 0.6),
            Abstract = Text(ref dice, topic, 90 + dice.Next(70), ofTopic: 0.35),
            Authors = [.. Enumerable.Range(0, 2 + dice.Next(6)).Select(i => $"{Name(number * 7 + i)} {Name(number * 3 + i * 31)}")],
            Categories = ["cs.LG", dice.Next(2) == 0 ? "cs.CL" : "cs.CV"],
        };
    }

    /// <summary>Interests that say so many different words together.</summary>
    public IEnumerable<string> Interests(long reader, int interests, int terms)
    {
        var dice = new Dice(reader << 20);
        var said = new HashSet<int>(terms);
        for (var i = 0; i < interests; i++)
        {
            var topic = topics[dice.Next(Topics)];
            var text = new StringBuilder();
            for (var share = terms * (i + 1) / interests; said.Count < share;)
                if (Word(ref dice, topic, ofTopic: 0.5) is var word && said.Add(word))
                    text.Append(text.Length > 0 ? " " : "").Append(words[word]);
            yield return text.ToString();
        }
    }

    /// <summary>What somebody might look for: words of one topic.</summary>
    public string Query(int number, int length)
    {
        var dice = new Dice(number + 77_777);
        var topic = topics[dice.Next(Topics)];
        return string.Join(' ', Enumerable.Range(0, length).Select(_ => words[Word(ref dice, topic, ofTopic: 0.7)]));
    }

    int[] Topic(int number)
    {
        var dice = new Dice(number + 1_000_000);
        var favourites = new HashSet<int>();
        while (favourites.Count < TopicWords)
            favourites.Add(dice.Next(words.Length) / (1 + dice.Next(20)));
        return [.. favourites];
    }

    string Text(ref Dice dice, int[] topic, int length, double ofTopic)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            text.Append(i == 0 ? "" : i % 15 == 0 ? ". " : " ");
            if (dice.Next() < 0.4)
                text.Append(StopWords[dice.Next(StopWords.Length)]).Append(' ');
            text.Append(words[Word(ref dice, topic, ofTopic)]);
        }
        return text.ToString();
    }

    /// <summary>Of a topic's words the first come most, by Zipf's law; of the others, as in the table.</summary>
    int Word(ref Dice dice, int[] topic, double ofTopic)
    {
        if (dice.Next() < ofTopic)
            return topic[(int)Math.Exp(dice.Next() * Math.Log(TopicWords + 1)) - 1];
        var place = Array.BinarySearch(upTo, dice.Next() * upTo[^1]);
        return Math.Min(place < 0 ? ~place : place, words.Length - 1);
    }

    static string Name(int number)
    {
        var dice = new Dice(number % 5000);
        return string.Concat("BDFGKLMNRST"[dice.Next(11)], "aeiou"[dice.Next(5)], "lmnrst"[dice.Next(6)], "aeiou"[dice.Next(5)], "lnrsz"[dice.Next(5)]);
    }
}
