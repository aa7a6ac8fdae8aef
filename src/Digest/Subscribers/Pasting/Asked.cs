namespace Digest.Subscribers.Pasting;

/// <summary>What a search asks for, as a tree: leaves, and all or any of several.</summary>
internal abstract record Asked
{
    internal sealed record Leaf(AskedKind Kind, string Text) : Asked;

    internal sealed record Not(Asked What) : Asked;

    internal sealed record All(IReadOnlyList<Asked> Parts) : Asked;

    internal sealed record Any(IReadOnlyList<Asked> Parts) : Asked;
}

internal enum AskedKind { Words, Author, Category, Paper }
