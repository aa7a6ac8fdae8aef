using System.Net;
using System.Net.Sockets;

namespace Digest.Installing;

/// <summary>A TXT record to publish, so that receivers believe that mails are the sender's.</summary>
/// <param name="About">SPF, DKIM or DMARC.</param>
/// <param name="Note">What to know before publishing it; null when there is nothing.</param>
internal sealed record DnsRecord(string About, string Name, string Value, string? Note = null)
{
    /// <summary>The longest string of a TXT record (RFC 1035 part 3.3.14); a record joins several.</summary>
    const int LongestString = 255;

    /// <summary>Providers whose mails leave from other hosts than take them, and what they ask to have in SPF.</summary>
    static readonly (string Host, string Mechanism)[] Providers =
    [
        ("office365.com", "include:spf.protection.outlook.com"), ("outlook.com", "include:spf.protection.outlook.com"),
        ("gmail.com", "include:_spf.google.com"), ("google.com", "include:_spf.google.com"),
        ("amazonaws.com", "include:amazonses.com"), ("sendgrid.net", "include:sendgrid.net"), ("mailgun.org", "include:mailgun.org"),
        ("mailjet.com", "include:spf.mailjet.com"), ("brevo.com", "include:spf.brevo.com"), ("postmarkapp.com", "include:spf.mtasv.net"),
    ];

    /// <summary>As a line of a zone file.</summary>
    public string ZoneLine => $"{Name}. 3600 IN TXT {string.Join(' ', Value.Chunk(LongestString).Select(part => $"\"{new string(part)}\""))}";

    /// <summary>The records that answers need.</summary>
    /// <param name="dkim">Where the key's record goes, and what it says; null where the relay signs.</param>
    public static IReadOnlyList<DnsRecord> For(Answers answers, (string Name, string Value)? dkim)
    {
        var (mechanism, note) = Sender(answers);
        // Reports to another domain are sent only where that domain says so by a record of its own (RFC 7489 part 7.1).
        var reports = Question.IsOf(answers.ContactDomain, answers.FromDomain) ? $"; rua=mailto:{answers.Contact}" : "";
        List<DnsRecord> records =
        [
            new("SPF", answers.FromDomain, $"v=spf1 {mechanism} ~all", $"{note} A name has one SPF record: where there is one, put {mechanism} into it before its \"all\"."),
        ];
        if (dkim is { } key)
            records.Add(new("DKIM", key.Name, key.Value));
        records.Add(new("DMARC", $"_dmarc.{answers.FromDomain}", $"v=DMARC1; p=none{reports}",
            "Where there is one, leave it. Change none to quarantine once a week of reports shows nothing amiss."));
        return records;
    }

    static (string Mechanism, string Note) Sender(Answers answers)
    {
        if (answers.IsRelayHere)
            return ($"a:{new Uri(answers.PublicUrl).Host}",
                "Mails leave from this machine: it says that the pages' name leads to the address they come from; name that with ip4: or ip6: if it is another.");
        foreach (var (host, mechanism) in Providers)
            if (Question.IsOf(answers.RelayHost, host))
                return (mechanism, "As the provider documents it; see there whether it has changed.");
        var sender = IPAddress.TryParse(answers.RelayHost, out var address) ? $"ip{(address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6)}:{address}"
            : $"a:{answers.RelayHost}";
        return (sender, "It says that mails leave from where the relay takes them: ask its operator, who may want an include: of their own.");
    }
}
