using Digest.Demo;

namespace Digest.Commands;

/// <summary>How a command wants the program put together.</summary>
internal sealed record Launch
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>True: the pages answer and the timetable runs.</summary>
    public bool Serves { get; init; }

    /// <summary>False: the database is not opened, which may be missing, damaged or another's.</summary>
    public bool Opens { get; init; } = true;

    /// <summary>A JSON file whose settings come before the environment's.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Settings that stand above all others.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The demo's mailbox, shown on a page of its own; null outside the demo.</summary>
    public Mailbox? Mailbox { get; init; }
}
