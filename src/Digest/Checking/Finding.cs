namespace Digest.Checking;

/// <summary>How much a finding matters: only a fault makes `digest doctor` end with 1.</summary>
internal enum Level
{
    Ok,
    Note,
    Warning,
    Fault,
}

/// <summary>One thing that was looked at, in plain words.</summary>
/// <param name="About">What was looked at: "database", "relay mail.example".</param>
/// <param name="What">What is so, naming the key, file or record.</param>
/// <param name="Means">What follows from it; null when all is well.</param>
/// <param name="Do">What to do about it; null when there is nothing to do.</param>
internal sealed record Finding(Level Level, string About, string What, string? Means = null, string? Do = null)
{
    public static Finding Ok(string about, string what) => new(Level.Ok, about, what);

    public static Finding Note(string about, string what, string? means = null, string? advice = null) => new(Level.Note, about, what, means, advice);

    public static Finding Warning(string about, string what, string means, string advice) => new(Level.Warning, about, what, means, advice);

    public static Finding Fault(string about, string what, string means, string advice) => new(Level.Fault, about, what, means, advice);
}
