using System.Globalization;
using System.Text;

namespace Digest.Mailing;

/// <summary>
/// An address as it may stand in an envelope and in a header. What cannot be said safely in both places (quoted local
/// parts, comments, address literals, controls) never becomes one, so nothing after this type needs to escape it.
/// </summary>
public sealed record MailAddress
{
    // RFC 5321 section 4.5.3.1: octets of the local part, of the domain and of the whole (a path of 256 without <>).
    const int LongestLocal = 64, LongestDomain = 253, LongestAddress = 254, LongestLabel = 63;

    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    MailAddress(string local, string domain)
    {
        Local = local;
        Domain = domain;
    }

    /// <summary>Before the @, in NFC, its case as written. May hold letters beyond ASCII.</summary>
    public string Local { get; }

    /// <summary>After the @, as A-labels in lower case.</summary>
    public string Domain { get; }

    /// <summary>The name shown beside the address in a header. One line: control characters are refused.</summary>
    public string? DisplayName
    {
        get;
        init => field = value is null ? null : HeaderText.OneLine(value, nameof(DisplayName));
    }

    /// <summary>Whether only a relay that offers SMTPUTF8 (RFC 6531) can take it.</summary>
    internal bool NeedsSmtpUtf8 => !Ascii.IsValid(Local);

    /// <summary>Reads an address, or says why it is none.</summary>
    public static bool TryParse(string? text, out MailAddress? address, out AddressFault? why)
    {
        address = null;
        why = Fault(text, out var local, out var domain);
        if (why is null)
            address = new MailAddress(local, domain);
        return why is null;
    }

    public override string ToString() => $"{Local}@{Domain}";

    static AddressFault? Fault(string? text, out string local, out string domain)
    {
        local = domain = "";
        if (string.IsNullOrEmpty(text))
            return new(AddressFaultKind.Empty);
        if (text.Length > 4 * LongestAddress)
            return new(AddressFaultKind.TooLong);
        if (!HeaderText.IsOneLine(text) || HeaderText.HasLoneSurrogate(text))
            return new(AddressFaultKind.Control);
        if (text.AsSpan().ContainsAny("\"()[]<>\\"))
            return new(AddressFaultKind.Quoted);

        text = text.Normalize(NormalizationForm.FormC);
        var at = text.IndexOf('@');
        if (at < 0)
            return new(AddressFaultKind.NoAt);
        local = text[..at];
        return LocalFault(local) ?? DomainFault(text[(at + 1)..], out domain) ??
            (Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > LongestAddress ? new AddressFault(AddressFaultKind.TooLong) : null);
    }

    static AddressFault? LocalFault(string local)
    {
        if (local.Length == 0)
            return new(AddressFaultKind.NoLocal);
        if (Encoding.UTF8.GetByteCount(local) > LongestLocal)
            return new(AddressFaultKind.LocalTooLong);
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return new(AddressFaultKind.Dots);
        foreach (var rune in local.EnumerateRunes())
            if (rune.Value != '.' && !IsAtext(rune))
                return new(AddressFaultKind.Sign, rune.ToString());
        return null;
    }

    /// <summary>RFC 5322 atext, and beyond ASCII (RFC 6532) whatever can be seen.</summary>
    internal static bool IsAtext(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || "!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal)
        : Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    static AddressFault? DomainFault(string text, out string domain)
    {
        domain = "";
        if (text.Length == 0)
            return new(AddressFaultKind.NoDomain);
        if (text.Contains('@', StringComparison.Ordinal))
            return new(AddressFaultKind.TwoAts);
        try
        {
            domain = (Ascii.IsValid(text) ? text : Idn.GetAscii(text)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return new(AddressFaultKind.BadDomain, text);
        }

        if (domain.Length > LongestDomain)
            return new(AddressFaultKind.DomainTooLong);
        var labels = domain.Split('.');
        if (!labels.All(IsLabel))
            return new(AddressFaultKind.BadDomain, text);
        return labels[^1].All(char.IsAsciiDigit) ? new(AddressFaultKind.Number) : null;
    }

    static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' &&
        label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
