namespace Digest.Mailing;

/// <summary>A header: its name, and its value unfolded.</summary>
public sealed record MailHeader(string Name, string Value)
{
    // The writer makes these itself; a second one would be refused by receivers (RFC 5322 section 3.6).
    static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Message-ID", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
    };

    /// <summary>Throws where the header cannot be written as it stands: a wrong name, one the writer makes itself, a
    /// value that is not printable ASCII or has a piece no line can hold.</summary>
    internal void DemandWritable()
    {
        // RFC 5322 section 2.2: printable ASCII without the colon.
        if (Name is not { Length: > 0 and <= 70 } || Name.AsSpan().ContainsAnyExceptInRange('!', '~') ||
            Name.Contains(':', StringComparison.Ordinal))
            throw HeaderText.Refused($"'{Name}' is not a header name.");
        if (Own.Contains(Name))
            throw HeaderText.Refused($"{Name} is written by the message itself.");
        if (!HeaderText.IsPrintableAscii(Value) || Value.Trim() is { Length: 0 } || Value.Trim().Length != Value.Length)
            throw HeaderText.Refused($"The value of {Name} must be printable ASCII, without blanks around it.");
        if (Value.Split(' ').Any(word => word.Length > HeaderWriter.LongestWord))
            throw HeaderText.Refused($"The value of {Name} cannot be folded into lines of 998 characters.");
    }
}
