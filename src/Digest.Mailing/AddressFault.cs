namespace Digest.Mailing;

/// <summary>Why a text is no address.</summary>
/// <param name="About">What of it is wrong: the sign, the domain; empty where the kind says all.</param>
public sealed record AddressFault(AddressFaultKind Kind, string About = "")
{
    public override string ToString() => About.Length > 0 ? $"{Kind}: '{About}'" : Kind.ToString();
}

public enum AddressFaultKind
{
    Empty,
    TooLong,

    /// <summary>It holds a control character or half a character.</summary>
    Control,

    /// <summary>Quotes, brackets and comments are not supported.</summary>
    Quoted,
    NoAt,
    NoLocal,
    LocalTooLong,

    /// <summary>A dot at the start or end of the local part, or next to another.</summary>
    Dots,

    /// <summary>A sign that cannot stand in a local part.</summary>
    Sign,
    NoDomain,
    TwoAts,
    BadDomain,
    DomainTooLong,

    /// <summary>The domain ends with a number, as an address of the internet does.</summary>
    Number,
}
