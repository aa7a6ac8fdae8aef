namespace Digest.Bounces;

/// <summary>What came in and what it was.</summary>
internal sealed class BounceCounts
{
    /// <summary>Mails.</summary>
    public int Read { get; set; }

    /// <summary>Failures of one recipient each, counted now.</summary>
    public int Bounces { get; set; }

    public int Complaints { get; set; }

    public int Unsubscribes { get; set; }

    /// <summary>Mails that ask for no more letters without saying whose: anybody could write them, so they change nothing.</summary>
    public int BareUnsubscribes { get; set; }

    /// <summary>Mails that report no failure: answers of programs and people, delays.</summary>
    public int Ignored { get; set; }

    /// <summary>Reports about no mail of ours, or nobody's any more.</summary>
    public int Unknown { get; set; }

    /// <summary>Reports that were counted before.</summary>
    public int AlreadyKnown { get; set; }
}
