using System.Globalization;
using Digest.Rendering;
using Digest.Subscribers;

namespace Digest.Installing;

/// <summary>One thing that `digest init` has to know, with the flag that answers it unasked.</summary>
/// <param name="Asks">As it is asked at a terminal, and described in the help.</param>
internal sealed record Question(string Flag, string HelpName, string Asks, Func<Answers, string, Answers> Set)
{
    /// <summary>What is meant where nothing is said; null: it has to be said.</summary>
    public Func<Answers, string?> Usual { get; init; } = _ => null;

    /// <summary>Why something is no answer; null when it is one.</summary>
    public Func<string, Answers, string?> Fault { get; init; } = (_, _) => null;

    /// <summary>Whether it is asked only of who signs mails here.</summary>
    public bool OfSigning { get; init; }

    /// <summary>In the order in which they are asked; a later one may offer what follows from an earlier answer.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        new("--url", "URL", "The address at which subscribers reach the pages, such as https://papers.example.org/",
            (a, v) => a with { PublicUrl = v }) { Fault = (v, _) => UrlFault(v) },
        new("--name", "NAME", "The person or organisation that runs this, for the foot of every mail", (a, v) => a with { Name = v }),
        new("--postal-address", "ADDRESS", "Its postal address, which law in many places asks for in every mail", (a, v) => a with { PostalAddress = v }),
        new("--contact", "ADDRESS", "A mail address that a person reads, for questions", (a, v) => a with { Contact = v }) { Fault = (v, _) => AddressFault(v) },
        new("--from", "ADDRESS", "The address that mails come from", (a, v) => a with { From = v }) { Usual = a => a.Contact, Fault = (v, _) => AddressFault(v) },
        new("--relay-host", "HOST", "The relay that takes mails: smtp.example.org, or 127.0.0.1 for a mail server on this machine", (a, v) => a with { RelayHost = v })
        {
            Fault = (v, _) => Uri.CheckHostName(v) == UriHostNameType.Unknown ? "is no name of a host" : null,
        },
        new("--relay-tls", "MODE", "How the connection is secured: StartTls (usually port 587), Implicit (465) or None (25, on this machine)",
            (a, v) => a with { RelayTls = Mode(v)! })
        {
            Usual = a => a.IsRelayHere ? "None" : "StartTls",
            Fault = (v, _) => Mode(v) is null ? "is none of StartTls, Implicit and None" : null,
        },
        new("--relay-port", "PORT", "The relay's port", (a, v) => a with { RelayPort = v })
        {
            Usual = a => a.RelayTls switch { "Implicit" => "465", "StartTls" => "587", _ => "25" },
            Fault = (v, _) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? null : "is no port from 1 to 65535",
        },
        new("--relay-user", "USER", "The user to log in to the relay with; empty where it asks for none", (a, v) => a with { RelayUser = v }) { Usual = _ => "" },
        new("--data", "FOLDER", "The folder for the database and the keys that sign links", (a, v) => a with { DataFolder = Path.GetFullPath(v) }) { Usual = _ => "digest-data" },
        new("--dkim-domain", "DOMAIN", "The domain that signs mails (DKIM): that of the From address, or one above it", (a, v) => a with { DkimDomain = v })
        {
            OfSigning = true,
            Usual = a => a.FromDomain,
            Fault = (v, a) => IsOf(a.FromDomain, v) ? null : $"is neither {a.FromDomain}, from where mails come, nor above it",
        },
        new("--dkim-selector", "NAME", "A name for the key that signs them; a new one for each new key", (a, v) => a with { DkimSelector = v })
        {
            OfSigning = true,
            Usual = _ => "digest1",
            Fault = (v, _) => v.Length <= 63 && v.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? null : "is no selector; it is letters, digits and hyphens",
        },
    ];

    /// <summary>Whether a domain is another or below it.</summary>
    public static bool IsOf(string domain, string above) =>
        domain.Equals(above, StringComparison.OrdinalIgnoreCase) || domain.EndsWith("." + above, StringComparison.OrdinalIgnoreCase);

    static string? UrlFault(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") ? "is no address of the form https://papers.example.org/"
        : url.IsLoopback ? "is an address that nobody but this machine can open" : null;

    static string? AddressFault(string text) => EmailAddress.TryParse(text, out _, out var why) ? null : $"is no mail address: {FaultSentence.InEnglish(why)}";

    static string? Mode(string text) => Array.Find(["StartTls", "Implicit", "None"], mode => mode.Equals(text, StringComparison.OrdinalIgnoreCase));
}
