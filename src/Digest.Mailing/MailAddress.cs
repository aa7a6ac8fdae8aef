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

    /// <summary>Reads an address, or says in plain words why it is none.</summary>
    public static bool TryParse(string? text, out MailAddress? address, out string? why)
    {
        address = null;
        why = Fault(text, out var local, out var domain);
        if (why is null)
            address = new MailAddress(local, domain);
        return why is null;
    }

    public override string ToString() => $"{Local}@{Domain}";

    static string? Fault(string? text, out string local, out string domain)
    {
        local = domain = "";
        if (string.IsNullOrEmpty(text))
            return "the address is empty";
        if (text.Length > 4 * LongestAddress)
            return "the address is too long";
        if (!HeaderText.IsOneLine(text) || HeaderText.HasLoneSurrogate(text))
            return "the address holds a control character";
        if (text.AsSpan().ContainsAny("\"()[]<>\\"))
            return "quotes, brackets and comments are not supported in an address";

        text = text.Normalize(NormalizationForm.FormC);
        var at = text.IndexOf('@');
        if (at < 0)
            return "an address looks like name@example.org";
        local = text[..at];
        return LocalFault(local) ?? DomainFault(text[(at + 1)..], out domain) ??
            (Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > LongestAddress ? "the address is too long" : null);
    }

    static string? LocalFault(string local)
    {
        if (local.Length == 0)
            return "the part before the @ is missing";
        if (Encoding.UTF8.GetByteCount(local) > LongestLocal)
            return $"the part before the @ is longer than {LongestLocal} bytes";
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return "the part before the @ has a dot at its start, at its end or next to another";
        foreach (var rune in local.EnumerateRunes())
            if (rune.Value != '.' && !IsAtext(rune))
                return $"'{rune}' cannot stand before the @";
        return null;
    }

    /// <summary>RFC 5322 atext, and beyond ASCII (RFC 6532) whatever can be seen.</summary>
    internal static bool IsAtext(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || "!#$%&'*+-/=?^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal)
        : Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    static string? DomainFault(string text, out string domain)
    {
        domain = "";
        if (text.Length == 0)
            return "the part after the @ is missing";
        if (text.Contains('@', StringComparison.Ordinal))
            return "there is more than one @";
        try
        {
            domain = (Ascii.IsValid(text) ? text : Idn.GetAscii(text)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return $"'{text}' is not a domain name";
        }

        if (domain.Length > LongestDomain)
            return "the part after the @ is too long";
        var labels = domain.Split('.');
        if (!labels.All(IsLabel))
            return $"'{text}' is not a domain name";
        return labels[^1].All(char.IsAsciiDigit) ? "a number is not a domain name" : null;
    }

    static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' &&
        label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
