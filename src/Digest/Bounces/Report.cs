namespace Digest.Bounces;

/// <summary>What a mail that came in says about one recipient.</summary>
internal sealed record Report(ReportKind Kind)
{
    /// <summary>Who the mail did not reach, as the report names them: Final-Recipient, or what stands in the words; empty where it
    /// is not said.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>Whom we had written to, where a mail was passed on (Original-Recipient).</summary>
    public string OriginalRecipient { get; init; } = "";

    /// <summary>"5.1.1"; empty where none is given.</summary>
    public string Status { get; init; } = "";

    /// <summary>What the last server said, as it said it; of a complaint its kind.</summary>
    public string Words { get; init; } = "";

    /// <summary>How it was written: "delivery-status", "feedback-report", "qmail"…</summary>
    public required string Shape { get; init; }

    public Clues Clues { get; init; } = Clues.None;

    /// <summary>Names this report among all: the same one read again has the same.</summary>
    public string Key { get; init; } = "";
}

internal enum ReportKind
{
    /// <summary>It was not delivered, and that is final.</summary>
    Failed,

    /// <summary>Its reader called it spam.</summary>
    Complaint,

    /// <summary>Its reader asks their provider for no more of it.</summary>
    Unsubscribe,
}

/// <summary>What a mail that came in amounts to: reports, or none and why.</summary>
internal sealed record Returned(IReadOnlyList<Report> Reports, string Ignored)
{
    /// <summary>It asks for no more letters; null when it does not.</summary>
    public LeaveRequest? Leave { get; init; }

    public static Returned Nothing(string why) => new([], why);
}

/// <summary>What in a report tells which of our mails it is about, the strongest first; strings, not believed yet.</summary>
/// <param name="ReturnPaths">Addresses that reports came to or that the mail was sent from: they may be ours, one for each mail.</param>
/// <param name="Tokens">Signed texts of links for leaving.</param>
/// <param name="MessageIds">Without angle brackets.</param>
internal sealed record Clues(IReadOnlyList<string> ReturnPaths, IReadOnlyList<string> Tokens, IReadOnlyList<string> MessageIds)
{
    public static Clues None { get; } = new([], [], []);
}
