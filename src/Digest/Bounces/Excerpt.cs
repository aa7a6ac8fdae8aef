using Digest.Delivering;
using Digest.Papers;

namespace Digest.Bounces;

/// <summary>What is kept of a server's words: one short line without anybody's address, as it outlives what is known of a person.</summary>
internal static class Excerpt
{
    const int Longest = 200;
    const string Somebody = "(an address)";

    /// <param name="known">Addresses that are known to be in it: they are looked for also without their domains.</param>
    public static string Of(string words, params IEnumerable<string> known)
    {
        var text = words.Length > 4 * Longest ? words[..(4 * Longest)] : words;
        foreach (var address in known.Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
            text = DeliveryOutcome.Without(text, address);
        foreach (var address in ClueReader.Addresses(text).Distinct(StringComparer.Ordinal).ToList())
            text = text.Replace(address, Somebody, StringComparison.Ordinal);
        return PaperText.Line(text, Longest);
    }
}
