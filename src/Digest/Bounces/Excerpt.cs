using Digest.Papers;

namespace Digest.Bounces;

/// <summary>What is kept of a server's words: one short line without anybody's address, as it outlives what is known of a person.</summary>
internal static class Excerpt
{
    const int Longest = 200;
    const string Instead = "(the address)", Somebody = "(an address)";

    /// <param name="known">Addresses that are known to be in it: they are looked for also without their domains.</param>
    public static string Of(string words, params IEnumerable<string> known)
    {
        var text = words.Length > 4 * Longest ? words[..(4 * Longest)] : words;
        foreach (var address in known.Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            text = text.Replace(address, Instead, StringComparison.OrdinalIgnoreCase);
            if (address.LastIndexOf('@') is > 0 and var at)
                text = WithoutWord(text, address[..at]);
        }
        foreach (var address in ClueReader.Addresses(text).Distinct(StringComparer.Ordinal).ToList())
            text = text.Replace(address, Somebody, StringComparison.Ordinal);
        return PaperText.Line(text, Longest);
    }

    // As a word of its own: in the middle of others it tells nothing.
    static string WithoutWord(string text, string word)
    {
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var end = at + word.Length;
            var stands = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            text = stands ? text[..at] + Instead + text[end..] : text;
            at = stands ? at + Instead.Length : end;
        }
        return text;
    }
}
