namespace Digest.Mailing;

/// <summary>How far a dialogue came.</summary>
public enum SmtpPhase
{
    Connect,
    Greeting,
    Ehlo,
    Tls,
    Auth,
    Mail,
    Rcpt,
    Data,

    /// <summary>The message is on its way, without the final dot: the relay certainly does not have it.</summary>
    Body,

    /// <summary>The dot was written, its reply awaited: from here on only the reply can tell.</summary>
    FinalDot,
}

/// <summary>What the relay answered: one sanitised line, capped.</summary>
public sealed record SmtpReply(int Code, string? EnhancedCode, string Text)
{
    public override string ToString() => string.Join(' ', new[] { $"{Code}", EnhancedCode, Text }.Where(part => !string.IsNullOrEmpty(part)));

    internal bool IsPositive => Code is >= 200 and < 300;

    internal bool IsIntermediate => Code is >= 300 and < 400;

    internal bool IsRefusal => Code is >= 400 and < 600;
}

/// <summary>
/// How a step or a whole hand-over ended: the phase it ended in, and the reply, or where there is none, the fault in
/// plain words (closed, timeout, certificate, …).
/// </summary>
public sealed record SmtpResult(SmtpPhase Phase, SmtpReply? Reply, string? Fault)
{
    public bool Accepted => Phase == SmtpPhase.FinalDot && Reply is { IsPositive: true };

    /// <summary>The relay may or may not have the mail: its answer to the dot never came, or made no sense.</summary>
    public bool InDoubt => Phase == SmtpPhase.FinalDot && Reply is null;

    /// <summary>This relay cannot take this mail as it stands (size, SMTPUTF8, 8-bit, malformed). Said without sending
    /// anything; the connection is as good as before, and trying again is futile.</summary>
    public bool RefusedHere { get; init; }

    public override string ToString() => $"{Phase}: {Reply?.ToString() ?? Fault}";

    internal static SmtpResult Broken(SmtpPhase phase, string fault) => new(phase, null, fault);
}

/// <summary>A connection that is ready for mail, or why there is none. Exactly one of the two.</summary>
public sealed record SmtpConnect(SmtpConnection? Connection, SmtpResult? Failure);
