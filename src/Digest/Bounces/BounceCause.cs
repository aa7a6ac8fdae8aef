namespace Digest.Bounces;

/// <summary>Why a mail came back, as far as it says something about its reader.</summary>
internal enum BounceCause
{
    /// <summary>There is no such mailbox, or none any more.</summary>
    Gone,

    /// <summary>The mailbox is full.</summary>
    Full,

    /// <summary>It could not be reached for days: server, network, greylisting without end.</summary>
    Unreachable,

    /// <summary>It was refused, and nothing says for whose sake.</summary>
    Unclear,

    /// <summary>Refused for what we are or wrote: policy, reputation, content, size, our own address. Nothing of the reader's.</summary>
    Ours,
}
