using System.ComponentModel.DataAnnotations;
using Digest.Mailing;

namespace Digest.Delivering;

/// <summary>Settings of section Delivering.</summary>
internal sealed class DeliveringOptions
{
    /// <summary>Address that mails come from, and that they are answered to. Its domain stands in Message-ID and List-Id.</summary>
    [Required(ErrorMessage = "Delivering:From must be set.")]
    public string From { get; set; } = "digest@localhost";

    /// <summary>Name beside it; the service's own when empty.</summary>
    public string FromName { get; set; } = "";

    /// <summary>With a folder, mails are written there as .eml files and no relay is asked.</summary>
    public string? PickupFolder { get; set; }

    public RelayOptions Relay { get; set; } = new();

    /// <summary>Keys that sign mails, one a domain; none: the relay signs, or nobody does.</summary>
    public IList<DkimOptions> Dkim { get; } = [];

    /// <summary>Dialogues with the relay at the same time, 1 to 64.</summary>
    [Range(1, 64, ErrorMessage = "Delivering:Connections must be 1 to 64.")]
    public int Connections { get; set; } = 4;

    /// <summary>Mails over one connection before it is closed, 1 to 10,000; many providers allow 20 to 100.</summary>
    [Range(1, 10_000, ErrorMessage = "Delivering:MailsPerConnection must be 1 to 10000.")]
    public int MailsPerConnection { get; set; } = 100;

    /// <summary>Mails claimed at once, 1 to 1,000.</summary>
    [Range(1, 1_000, ErrorMessage = "Delivering:ClaimSize must be 1 to 1000.")]
    public int ClaimSize { get; set; } = 100;

    /// <summary>How long a claim lasts, 1 s to 1 h: a process that died holds its mails no longer than this. Longer than the
    /// slowest dialogue times ClaimSize over Connections, or slow mails are claimed twice (never sent twice).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Delivering:Lease must be 00:00:01 to 01:00:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What becomes of a mail whose acceptance was not heard: Retry sends the same bytes once more later, which may
    /// make a duplicate; Hold never does, and may lose it.</summary>
    public DoubtPolicy InDoubt { get; set; } = DoubtPolicy.Retry;

    /// <summary>How long after its hand-over a mail in doubt is sent once more, 0 s to 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Delivering:InDoubtWait must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan InDoubtWait { get; set; } = TimeSpan.FromMinutes(10);
}

internal enum DoubtPolicy { Retry, Hold }

/// <summary>Settings of section Delivering:Relay.</summary>
internal sealed class RelayOptions
{
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>1 to 65535.</summary>
    public int Port { get; set; } = 25;

    /// <summary>None, StartTls or Implicit; there is no "if offered", so nothing falls back to plain text.</summary>
    public TlsMode Tls { get; set; } = TlsMode.None;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>A file whose first line is the password, instead of Password.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>A file that holds an access token for UserName (AUTH XOAUTH2), instead of a password; read before each login.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A program and its arguments, one an entry, that prints such a token. Run without a shell, for at most 30 s.</summary>
    public IList<string> TokenCommand { get; init; } = [];

    /// <summary>Name in EHLO; the From domain when empty.</summary>
    public string? ClientName { get; set; }

    /// <summary>PEM file of the authorities to trust instead of the system's.</summary>
    public string? TrustFile { get; set; }

    /// <summary>How many of the four ways to prove who UserName is were given; one is right.</summary>
    internal int Proofs => new[] { Password is not null, PasswordFile is not null, TokenFile is not null, TokenCommand.Count > 0 }.Count(given => given);

    public bool IsLoopback => Host is "localhost"
        || System.Net.IPAddress.TryParse(Host, out var ip) && System.Net.IPAddress.IsLoopback(ip);
}
