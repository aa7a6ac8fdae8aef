namespace Digest.Subscribers;

/// <summary>Settings of section Subscribers: addresses that the box on the front page does not take. None by default. Who is
/// subscribed already stays so, and the operator can add anybody.</summary>
internal sealed class SubscribersOptions
{
    /// <summary>Domains, with all below them: disposable mailboxes, say.</summary>
    public IList<string> RefusedDomains { get; } = [];

    /// <summary>A file of such domains, one a line; blank lines and what follows a # are skipped. Read at start.</summary>
    public string? RefusedDomainsFile { get; set; }

    /// <summary>What stands before the @ of mailboxes that are no one person's: postmaster, abuse, sales.</summary>
    public IList<string> RefusedLocalParts { get; } = [];
}
