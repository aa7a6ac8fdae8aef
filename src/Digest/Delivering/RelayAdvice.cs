using System.Globalization;
using Digest.Mailing;

namespace Digest.Delivering;

/// <summary>What to do about a relay's answer: a table by phase and code, the first row that fits. The outcome of a mail is not
/// decided here (<see cref="SmtpReplies"/>), only what a person is told.</summary>
internal static class RelayAdvice
{
    static readonly Row[] Table =
    [
        new(SmtpPhase.Connect, r => Says(r, "not found", "not resolved"), "Nobody knows this name: check {key}:Host, and this machine's DNS."),
        new(SmtpPhase.Connect, r => Says(r, "refused"),
            "The machine is there, but nothing listens on port {port}: check {key}:Port (usually 587 with StartTls, 465 with Implicit, 25 on this machine) and that the relay runs."),
        new(SmtpPhase.Connect, _ => true, "The relay is not reached: check {key}:Host and Port, and firewalls on the way. Many hosters block port 25; use 587 or 465."),

        new(SmtpPhase.Greeting, r => r.Reply is { Code: 421 or 450 or 451 or 452 },
            "The relay is busy or this machine has too many connections open: lower {key}:Connections, or try again later."),
        new(SmtpPhase.Greeting, r => r.Reply is not null, "The relay does not talk to this machine's address: ask its operator to allow it, or whether it is on a block list."),
        new(SmtpPhase.Greeting, (_, o) => o.Tls != TlsMode.Implicit,
            "No SMTP greeting came. Where the port expects TLS from the first byte (465), set {key}:Tls to Implicit; else check that {key}:Port is an SMTP port."),
        new(SmtpPhase.Greeting, _ => true, "TLS began, but no SMTP greeting came: check that {key}:Port is an SMTP port."),

        new(SmtpPhase.Ehlo, r => r.Reply is { Code: >= 500 }, "The relay does not like the name this machine gives: set {key}:ClientName to its full name in the DNS."),
        new(SmtpPhase.Ehlo, _ => true, "The relay ends the dialogue at EHLO: try again later, then ask its operator."),

        new(SmtpPhase.Tls, r => Says(r, "does not offer STARTTLS"),
            "The relay offers no STARTTLS on this port: try 587, or port 465 with {key}:Tls set to Implicit. None is only for a relay on this machine or network."),
        new(SmtpPhase.Tls, r => Says(r, "expired"),
            "The relay's certificate must be renewed by its operator; until then nothing is sent, because nobody could tell the relay from an impostor."),
        new(SmtpPhase.Tls, r => Says(r, "is for"), "Set {key}:Host to the name that the certificate is for."),
        new(SmtpPhase.Tls, r => Says(r, "not trusted"), "If you know this authority, put its certificate (PEM) into a file and name it as {key}:TrustFile."),
        new(SmtpPhase.Tls, r => Says(r, "trust file"), "Check {key}:TrustFile: it must hold certificates in PEM form and be readable by the service."),
        new(SmtpPhase.Tls, (_, o) => o.Tls == TlsMode.Implicit, "If the port begins in plain text (25, 587), set {key}:Tls to StartTls; else the relay may know no TLS 1.2."),
        new(SmtpPhase.Tls, _ => true, "The handshake failed: the relay may know no TLS 1.2, or the port may be another's."),

        new(SmtpPhase.Auth, r => Says(r, "offers neither", "does not offer AUTH"),
            "The relay offers no such login here. Many offer it only under TLS: set {key}:Tls. A relay that asks for none wants {key}:UserName left out."),
        new(SmtpPhase.Auth, r => Says(r, "not sent over"), "Set {key}:Tls to StartTls or Implicit: a password or token is only sent under TLS."),
        new(SmtpPhase.Auth, r => r.Reply is { Code: 454 or 421 or 450 or 451 }, "The relay cannot check logins at the moment: try again later."),
        new(SmtpPhase.Auth, r => r.Reply is { Code: 534 or 538 },
            "The relay wants a stronger login: TLS, or an app password or token instead of the account's password ({key}:TokenFile)."),
        new(SmtpPhase.Auth, (_, o) => AccessTokens.AreFor(o),
            "Check where the token comes from ({key}:TokenFile or TokenCommand), that it is for {key}:UserName, and that it has not run out."),
        new(SmtpPhase.Auth, _ => true,
            "Check {key}:UserName and Password. Many providers want an app password or API key in place of the account's password, and login by SMTP allowed for the account."),

        new(SmtpPhase.Mail, r => r.Reply is { Code: 530 or 535 }, "The relay wants a login: set {key}:UserName and Password, and {key}:Tls."),
        new(SmtpPhase.Mail, r => r.Reply is { Code: 552 } || Says(r, "bytes"), "The mail is larger than the relay takes: ask its operator for the limit."),
        new(SmtpPhase.Mail, r => r.Reply is { Code: >= 500 },
            "The relay does not let this account send as Delivering:From: verify that address or its domain with the provider, or change it."),

        new(SmtpPhase.Rcpt, r => r.Reply is { Code: >= 500 } && (Subject(r) == 7 || Says(r, "relay")),
            "The relay passes on nothing for this machine: log in ({key}:UserName), or have its operator allow this machine's address."),
        new(SmtpPhase.Rcpt, r => r.Reply is { Code: 530 or 535 }, "The relay wants a login: set {key}:UserName and Password, and {key}:Tls."),
        new(SmtpPhase.Rcpt, r => r.Reply is { Code: 552 } || Subject(r) == 2, "The relay works; this recipient's mailbox takes nothing. Try another --to."),
        new(SmtpPhase.Rcpt, r => r.Reply is { Code: >= 500 }, "The relay works, but knows no such recipient: check the address (--to, else Operator:Contact)."),
        new(SmtpPhase.Rcpt, _ => true, "Put off, which is greylisting more often than not: try again in ten minutes. The service does so by itself."),

        new(null, r => r.InDoubt, "The mail went over, but no answer came: look whether it arrived before you send it again."),
        new(null, r => r.RefusedHere, "The relay does not offer what this mail needs; another relay may."),
        new(null, r => r.Reply is { } reply && (reply.EnhancedCode is "5.7.26" or "5.7.515" || Says(r, "DMARC", "DKIM", "SPF")),
            "The receiver wants mails proven: publish SPF for the relay, sign with DKIM (digest dkim new, or at the relay) and publish DMARC, all for the domain of Delivering:From."),
        new(null, r => r.Reply is { Code: 552 or 523 } || r.Reply?.EnhancedCode is "5.3.4" or "5.2.3", "The mail is larger than the relay takes: ask its operator for the limit."),
        new(null, r => r.Reply is { Code: >= 500 },
            "The relay refuses the mail for what it is or where it comes from: its answer says why, else its operator can. Look for block lists that name its address or the domain of Delivering:From."),
        new(null, r => r.Reply is not null, "Put off: try again in ten minutes. The service does so by itself."),
        new(null, _ => true, "The connection broke: try again, then look at the relay's own log."),
    ];

    public static string About(SmtpResult result, RelayOptions relay) =>
        Table.First(row => (row.Phase is null || row.Phase == result.Phase) && row.Fits(result, relay)).Advice
            .Replace("{key}", relay.Key, StringComparison.Ordinal).Replace("{port}", relay.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    static bool Says(SmtpResult result, params string[] any) =>
        (result.Reply?.Text ?? result.Fault ?? "") is var text && any.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase));

    static int Subject(SmtpResult result) =>
        result.Reply?.EnhancedCode?.Split('.') is [_, var subject, ..] && int.TryParse(subject, CultureInfo.InvariantCulture, out var digit) ? digit : 0;

    sealed record Row(SmtpPhase? Phase, Func<SmtpResult, RelayOptions, bool> Fits, string Advice)
    {
        public Row(SmtpPhase? phase, Func<SmtpResult, bool> fits, string advice) : this(phase, (result, _) => fits(result), advice) { }
    }
}
