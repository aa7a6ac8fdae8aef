namespace Digest.Templating;

/// <summary>
/// A template that cannot be parsed (every error found) or that failed while running (the first error is where it
/// failed; the ones after it say through which calls and includes it was reached).
/// </summary>
public sealed class TemplateException : Exception
{
    public TemplateException(IReadOnlyList<TemplateError> errors, Exception? innerException = null)
        : base(string.Join('\n', errors), innerException)
    {
        Errors = errors;
    }

    public IReadOnlyList<TemplateError> Errors { get; }
}

/// <summary>Where and what; line and column count from 1.</summary>
public sealed record TemplateError(string Path, int Line, int Column, string Message)
{
    public override string ToString() => $"{Path}({Line},{Column}): {Message}";
}
