namespace Digest.Bounces;

/// <summary>Settings of section Bounces.</summary>
internal sealed class BouncesOptions
{
    /// <summary>A Maildir (a folder with new/ and cur/) that `serve` reads reports from; none when empty.</summary>
    public string Maildir { get; set; } = "";

    /// <summary>Where `serve` takes mail by LMTP from the mail server beside it: an address and port ("127.0.0.1:2424") or the absolute path
    /// of a unix socket; nowhere when empty. Whoever reaches it can hand in mail.</summary>
    public string Lmtp { get; set; } = "";

    /// <summary>An address of ours whose mail comes in by Lmtp, Maildir or `bounces ingest`: letters name it for leaving by mail once
    /// `bounces test-route` has seen it work. None when empty.</summary>
    public string UnsubscribeAddress { get; set; } = "";
}
