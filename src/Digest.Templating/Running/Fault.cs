namespace Digest.Templating.Running;

/// <summary>A failure while running. Where it happened is known by the context, which makes the error of it.</summary>
internal sealed class Fault(string message) : Exception(message);
