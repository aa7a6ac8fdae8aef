namespace Digest.Subscribers;

/// <summary>Settings of section Subscribers: which addresses may subscribe. All by default. Who is subscribed already stays so, whatever
/// is set later.</summary>
internal sealed class SubscribersOptions
{
    /// <summary>Domains whose addresses alone are taken, at the box, from those who move and from the operator: "example.org", or
    /// "*.example.org" for all below it. Everybody's when empty.</summary>
    public IList<string> AllowedDomains { get; } = [];

    /// <summary>Domains, with all below them, that the box does not take, while the operator may add anybody: disposable mailboxes, say.</summary>
    public IList<string> RefusedDomains { get; } = [];

    /// <summary>A file of such domains, one a line; blank lines and what follows a # are skipped. Read at start.</summary>
    public string? RefusedDomainsFile { get; set; }

    /// <summary>What stands before the @ of mailboxes that are no one person's: postmaster, abuse, sales.</summary>
    public IList<string> RefusedLocalParts { get; } = [];
}
