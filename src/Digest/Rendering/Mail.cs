namespace Digest.Rendering;

/// <summary>A rendered issue or notice, before it becomes a message.</summary>
internal sealed record Mail(string Subject, string Html, string Text);
