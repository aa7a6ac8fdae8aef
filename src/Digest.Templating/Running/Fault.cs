namespace Digest.Templating.Running;

/// <summary>A failure while running. Where it happened is known by the context, which makes the error of it.</summary>
internal sealed class Fault(string message) : Exception(message)
{
    /// <summary>It is behind the call, where an argument is missing.</summary>
    public const int Missing = -2;

    /// <summary>Which argument of the call is to blame; -1 where that is not known.</summary>
    public int Argument { get; init; } = -1;
}
