using System.Globalization;
using Digest.Delivering;
using Digest.Mailing;
using Xunit;

namespace Digest.Tests.Delivering;

public class RelayAdviceTests
{
    [Theory]
    [InlineData(SmtpPhase.Connect, "the relay's name smtp.example was not found: no such host", "check Delivering:Relay:Host")]
    [InlineData(SmtpPhase.Connect, "no connection to smtp.example:2525: 192.0.2.1: Connection refused", "nothing listens on port 2525")]
    [InlineData(SmtpPhase.Connect, "no connection to smtp.example:2525: 192.0.2.1: no answer within 15 s", "firewalls")]
    [InlineData(SmtpPhase.Greeting, "421 4.3.2 too many connections", "Delivering:Relay:Connections")]
    [InlineData(SmtpPhase.Greeting, "554 5.7.1 your address is listed", "block list")]
    [InlineData(SmtpPhase.Greeting, "nothing came of it within 5 min", "Tls to Implicit")]
    [InlineData(SmtpPhase.Ehlo, "550 bad name", "ClientName")]
    [InlineData(SmtpPhase.Tls, "the relay does not offer STARTTLS, and plain text was not asked for", "587")]
    [InlineData(SmtpPhase.Tls, "the relay's certificate expired on 2026-01-01", "renewed")]
    [InlineData(SmtpPhase.Tls, "the relay's certificate is for mail.example, not for smtp.example", "Host to the name")]
    [InlineData(SmtpPhase.Tls, "the relay's certificate is not trusted (UntrustedRoot); issued by CN=Own", "TrustFile")]
    [InlineData(SmtpPhase.Tls, "the TLS handshake failed: cannot determine the frame size", "TLS 1.2")]
    [InlineData(SmtpPhase.Auth, "the relay offers neither AUTH PLAIN nor AUTH LOGIN", "only under TLS")]
    [InlineData(SmtpPhase.Auth, "the password is not sent over an unprotected connection", "StartTls or Implicit")]
    [InlineData(SmtpPhase.Auth, "535 5.7.8 wrong", "app password")]
    [InlineData(SmtpPhase.Auth, "534 5.7.9 stronger", "TokenFile")]
    [InlineData(SmtpPhase.Auth, "454 4.7.0 later", "try again later")]
    [InlineData(SmtpPhase.Mail, "530 5.7.0 log in", "wants a login")]
    [InlineData(SmtpPhase.Mail, "553 5.7.1 not yours", "Delivering:From")]
    [InlineData(SmtpPhase.Mail, "552 5.3.4 too big", "larger")]
    [InlineData(SmtpPhase.Rcpt, "554 5.7.1 Relay access denied", "passes on nothing")]
    [InlineData(SmtpPhase.Rcpt, "550 5.1.1 no such user", "knows no such recipient")]
    [InlineData(SmtpPhase.Rcpt, "552 5.2.2 full", "mailbox takes nothing")]
    [InlineData(SmtpPhase.Rcpt, "450 4.7.1 greylisted", "ten minutes")]
    [InlineData(SmtpPhase.Mail, "451 4.3.0 later", "ten minutes")]
    [InlineData(SmtpPhase.FinalDot, "550 5.7.26 unauthenticated", "DKIM")]
    [InlineData(SmtpPhase.FinalDot, "550 5.7.515 access denied", "DMARC")]
    [InlineData(SmtpPhase.FinalDot, "554 5.7.1 spam", "block lists")]
    [InlineData(SmtpPhase.FinalDot, "552 5.3.4 too big", "larger")]
    [InlineData(SmtpPhase.FinalDot, "451 4.3.0 later", "ten minutes")]
    [InlineData(SmtpPhase.FinalDot, "the relay closed the connection", "look whether it arrived")]
    [InlineData(SmtpPhase.Data, "the relay closed the connection", "own log")]
    public void Every_fault_has_its_advice(SmtpPhase phase, string said, string words) => Assert.Contains(
        words, RelayAdvice.About(Result(phase, said), new() { Host = "smtp.example", Port = 2525 }), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Advice_names_the_relay_that_it_is_about()
    {
        var result = Result(SmtpPhase.Auth, "535 5.7.8 wrong");
        Assert.Contains("Delivering:Relays:2:UserName", RelayAdvice.About(result, new() { Key = "Delivering:Relays:2", UserName = "u", Password = "p" }), StringComparison.Ordinal);
        Assert.Contains("run out", RelayAdvice.About(result, new() { UserName = "u", TokenFile = "/run/token" }), StringComparison.Ordinal);
        Assert.Contains("StartTls", RelayAdvice.About(Result(SmtpPhase.Tls, "the TLS handshake failed"), new() { Tls = TlsMode.Implicit }), StringComparison.Ordinal);
    }

    static SmtpResult Result(SmtpPhase phase, string said)
    {
        if (!int.TryParse(said.Split(' ')[0], CultureInfo.InvariantCulture, out var code))
            return new(phase, null, said);
        var words = said.Split(' ');
        var isEnhanced = words[1].Count(c => c == '.') == 2;
        return new(phase, new(code, isEnhanced ? words[1] : null, string.Join(' ', words.Skip(isEnhanced ? 2 : 1))), null);
    }
}
