using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Digest.Mailing;
using Digest.Papers;

namespace Digest.Subscribers;

/// <summary>An address somebody signed up with, and the two keys made of it.</summary>
internal sealed record EmailAddress
{
    static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Of a domain that is none; in graphemes.</summary>
    const int LongestShown = 100;

    readonly MailAddress _mail;

    EmailAddress(MailAddress mail) => _mail = mail;

    /// <summary>As it is mailed: the local part as typed, the domain as A-label.</summary>
    public string Text => _mail.ToString();

    /// <summary>As people know it: the domain in its own letters, where those lead back to it.</summary>
    public string Shown => $"{_mail.Local}@{InItsLetters(_mail.Domain)}";

    /// <summary>Who it is: local part in NFC without case, domain as A-label. Two spellings of one identity are one
    /// subscriber.</summary>
    public string Identity => $"{Fold(_mail.Local)}@{_mail.Domain}";

    /// <summary>What limits count: as <see cref="Identity"/>, with tags ("+news") and dots dropped from the local part. Never
    /// used to tell people apart.</summary>
    public string LimitKey
    {
        get
        {
            var local = Fold(_mail.Local);
            var tag = local.IndexOf('+', StringComparison.Ordinal);
            local = (tag > 0 ? local[..tag] : local).Replace(".", "", StringComparison.Ordinal);
            return $"{local}@{_mail.Domain}";
        }
    }

    /// <param name="text">What was typed or pasted; blanks around it do not count.</param>
    /// <param name="why">What is wrong with it, for the person who typed it.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out EmailAddress? address, [NotNullWhen(false)] out Fault? why)
    {
        address = MailAddress.TryParse((text ?? "").Trim(), out var mail, out var fault) ? new EmailAddress(mail!) : null;
        why = fault is null ? null : new(Enum.Parse<FaultKind>($"Address{fault.Kind}"), PaperText.Line(fault.About, LongestShown));
        return address is not null;
    }

    public override string ToString() => Text;

    static string InItsLetters(string domain)
    {
        try
        {
            var shown = Idn.GetUnicode(domain);
            return string.Equals(Idn.GetAscii(shown), domain, StringComparison.OrdinalIgnoreCase) ? shown : domain;
        }
        catch (ArgumentException)
        {
            return domain; // an A-label in looks alone
        }
    }

    static string Fold(string local) => local.Normalize(NormalizationForm.FormC).ToLowerInvariant();
}
