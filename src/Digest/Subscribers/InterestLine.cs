using Digest.Subscribers.Pasting;

namespace Digest.Subscribers;

/// <summary>Reads the line of interest somebody typed or pasted: one interest, or up to five between semicolons.</summary>
internal static class InterestLine
{
    /// <summary>What was understood. Whoever can show what was not takes <see cref="Pasted"/>.</summary>
    public static IReadOnlyList<Interest> Read(string? line) => Pasted.Read(line).Interests;
}
