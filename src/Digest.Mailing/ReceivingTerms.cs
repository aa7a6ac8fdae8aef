namespace Digest.Mailing;

/// <summary>On what terms a <see cref="MailReceiver"/> takes mail.</summary>
public sealed record ReceivingTerms
{
    /// <summary>What it calls itself.</summary>
    public string HostName { get; init; } = "mailbox.localhost";

    /// <summary>LMTP (RFC 2033) in place of SMTP: LHLO, and after the dot a reply for each recipient.</summary>
    public bool IsLmtp { get; init; }

    /// <summary>In bytes, and announced; larger mails are refused.</summary>
    public int LargestMail { get; init; } = 10 * 1024 * 1024;

    /// <summary>How much of a mail is kept, in bytes; the rest is read and forgotten.</summary>
    public int Kept { get; init; } = int.MaxValue;

    /// <summary>A bare CR or LF in a mail is refused, as a careful receiver does. Neither ends a mail, refused or not.</summary>
    public bool IsStrict { get; init; } = true;

    public int MostConnections { get; init; } = 200;

    /// <summary>How long one command may be on its way, or one mail.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Asked at each step with "" for the greeting or the command line; null answers as usual.</summary>
    public Func<string, string?>? Script { get; init; }
}

/// <summary>A mail as its envelope brought it.</summary>
/// <param name="From">Empty for what must not be answered.</param>
public sealed record TakenMail(string From, IReadOnlyList<string> Recipients, byte[] Source);

/// <summary>Takes a mail, and says what its sender is told: "250 2.0.0 kept". Called from several connections at once.</summary>
public delegate ValueTask<string> MailTaker(TakenMail mail, CancellationToken ct);
