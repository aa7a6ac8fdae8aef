using System.ComponentModel.DataAnnotations;

namespace Digest.Web;

/// <summary>Section "Web:SignUps": what keeps the box on the front page from being used to flood strangers. Counts are each
/// node's own, in memory; the rule of one confirmation per address and day stands in the database whatever these say.</summary>
internal sealed class SignUpOptions
{
    /// <summary>Sign-ups from one address of the internet in an hour; as many may come at once. 1 to 100000.</summary>
    [Range(1, 100_000, ErrorMessage = "Web:SignUps:PerClient must be 1 to 100000 an hour.")]
    public int PerClient { get; set; } = 20;

    /// <summary>…from one network (the first 64 bits of an IPv6 address, the first 24 of an IPv4 address). 1 to 100000.</summary>
    [Range(1, 100_000, ErrorMessage = "Web:SignUps:PerNetwork must be 1 to 100000 an hour.")]
    public int PerNetwork { get; set; } = 60;

    /// <summary>…for mailboxes of one domain, which large providers share. 1 to 1000000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Web:SignUps:PerDomain must be 1 to 1000000 an hour.")]
    public int PerDomain { get; set; } = 500;

    /// <summary>…of everybody. Beyond it the box closes for a while, and an error in the log says so. 1 to 1000000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Web:SignUps:Overall must be 1 to 1000000 an hour.")]
    public int Overall { get; set; } = 3000;

    /// <summary>A person needs this long to fill in the form, in seconds; what comes sooner has to press once more. 0 to 60.</summary>
    [Range(0, 60, ErrorMessage = "Web:SignUps:LeastSeconds must be 0 to 60.")]
    public int LeastSeconds { get; set; } = 2;

    /// <summary>Bits of work that the reader's browser does before the form is taken: each doubles it, 16 are about a second.
    /// 0 asks for none, and the form works without JavaScript. 0 to 24.</summary>
    [Range(0, 24, ErrorMessage = "Web:SignUps:WorkBits must be 0 to 24.")]
    public int WorkBits { get; set; }
}
